#include "services/scheduler/store/guest_rows.h"

#include "services/scheduler/domain/errors.h"

namespace nexus::scheduler {
namespace {

constexpr char kFindByOperation[] = R"sql(
  SELECT vmid FROM guests WHERE operation = $1 AND state = 'given')sql";

constexpr char kNextVmid[] = R"sql(
  UPDATE clusters SET next_vmid = next_vmid + 1 WHERE id = $1 AND next_vmid <= last_vmid
  RETURNING next_vmid - 1)sql";

constexpr char kInsertGuest[] = R"sql(
  INSERT INTO guests (cluster, vmid, instance, operation, node, memory_mib)
  VALUES ($1, $2, $3, $4, $5, $6))sql";

constexpr char kBurn[] = R"sql(
  UPDATE guests SET state = 'burnt' WHERE cluster = $1 AND vmid = $2 AND state = 'given')sql";

constexpr char kForget[] = R"sql(
  UPDATE guests SET state = 'gone' WHERE cluster = $1 AND vmid = $2 AND state = 'given')sql";

constexpr char kMove[] = R"sql(
  UPDATE guests SET node = $3
  WHERE cluster = $1 AND vmid = $2 AND state = 'given' AND node <> $3)sql";

constexpr char kFindByInstance[] = R"sql(
  SELECT vmid, node, operation FROM guests
  WHERE cluster = $1 AND instance = $2 AND state = 'given')sql";

constexpr char kMemoryGiven[] = R"sql(
  SELECT node, sum(memory_mib)::bigint FROM guests
  WHERE cluster = $1 AND state = 'given' GROUP BY node)sql";

}  // namespace

absl::StatusOr<int> GiveVmid(db::Transaction& tx, const NewGuest& guest) {
  const pqxx::result known = tx.Exec(kFindByOperation, guest.operation);
  if (!known.empty()) return known[0][0].as<int>();
  const pqxx::result next = tx.Exec(kNextVmid, guest.cluster);
  if (next.empty()) return VmidsExhausted(guest.cluster);
  const int vmid = next[0][0].as<int>();
  tx.Exec(kInsertGuest, guest.cluster, vmid, guest.instance, guest.operation, guest.node,
          guest.memory_mib);
  return vmid;
}

void BurnVmid(db::Transaction& tx, const std::string& cluster, int vmid) {
  tx.Exec(kBurn, cluster, vmid);
}

void ForgetGuest(db::Transaction& tx, const std::string& cluster, int vmid) {
  tx.Exec(kForget, cluster, vmid);
}

void MoveGuest(db::Transaction& tx, const std::string& cluster, int vmid, const std::string& node) {
  tx.Exec(kMove, cluster, vmid, node);
}

std::optional<GuestRecord> FindGuest(db::Transaction& tx, const std::string& cluster,
                                     const std::string& instance) {
  const pqxx::result rows = tx.Exec(kFindByInstance, cluster, instance);
  if (rows.empty()) return std::nullopt;
  return GuestRecord{rows[0][0].as<int>(), rows[0][1].as<std::string>(),
                     rows[0][2].as<std::string>()};
}

std::map<std::string, std::int64_t> ReadMemoryGiven(db::Transaction& tx,
                                                    const std::string& cluster) {
  std::map<std::string, std::int64_t> given;
  for (const auto& row : tx.Exec(kMemoryGiven, cluster)) {
    given[row[0].as<std::string>()] = row[1].as<std::int64_t>();
  }
  return given;
}

}  // namespace nexus::scheduler
