#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "libs/base/clock.h"
#include "libs/events/event.h"
#include "services/instance/domain/address_pool_store.h"
#include "services/instance/domain/catalog_store.h"
#include "services/instance/domain/instance.h"

namespace nexus::instance {

// What the fake stores share, as the PostgreSQL ones share a database.
struct FakeTables {
  struct Row {
    Instance instance;
    absl::Time wake_time;
    absl::Time reserve_until;
  };
  struct Address {
    std::string pool;
    std::string instance_id;
    absl::Time free_after = absl::InfinitePast();
  };
  struct Request {
    std::string hash;
    std::optional<std::string> answer;
  };

  std::map<std::string, Plan> plans;
  std::map<std::string, Image> images;
  std::map<std::string, AddressPool> pools;

  // By address, as a number: in the order that they are given.
  std::map<std::uint32_t, Address> addresses;

  std::map<std::string, Row> instances;
  std::map<std::string, Request> requests;
  std::vector<events::NewEvent> events;
  std::vector<std::string> recorded_calls;
};

// The tables with their lock and their clock.
class FakeDatabase {
 public:
  explicit FakeDatabase(const Clock& clock) : clock_(clock) {}

  absl::Mutex& mutex() ABSL_LOCK_RETURNED(mutex_) { return mutex_; }
  FakeTables& tables() { return tables_; }
  absl::Time Now() const { return clock_.Now(); }

 private:
  absl::Mutex mutex_;
  FakeTables tables_;
  const Clock& clock_;
};

}  // namespace nexus::instance
