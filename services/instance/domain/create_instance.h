#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "services/instance/domain/catalog_store.h"
#include "services/instance/domain/saga.h"

namespace nexus::instance {

// A customer's order.
struct CreateInstance {
  // `projects/{project}`.
  std::string project;

  std::string display_name;
  std::string plan;
  std::string image;
  std::vector<std::string> ssh_keys;
};

// Takes orders for instances: checks and prices them, takes an address, and
// hands over to the saga. Thread-safe.
class InstanceCreation {
 public:
  InstanceCreation(InstanceStore& store, CatalogStore& catalog, Billing& billing,
                   Scheduler& scheduler, Saga& saga, IdSource& ids)
      : store_(store),
        catalog_(catalog),
        billing_(billing),
        scheduler_(scheduler),
        saga_(saga),
        ids_(ids) {}

  // Answers as soon as it is certain that the instance is paid for; errors are those
  // of instance_service.proto. A repeat answers what the first time did.
  absl::StatusOr<v1::CreateInstanceResponse> Create(const CreateInstance& order);

  // Checks everything and answers the price; changes nothing.
  absl::StatusOr<v1::CreateInstanceResponse> Validate(const CreateInstance& order);

 private:
  absl::StatusOr<Instance> Check(const CreateInstance& order);
  absl::StatusOr<std::optional<v1::CreateInstanceResponse>> Add(Instance& instance);

  InstanceStore& store_;
  CatalogStore& catalog_;
  Billing& billing_;
  Scheduler& scheduler_;
  Saga& saga_;
  IdSource& ids_;
};

}  // namespace nexus::instance
