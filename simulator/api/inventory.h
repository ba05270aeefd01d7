#pragma once

#include <nlohmann/json.hpp>

#include "simulator/api/call.h"

// Rows that several lists show.

namespace nexus::simulator {

// How a node does: what its guests take of it.
struct NodeLoad {
  double cpu = 0;
  std::int64_t memory_bytes = 0;
};
NodeLoad LoadOf(const Cluster& cluster, const Node& node);

// The sizes of one storage on one node, as every list of storages shows them.
nlohmann::json StorageNumbers(const Storages& storages, const Storage& storage,
                              std::string_view node);

}  // namespace nexus::simulator
