#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

namespace nexus::simulator {

// A JSON file that follows the state: written whole beside itself and renamed,
// so that it is never half a file. Changes within `gather` are one write.
class StateFile {
 public:
  StateFile(boost::asio::io_context& context, std::string path,
            std::function<nlohmann::json()> state,
            std::chrono::milliseconds gather = std::chrono::milliseconds(50));

  // What the file holds; nothing when there is none yet.
  absl::StatusOr<std::optional<nlohmann::json>> Load() const;

  void Changed();

  // Writes now. A file that cannot be written is logged.
  void Save();

 private:
  std::string path_;
  std::function<nlohmann::json()> state_;
  std::chrono::milliseconds gather_;
  boost::asio::steady_timer timer_;
  bool due_ = false;
};

}  // namespace nexus::simulator
