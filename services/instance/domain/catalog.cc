#include "services/instance/domain/catalog.h"

#include "libs/base/status.h"
#include "services/instance/domain/validation.h"

namespace nexus::instance {

absl::StatusOr<Plan> Catalog::OfferPlan(const std::string& id, Plan plan) {
  NEXUS_RETURN_IF_ERROR(CheckSlug("planId", id));
  NEXUS_RETURN_IF_ERROR(CheckSize(plan.size));
  plan.name = "plans/" + id;
  NEXUS_RETURN_IF_ERROR(store_.AddPlan(plan));
  return plan;
}

absl::StatusOr<Image> Catalog::OfferImage(const std::string& id, Image image) {
  NEXUS_RETURN_IF_ERROR(CheckSlug("imageId", id));
  NEXUS_RETURN_IF_ERROR(CheckUser("image.defaultUser", image.default_user));
  image.name = "images/" + id;
  NEXUS_RETURN_IF_ERROR(store_.AddImage(image));
  return image;
}

}  // namespace nexus::instance
