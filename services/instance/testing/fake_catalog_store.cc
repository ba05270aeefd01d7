#include "services/instance/testing/fake_catalog_store.h"

#include <algorithm>
#include <tuple>

#include "services/instance/domain/errors.h"

namespace nexus::instance {
namespace {

auto OrderOf(const Plan& plan) {
  return std::make_tuple(plan.size.vcpus, plan.size.memory_mib, plan.size.disk_gib, plan.name);
}

}  // namespace

absl::Status FakeCatalogStore::AddPlan(Plan& plan) {
  absl::MutexLock lock(&database_.mutex());
  plan.create_time = database_.Now();
  if (database_.tables().plans.try_emplace(plan.name, plan).second) return absl::OkStatus();
  return PlanExists(plan.name);
}

absl::Status FakeCatalogStore::AddImage(Image& image) {
  absl::MutexLock lock(&database_.mutex());
  image.create_time = database_.Now();
  if (database_.tables().images.try_emplace(image.name, image).second) return absl::OkStatus();
  return ImageExists(image.name);
}

absl::StatusOr<Plan> FakeCatalogStore::GetPlan(const std::string& name) {
  absl::MutexLock lock(&database_.mutex());
  const auto found = database_.tables().plans.find(name);
  if (found == database_.tables().plans.end()) return PlanNotFound(name);
  return found->second;
}

absl::StatusOr<Image> FakeCatalogStore::GetImage(const std::string& name) {
  absl::MutexLock lock(&database_.mutex());
  const auto found = database_.tables().images.find(name);
  if (found == database_.tables().images.end()) return ImageNotFound(name);
  return found->second;
}

absl::StatusOr<std::vector<Plan>> FakeCatalogStore::ListPlans(const std::string& after, int limit) {
  absl::MutexLock lock(&database_.mutex());
  const auto& plans = database_.tables().plans;
  std::vector<Plan> listed;
  for (const auto& [name, plan] : plans) {
    if (after.empty() || OrderOf(plan) > OrderOf(plans.at(after))) listed.push_back(plan);
  }
  std::sort(listed.begin(), listed.end(),
            [](const Plan& a, const Plan& b) { return OrderOf(a) < OrderOf(b); });
  if (static_cast<int>(listed.size()) > limit) listed.resize(limit);
  return listed;
}

absl::StatusOr<std::vector<Image>> FakeCatalogStore::ListImages(const std::string& after,
                                                                int limit) {
  absl::MutexLock lock(&database_.mutex());
  std::vector<Image> listed;
  const auto& images = database_.tables().images;
  for (auto image = images.upper_bound(after);
       image != images.end() && static_cast<int>(listed.size()) < limit; ++image) {
    listed.push_back(image->second);
  }
  return listed;
}

}  // namespace nexus::instance
