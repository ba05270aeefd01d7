#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "libs/http/server.h"

namespace nexus::gateway {

// The web client's files, read into memory once: a new build needs a restart.
// `x.js.br` and `x.js.gz` are taken as the packed forms of `x.js`; gzip is made
// where it is missing and pays. Immutable, so any thread may ask.
class StaticFiles {
 public:
  // NOT_FOUND when there is no `index.html` in `root`.
  static absl::StatusOr<StaticFiles> Load(const std::filesystem::path& root);

  // Answers GET and HEAD. A path that is no file is a page of the client, which
  // `index.html` shows; below /assets/ or with a file's extension it is 404.
  http::Response Answer(const http::Request& request) const;

 private:
  struct File {
    std::string content_type;
    std::string etag;
    std::string plain;
    std::string gzip;
    std::string brotli;
  };

  StaticFiles() = default;
  void Add(const std::filesystem::path& root, const std::filesystem::path& path);
  const File* Find(std::string_view target) const;

  // By path from the root: `/assets/index-abc.js`.
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace nexus::gateway
