#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

#include "simulator/model/settings.h"

namespace nexus::simulator {

// The command line. `--help` prints the same text.
struct Config {
  std::string listen = "127.0.0.1:8006";
  std::string control;           // Empty: no control API.
  std::string state_file;        // Empty: nothing outlives the process.
  std::string certificate_file;  // Made beside the state when not given.
  std::string private_key_file;
  std::string api_token;      // `user@realm!name=secret`, with the operator's privileges.
  std::string root_password;  // Of root@pam; empty: nobody logs in with a password.
  std::uint64_t seed = 1;
  std::string log_level = "info";
  bool print_fingerprint = false;
  bool help = false;
  Settings settings;
};

extern const char kUsage[];

// `--name value` or `--name=value`; `--<setting>` with dashes for underscores
// sets any of Settings. INVALID_ARGUMENT with one sentence.
absl::StatusOr<Config> ParseConfig(int count, const char* const* words);

}  // namespace nexus::simulator
