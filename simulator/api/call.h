#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include "simulator/simulation.h"

namespace nexus::simulator {

// What a call answers with: `data`, and in some lists a `total` beside it.
struct Answer {
  nlohmann::json data;
  std::optional<std::int64_t> total = std::nullopt;
};

// One call that has passed every check that is not its own: the caller is
// known and allowed, the parameters fit the schema.
struct Call {
  Simulation& simulation;
  Identity identity;
  std::map<std::string, std::string> parameters;  // Those of the path among them.

  bool Has(std::string_view name) const { return parameters.contains(std::string(name)); }
  std::string Text(std::string_view name, std::string_view fallback = "") const;
  std::int64_t Number(std::string_view name, std::int64_t fallback) const;
  bool Flag(std::string_view name, bool fallback = false) const;

  int vmid() const { return static_cast<int>(Number("vmid", 0)); }
  std::string node() const { return Text("node"); }

  // 403 unless the caller has the privilege; `path` such as `/storage/ceph`.
  absl::Status Require(std::string_view path, std::string_view privilege) const;

  // The guest that the path names.
  absl::StatusOr<Guest*> LoadGuest() const { return simulation.cluster.LoadGuest(vmid(), node()); }

  // Starts a task as the caller, on the path's node, after the time a fork takes.
  boost::asio::awaitable<absl::StatusOr<Answer>> StartTask(std::string type, std::string id,
                                                           TaskBody body) const;
};

using Handler = std::function<boost::asio::awaitable<absl::StatusOr<Answer>>(Call&)>;

// A handler that waits for nothing.
Handler AtOnce(std::function<absl::StatusOr<Answer>(Call&)> answer);

}  // namespace nexus::simulator
