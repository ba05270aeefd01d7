#include "tests/bench/queue/driver/call.h"

#include <charconv>
#include <map>

#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::queue_driver {
namespace {

absl::StatusOr<int> NumberOf(const std::string& flag, const std::string& text) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0) {
    return absl::InvalidArgumentError(fmt::format("{} is a number, not '{}'", flag, text));
  }
  return number;
}

absl::Status Apply(const std::string& flag, const std::string& value, Call& call) {
  if (flag == "--profile") {
    call.profile = value;
    return absl::OkStatus();
  }
  if (flag == "--report") {
    if (value != "jobs" && value != "count") {
      return absl::InvalidArgumentError("--report is jobs or count");
    }
    call.report_jobs = value == "jobs";
    return absl::OkStatus();
  }
  NEXUS_ASSIGN_OR_RETURN(const int number, NumberOf(flag, value));
  static const std::map<std::string, int Call::*> kNumbers = {{"--n", &Call::jobs},
                                                              {"--batch", &Call::batch},
                                                              {"--conc", &Call::connections},
                                                              {"--rate", &Call::rate}};
  if (flag == "--sleep-ms") {
    call.sleep = absl::Milliseconds(number);
  } else if (const auto found = kNumbers.find(flag); found != kNumbers.end()) {
    call.*found->second = number;
  } else {
    return absl::InvalidArgumentError(fmt::format("no flag {}", flag));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Call> ParseCall(const std::vector<std::string>& words) {
  if (words.empty()) return absl::InvalidArgumentError("a call is missing");
  Call call;
  call.name = words[0];
  for (std::size_t i = 1; i < words.size(); i += 2) {
    if (i + 1 == words.size()) {
      return absl::InvalidArgumentError(fmt::format("{} has no value", words[i]));
    }
    NEXUS_RETURN_IF_ERROR(Apply(words[i], words[i + 1], call));
  }
  if (call.batch < 1 || call.connections < 1) {
    return absl::InvalidArgumentError("--batch and --conc are at least 1");
  }
  return call;
}

// What a profile says of all jobs at once is shared by the two shards.
absl::StatusOr<Profile> ProfileNamed(const std::string& name) {
  // One thread: while its job runs, the other shard's waits, already claimed.
  if (name == "c1") return Profile{.slots = 1, .threads = 1};
  if (name == "c10" || name == "chaos") return Profile{.slots = 5};
  if (name == "lat" || name == "crash-default") return Profile{};
  if (name == "best") return Profile{.slots = 500};
  if (name == "crash-fast") return Profile{.lease = absl::Seconds(1)};
  return absl::InvalidArgumentError(fmt::format("no profile {}", name));
}

}  // namespace nexus::queue_driver
