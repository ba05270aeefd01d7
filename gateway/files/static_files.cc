#include "gateway/files/static_files.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include <fmt/format.h>

#include "gateway/files/compression.h"
#include "gateway/transcode/percent.h"
#include "libs/base/encoding.h"
#include "libs/base/status.h"

namespace nexus::gateway {
namespace {

namespace fs = std::filesystem;
using boost::beast::http::field;
using boost::beast::http::status;
using boost::beast::http::verb;

constexpr char kIndex[] = "/index.html";

// The build names these by their content, so a name never changes its meaning.
constexpr char kAssets[] = "/assets/";

constexpr std::size_t kWorthPacking = 1024;

struct Type {
  std::string_view name;
  bool packs = false;
};

Type TypeOf(const fs::path& path) {
  static const auto* const types =
      new std::map<std::string, Type>{{".html", {"text/html; charset=utf-8", true}},
                                      {".js", {"text/javascript; charset=utf-8", true}},
                                      {".css", {"text/css; charset=utf-8", true}},
                                      {".json", {"application/json", true}},
                                      {".map", {"application/json", true}},
                                      {".svg", {"image/svg+xml", true}},
                                      {".txt", {"text/plain; charset=utf-8", true}},
                                      {".webmanifest", {"application/manifest+json", true}},
                                      {".wasm", {"application/wasm", true}},
                                      {".ico", {"image/x-icon", true}},
                                      {".png", {"image/png"}},
                                      {".jpg", {"image/jpeg"}},
                                      {".webp", {"image/webp"}},
                                      {".woff2", {"font/woff2"}}};
  const auto found = types->find(path.extension().string());
  return found == types->end() ? Type{"application/octet-stream"} : found->second;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string ReadIfThere(const fs::path& path) {
  return fs::is_regular_file(path) ? ReadFile(path) : std::string();
}

bool IsPackedForm(const fs::path& path) {
  const fs::path extension = path.extension();
  return (extension == ".br" || extension == ".gz") &&
         fs::is_regular_file(path.parent_path() / path.stem());
}

http::Response Plain(status code, std::string_view sentence) {
  http::Response response(code, 11);
  response.set(field::content_type, "text/plain; charset=utf-8");
  response.body() = fmt::format("{}\n", sentence);
  return response;
}

}  // namespace

absl::StatusOr<StaticFiles> StaticFiles::Load(const fs::path& root) {
  StaticFiles files;
  std::error_code error;
  fs::recursive_directory_iterator walk(root, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (walk->is_regular_file() && !IsPackedForm(walk->path())) files.Add(root, walk->path());
  }
  if (error) {
    return absl::NotFoundError(fmt::format("cannot read {}: {}", root.string(), error.message()));
  }
  if (files.files_.count(kIndex) == 0) {
    return absl::NotFoundError(fmt::format("{} has no index.html", root.string()));
  }
  return files;
}

void StaticFiles::Add(const fs::path& root, const fs::path& path) {
  const Type type = TypeOf(path);
  File file{.content_type = std::string(type.name), .plain = ReadFile(path)};
  file.etag = HexEncode(Sha256(file.plain)).substr(0, 20);
  file.brotli = ReadIfThere(path.string() + ".br");
  file.gzip = ReadIfThere(path.string() + ".gz");
  if (file.gzip.empty() && type.packs && file.plain.size() >= kWorthPacking) {
    file.gzip = Gzip(file.plain);
  }
  if (file.gzip.size() >= file.plain.size()) file.gzip.clear();
  if (file.brotli.size() >= file.plain.size()) file.brotli.clear();
  files_["/" + fs::relative(path, root).generic_string()] = std::move(file);
}

const StaticFiles::File* StaticFiles::Find(std::string_view target) const {
  const auto path = PercentDecode(target.substr(0, target.find('?')), /*plus_is_space=*/false);
  if (!path) return nullptr;
  if (const auto found = files_.find(*path); found != files_.end()) return &found->second;
  const std::string_view last = std::string_view(*path).substr(path->rfind('/') + 1);
  const bool is_page = !absl::StartsWith(*path, kAssets) && last.find('.') == std::string::npos;
  return is_page ? &files_.find(kIndex)->second : nullptr;
}

http::Response StaticFiles::Answer(const http::Request& request) const {
  if (request.method() != verb::get && request.method() != verb::head) {
    http::Response response = Plain(status::method_not_allowed, "Only GET and HEAD are here.");
    response.set(field::allow, "GET, HEAD");
    return response;
  }
  const File* file = Find(request.target());
  if (file == nullptr) return Plain(status::not_found, "No such file.");

  const std::string_view accepted = request[field::accept_encoding];
  const bool brotli = !file->brotli.empty() && Accepts(accepted, "br");
  const bool gzip = !brotli && !file->gzip.empty() && Accepts(accepted, "gzip");
  const std::string etag = fmt::format("\"{}{}\"", file->etag, brotli ? "-br" : gzip ? "-gz" : "");

  http::Response response(status::ok, 11);
  const std::string_view target = request.target();
  response.set(field::cache_control, absl::StartsWith(ToAbsl(target), kAssets)
                                         ? "public, max-age=31536000, immutable"
                                         : "no-cache");
  response.set(field::etag, etag);
  response.set(field::vary, "Accept-Encoding");
  if (absl::StrContains(ToAbsl(std::string_view(request[field::if_none_match])), etag)) {
    response.result(status::not_modified);
    return response;
  }
  response.set(field::content_type, file->content_type);
  if (brotli || gzip) response.set(field::content_encoding, brotli ? "br" : "gzip");
  response.body() = brotli ? file->brotli : gzip ? file->gzip : file->plain;
  return response;
}

}  // namespace nexus::gateway
