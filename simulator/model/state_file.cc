#include "simulator/model/state_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nexus::simulator {
namespace {

constexpr std::chrono::milliseconds kShortest(5);

// How much of the time goes into writing, at most.
constexpr int kOneIn = 5;

}  // namespace

StateFile::StateFile(boost::asio::io_context& context, std::string path,
                     std::function<nlohmann::json()> state)
    : path_(std::move(path)), state_(std::move(state)), gather_(kShortest), timer_(context) {}

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
  const auto began = std::chrono::steady_clock::now();
  const std::string beside = path_ + ".new";
  std::ofstream file(beside, std::ios::trunc);
  file << state_().dump() << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(beside, path_, error);
  const auto took = std::chrono::steady_clock::now() - began;
  gather_ = std::max<std::chrono::steady_clock::duration>(kShortest, took * (kOneIn - 1));
  if (!file || error) spdlog::error("cannot save the state file={}", path_);
}

}  // namespace nexus::simulator
