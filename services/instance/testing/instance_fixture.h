#pragma once

#include <string>

#include <gtest/gtest.h>

#include "libs/testing/fakes.h"
#include "services/instance/domain/create_instance.h"
#include "services/instance/domain/instance_verbs.h"
#include "services/instance/domain/sweeper.h"
#include "services/instance/domain/task_results.h"
#include "services/instance/testing/fake_address_pool_store.h"
#include "services/instance/testing/fake_billing.h"
#include "services/instance/testing/fake_catalog_store.h"
#include "services/instance/testing/fake_instance_store.h"
#include "services/instance/testing/fake_scheduler.h"

namespace nexus::instance {

// The whole domain on fakes: a plan, an image, a pool of addresses, money enough.
class InstanceFixture : public ::testing::Test {
 protected:
  InstanceFixture();

  // An audited call of a user with this request id; empty for none.
  static CallContext Call(const std::string& request_id);

  absl::StatusOr<v1::CreateInstanceResponse> Create(const std::string& display_name = "web-1",
                                                    const std::string& request_id = "r1");
  absl::StatusOr<type::v1::Task> Run(Verb verb, const Instance& instance,
                                     const std::string& request_id = "");

  // The only instance there is, as it is now.
  Instance Only();
  FakeTables& tables() { return database_.tables(); }

  // Sweeps when all that is in between has been so for long enough.
  void SweepLater();

  // The newest task of the only instance ends so.
  TaskResult Ended(bool succeeded, TaskResult::Power power);

  // Goes through a create, up to RUNNING.
  Instance Running();

  int FreeAddresses();

  testing::FakeClock clock_;
  testing::SequentialIds ids_;
  Doorbell doorbell_;
  FakeDatabase database_{clock_};
  FakeInstanceStore store_{database_, doorbell_};
  FakeCatalogStore catalog_{database_};
  FakeAddressPoolStore pools_{database_};
  FakeBilling billing_;
  FakeScheduler scheduler_;
  SagaSettings settings_;
  Saga saga_{store_, billing_, scheduler_, ids_, settings_};
  InstanceCreation creation_{store_, catalog_, billing_, scheduler_, saga_, ids_};
  InstanceVerbs verbs_{store_, saga_, ids_};
  TaskResults results_{store_, ids_, settings_};
  Sweeper sweeper_{store_, saga_};
};

}  // namespace nexus::instance
