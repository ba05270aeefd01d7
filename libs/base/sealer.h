#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexus {

// Seals secrets for rest: AES-256-GCM under one key. Thread-safe.
class Sealer {
 public:
  // From a file of 32 bytes in hex, mode 600. Anything else is an error.
  static absl::StatusOr<Sealer> FromFile(const std::string& path);

  // `context` names where the secret lives; Open needs the same.
  std::string Seal(std::string_view secret, std::string_view context) const;
  absl::StatusOr<std::string> Open(std::string_view sealed, std::string_view context) const;

 private:
  explicit Sealer(std::string key) : key_(std::move(key)) {}
  std::string key_;
};

}  // namespace nexus
