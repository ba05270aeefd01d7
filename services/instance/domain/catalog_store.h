#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/instance/domain/instance.h"

namespace nexus::instance {

// A size that can be ordered.
struct Plan {
  // `plans/{plan}`.
  std::string name;

  std::string display_name;
  Size size;
  absl::Time create_time;
};

// A system that can be ordered.
struct Image {
  // `images/{image}`.
  std::string name;

  std::string display_name;
  std::string default_user;
  absl::Time create_time;
};

// Keeps what can be ordered. Thread-safe.
class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  // Fills in the create time. ALREADY_EXISTS `PLAN_EXISTS`, `IMAGE_EXISTS`.
  virtual absl::Status AddPlan(Plan& plan) = 0;
  virtual absl::Status AddImage(Image& image) = 0;

  // NOT_FOUND `PLAN_NOT_FOUND`, `IMAGE_NOT_FOUND`.
  virtual absl::StatusOr<Plan> GetPlan(const std::string& name) = 0;
  virtual absl::StatusOr<Image> GetImage(const std::string& name) = 0;

  // At most `limit` after the one named `after`; empty begins. Smallest first.
  virtual absl::StatusOr<std::vector<Plan>> ListPlans(const std::string& after, int limit) = 0;

  // Likewise, by name.
  virtual absl::StatusOr<std::vector<Image>> ListImages(const std::string& after, int limit) = 0;
};

}  // namespace nexus::instance
