#include "services/scheduler/domain/hypervisor.h"

#include <algorithm>

namespace nexus::scheduler {

const GuestRow* Resources::FindGuest(int vmid) const {
  const auto found = std::ranges::find(guests, vmid, &GuestRow::vmid);
  return found == guests.end() ? nullptr : &*found;
}

bool Resources::AllNodesOnline() const {
  return !nodes.empty() && std::ranges::all_of(nodes, &NodeRow::online);
}

std::string OptionOf(const GuestOptions& options, const std::string& name) {
  const auto found = options.find(name);
  return found == options.end() ? std::string() : found->second;
}

}  // namespace nexus::scheduler
