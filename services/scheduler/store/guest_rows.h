#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "libs/db/transaction.h"
#include "services/scheduler/domain/journal.h"

namespace nexus::scheduler {

// The `guests` table, in the caller's transaction.

struct NewGuest {
  std::string cluster;
  std::string instance;
  std::string operation;
  std::string node;
  std::int64_t memory_mib = 0;
};

// An id that was never given before; the same again for the same operation.
// HYPERVISOR_FAILED when the range is used up.
absl::StatusOr<int> GiveVmid(db::Transaction& tx, const NewGuest& guest);

void BurnVmid(db::Transaction& tx, const std::string& cluster, int vmid);
void ForgetGuest(db::Transaction& tx, const std::string& cluster, int vmid);
void MoveGuest(db::Transaction& tx, const std::string& cluster, int vmid, const std::string& node);

std::optional<GuestRecord> FindGuest(db::Transaction& tx, const std::string& cluster,
                                     const std::string& instance);

// In MiB by node; of guests that may exist.
std::map<std::string, std::int64_t> ReadMemoryGiven(db::Transaction& tx,
                                                    const std::string& cluster);

}  // namespace nexus::scheduler
