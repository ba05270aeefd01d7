#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "libs/base/clock.h"
#include "simulator/control/faults.h"
#include "simulator/model/cluster.h"
#include "simulator/model/guest_locks.h"
#include "simulator/model/randomness.h"
#include "simulator/model/resources_view.h"
#include "simulator/model/settings.h"
#include "simulator/model/task_engine.h"

namespace nexus::simulator {

// A cluster at work: all that the calls read and change. Used from the
// io_context's one thread only.
struct Simulation {
  Simulation(boost::asio::io_context& io_context, const Clock& system_clock, std::uint64_t seed);

  // The cluster's time, seconds since 1970.
  std::int64_t Now() const;

  // Something is worth saving.
  void Changed() {
    if (on_change) on_change();
  }

  nlohmann::json ToJson() const;

  // What ran when the state was saved has ended; guests half cloned are gone.
  void Restore(const nlohmann::json& json);

  boost::asio::io_context& context;
  const Clock& clock;
  Settings settings;
  Randomness randomness;
  Cluster cluster;
  GuestLocks locks;
  Faults faults;
  TaskEngine tasks;
  ResourcesView resources;
  std::string fingerprint;  // Of the certificate that all nodes show.
  std::function<void()> on_change;
};

}  // namespace nexus::simulator
