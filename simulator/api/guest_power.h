#pragma once

#include <cstdint>
#include <string>

#include "simulator/api/call.h"

// What starting and stopping do to a guest, as bodies of tasks.

namespace nexus::simulator {

struct ShutdownRequest {
  std::int64_t timeout_s = 60;
  bool force = false;  // Stops the guest when it does not react.
};

boost::asio::awaitable<absl::Status> StartGuest(Simulation& simulation, int vmid, std::string node,
                                                Task& task);
boost::asio::awaitable<absl::Status> StopGuest(Simulation& simulation, int vmid, std::string node,
                                               bool overrule_shutdown, Task& task);
boost::asio::awaitable<absl::Status> ShutDownGuest(Simulation& simulation, int vmid,
                                                   std::string node, ShutdownRequest request,
                                                   Task& task);

// Ends when the guest has stopped; it is started again by itself a little later.
boost::asio::awaitable<absl::Status> RebootGuest(Simulation& simulation, int vmid, std::string node,
                                                 ShutdownRequest request, Task& task);
boost::asio::awaitable<absl::Status> ResetGuest(Simulation& simulation, int vmid, std::string node,
                                                Task& task);

// Waits for a guest's lock file inside a task, and says so in its log.
boost::asio::awaitable<absl::StatusOr<GuestLocks::Held>> LockInTask(Simulation& simulation,
                                                                    int vmid, GuestLocks::Mode mode,
                                                                    std::int64_t patience_ms,
                                                                    Task& task);

}  // namespace nexus::simulator
