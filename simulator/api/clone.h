#pragma once

#include <string>

#include "simulator/api/call.h"

namespace nexus::simulator {

struct CloneRequest {
  int source = 0;
  int vmid = 0;
  std::string node;
  std::string target;  // Where the new guest ends up; `node` unless said otherwise.
  std::string name;
  std::string description;
  std::string storage;  // Empty: where the disks are.
  bool full = false;
};

// What is refused before there is a task.
absl::StatusOr<CloneRequest> ParseClone(const Call& call);

// The task: the new guest appears on the source's node with `lock: clone` only,
// gets its name, marks and disks one by one, and moves to its node at the end.
// What fails leaves nothing behind.
boost::asio::awaitable<absl::Status> CloneGuest(Simulation& simulation, CloneRequest request,
                                                Task& task);

}  // namespace nexus::simulator
