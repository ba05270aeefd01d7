#pragma once

#include "absl/status/statusor.h"

#include "services/instance/domain/catalog_store.h"

namespace nexus::instance {

// Offers plans and images. Thread-safe.
class Catalog {
 public:
  explicit Catalog(CatalogStore& store) : store_(store) {}

  // INVALID_ARGUMENT `SLUG_INVALID`, `SIZE_INVALID`; ALREADY_EXISTS `PLAN_EXISTS`.
  absl::StatusOr<Plan> OfferPlan(const std::string& id, Plan plan);

  // INVALID_ARGUMENT `SLUG_INVALID`; ALREADY_EXISTS `IMAGE_EXISTS`.
  absl::StatusOr<Image> OfferImage(const std::string& id, Image image);

 private:
  CatalogStore& store_;
};

}  // namespace nexus::instance
