#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "nexus/scheduler/v1/scheduler_service.pb.h"
#include "services/scheduler/domain/inventory.h"

namespace nexus::scheduler {

struct Place {
  GuestRef source;
  std::string node;
};

// Chooses the node of a new guest: online, able to hold a clone of the image's
// template, with memory free, and of those the one with the largest part free.
// Memory counts as taken by what our guests were promised (`given_mib`, by node,
// running or not) and by what others use now.
std::optional<Place> ChoosePlace(const Inventory& inventory, const std::string& image,
                                 std::int64_t memory_mib,
                                 const std::map<std::string, std::int64_t>& given_mib);

}  // namespace nexus::scheduler
