#pragma once

#include "libs/db/pool.h"
#include "services/instance/domain/catalog_store.h"

namespace nexus::instance {

// Keeps plans and images in PostgreSQL.
class PostgresCatalogStore : public CatalogStore {
 public:
  explicit PostgresCatalogStore(db::Pool& pool) : pool_(pool) {}

  absl::Status AddPlan(Plan& plan) override;
  absl::Status AddImage(Image& image) override;
  absl::StatusOr<Plan> GetPlan(const std::string& name) override;
  absl::StatusOr<Image> GetImage(const std::string& name) override;
  absl::StatusOr<std::vector<Plan>> ListPlans(const std::string& after, int limit) override;
  absl::StatusOr<std::vector<Image>> ListImages(const std::string& after, int limit) override;

 private:
  db::Pool& pool_;
};

}  // namespace nexus::instance
