#pragma once

#include "services/instance/domain/catalog_store.h"
#include "services/instance/testing/fake_tables.h"

namespace nexus::instance {

// A CatalogStore in memory.
class FakeCatalogStore : public CatalogStore {
 public:
  explicit FakeCatalogStore(FakeDatabase& database) : database_(database) {}

  absl::Status AddPlan(Plan& plan) override;
  absl::Status AddImage(Image& image) override;
  absl::StatusOr<Plan> GetPlan(const std::string& name) override;
  absl::StatusOr<Image> GetImage(const std::string& name) override;
  absl::StatusOr<std::vector<Plan>> ListPlans(const std::string& after, int limit) override;
  absl::StatusOr<std::vector<Image>> ListImages(const std::string& after, int limit) override;

 private:
  FakeDatabase& database_;
};

}  // namespace nexus::instance
