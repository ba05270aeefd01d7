#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "simulator/model/cluster.h"

namespace nexus::simulator {

// What the statistics daemons have broadcast of the guests: the source of
// /cluster/resources, and as old as the last broadcast.
class ResourcesView {
 public:
  void Refresh(const Cluster& cluster, std::int64_t now);

  // A guest's row. Placement, lock and tags are live; the rest is as broadcast,
  // and `unknown` for a guest that was not there then.
  nlohmann::json RowOf(const Guest& guest) const;

 private:
  std::map<int, nlohmann::json> seen_;
};

}  // namespace nexus::simulator
