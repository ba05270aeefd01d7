#include "libs/base/fault.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus {
namespace {

const std::string& FaultDirectory() {
  static const std::string directory = [] {
    const char* value = std::getenv("NEXUS_FAULT_DIR");
    return std::string(value == nullptr ? "" : value);
  }();
  return directory;
}

// Takes the file away under this process's name, so that of two processes at
// the same point one has the fault.
std::string TakeFault(std::string_view point) {
  const std::filesystem::path directory(FaultDirectory());
  const auto taken = directory / fmt::format("{}.taken.{}", point, getpid());
  std::error_code error;
  std::filesystem::rename(directory / std::string(point), taken, error);
  if (error) return {};
  std::ifstream file(taken);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

absl::Status FaultPoint(std::string_view point) {
  if (FaultDirectory().empty()) return absl::OkStatus();
  std::istringstream fault(TakeFault(point));
  std::string kind;
  fault >> kind;
  if (kind == "crash") kill(getpid(), SIGKILL);
  if (kind == "error") return Unavailable(fmt::format("fault at {}", point));
  if (kind == "delay") {
    int millis = 0;
    fault >> millis;
    std::this_thread::sleep_for(std::chrono::milliseconds(millis));
  }
  return absl::OkStatus();
}

}  // namespace nexus
