#include "services/scheduler/domain/placement.h"

#include <algorithm>

namespace nexus::scheduler {
namespace {

constexpr std::int64_t kMib = std::int64_t{1} << 20;

// For the hypervisor itself, in percent of its memory.
constexpr std::int64_t kHostShare = 5;

// What the node has left, in bytes. Used memory includes that of our running
// guests, so the larger of both views is taken, never their sum.
std::int64_t FreeBytes(const NodeRow& node, const std::map<std::string, std::int64_t>& given_mib) {
  const auto given = given_mib.find(node.name);
  const std::int64_t promised = given == given_mib.end() ? 0 : given->second * kMib;
  return node.memory_bytes * (100 - kHostShare) / 100 - std::max(node.used_bytes, promised);
}

}  // namespace

std::optional<Place> ChoosePlace(const Inventory& inventory, const std::string& image,
                                 std::int64_t memory_mib,
                                 const std::map<std::string, std::int64_t>& given_mib) {
  const auto found = inventory.templates.find(ImageSlug(image));
  if (found == inventory.templates.end()) return std::nullopt;
  const Template& source = found->second;

  std::optional<Place> best;
  double best_share = -1;
  for (const NodeRow& node : inventory.resources.nodes) {
    if (!node.online || node.memory_bytes <= 0) continue;
    if (!source.shared && node.name != source.where.node) continue;
    const std::int64_t left = FreeBytes(node, given_mib) - memory_mib * kMib;
    const double share = static_cast<double>(left) / static_cast<double>(node.memory_bytes);
    if (left < 0 || share <= best_share) continue;
    best_share = share;
    best = Place{source.where, node.name};
  }
  return best;
}

}  // namespace nexus::scheduler
