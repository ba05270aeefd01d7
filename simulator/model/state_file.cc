#include "simulator/model/state_file.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nexus::simulator {

StateFile::StateFile(boost::asio::io_context& context, std::string path,
                     std::function<nlohmann::json()> state, std::chrono::milliseconds gather)
    : path_(std::move(path)), state_(std::move(state)), gather_(gather), timer_(context) {}

absl::StatusOr<std::optional<nlohmann::json>> StateFile::Load() const {
  std::ifstream file(path_);
  if (!file) return std::optional<nlohmann::json>();
  auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    return absl::DataLossError(fmt::format("{} is not a JSON file", path_));
  }
  return std::optional<nlohmann::json>(std::move(json));
}

void StateFile::Changed() {
  if (due_) return;
  due_ = true;
  timer_.expires_after(gather_);
  timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) Save();
  });
}

void StateFile::Save() {
  due_ = false;
  const std::string beside = path_ + ".new";
  std::ofstream file(beside, std::ios::trunc);
  file << state_().dump() << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(beside, path_, error);
  if (!file || error) spdlog::error("cannot save the state file={}", path_);
}

}  // namespace nexus::simulator
