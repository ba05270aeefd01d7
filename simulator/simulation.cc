#include "simulator/simulation.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace nexus::simulator {
namespace {

// A daemon's first child on a node that has been up for a while.
constexpr std::uint32_t kFirstPid = 4096;

}  // namespace

Simulation::Simulation(boost::asio::io_context& io_context, const Clock& system_clock,
                       std::uint64_t seed)
    : context(io_context),
      clock(system_clock),
      randomness(seed),
      cluster(DemoCluster(randomness, Now())),
      tasks(io_context, kFirstPid + randomness.Next(60'000),
            {.now = [this] { return Now(); },
             .on_step =
                 [this](Task& task, std::string step) {
                   Changed();
                   return faults.OnStep(task, std::move(step));
                 },
             .on_change = [this] { Changed(); }}) {
  resources.Refresh(cluster, Now());
}

std::int64_t Simulation::Now() const {
  return absl::ToUnixSeconds(clock.Now()) + settings.clock_offset_s;
}

nlohmann::json Simulation::ToJson() const {
  return {{"format", 1}, {"cluster", cluster.ToJson()}, {"tasks", tasks.ToJson()}};
}

void Simulation::Restore(const nlohmann::json& json) {
  cluster = Cluster::FromJson(json.at("cluster"));
  // Nobody is left to finish these; their own workers would have undone them.
  std::vector<int> unfinished;
  for (const auto& [vmid, guest] : cluster.guests) {
    if (guest.lock() == "clone") unfinished.push_back(vmid);
  }
  for (const int vmid : unfinished) cluster.RemoveGuest(vmid);
  tasks.Restore(json.at("tasks"));
  resources.Refresh(cluster, Now());
}

}  // namespace nexus::simulator
