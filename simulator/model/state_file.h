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
// so that it is never half a file. Changes within a few milliseconds are one
// write; of a large state, within a few times what a write takes.
class StateFile {
 public:
  StateFile(boost::asio::io_context& context, std::string path,
            std::function<nlohmann::json()> state);

  // What the file holds; nothing when there is none yet.
  absl::StatusOr<std::optional<nlohmann::json>> Load() const;

  void Changed();

  // Writes now. A file that cannot be written is logged.
  void Save();

 private:
  std::string path_;
  std::function<nlohmann::json()> state_;
  std::chrono::steady_clock::duration gather_;
  boost::asio::steady_timer timer_;
  bool due_ = false;
};

}  // namespace nexus::simulator
