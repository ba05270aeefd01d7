#include "services/instance/store/postgres_instance_store.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "libs/rpc/repeats.h"
#include "services/instance/domain/errors.h"
#include "services/instance/store/instance_rows.h"
#include "services/instance/store/postgres_instance_transaction.h"

namespace nexus::instance {
namespace {

constexpr char kOfProject[] = R"sql(
  WHERE i.project = $1 AND i.state <> 'DELETED' AND NOT i.hidden
    AND ($2::uuid IS NULL OR i.id < $2::uuid)
  ORDER BY i.id DESC LIMIT $3)sql";

constexpr char kAcknowledgeEnqueue[] = R"sql(
  UPDATE instances
  SET enqueue_pending = false,
      wake_time = CASE WHEN cancel_pending OR release_pending THEN wake_time END
  WHERE id = $1 AND enqueue_pending AND operation = $2)sql";

constexpr char kAcknowledgeCancel[] = R"sql(
  UPDATE instances
  SET cancel_pending = false,
      wake_time = CASE WHEN enqueue_pending OR release_pending THEN wake_time END
  WHERE id = $1 AND cancel_pending)sql";

constexpr char kAcknowledgeRelease[] = R"sql(
  UPDATE instances
  SET release_pending = false,
      wake_time = CASE WHEN enqueue_pending OR cancel_pending THEN wake_time END
  WHERE id = $1 AND release_pending)sql";

// Puts what it takes off for the lease, so that a second sweeper passes it by.
constexpr char kClaimDue[] = R"sql(
  UPDATE instances SET wake_time = clock_timestamp() + $2::bigint * interval '1 microsecond'
  WHERE id IN (SELECT id FROM instances WHERE wake_time <= clock_timestamp()
               ORDER BY wake_time LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id)sql";

constexpr char kCountUnsettled[] = R"sql(
  SELECT count(*) FROM instances
  WHERE wake_time IS NOT NULL
    AND update_time < clock_timestamp() - $1::bigint * interval '1 microsecond')sql";

std::vector<Instance> InstancesFrom(const pqxx::result& rows) {
  std::vector<Instance> instances;
  for (const auto& row : rows) instances.push_back(InstanceFrom(row));
  return instances;
}

}  // namespace

absl::Status PostgresInstanceStore::InTransaction(
    absl::FunctionRef<absl::Status(InstanceTransaction&)> body) {
  return pool_.InTransaction([&](db::Transaction& tx) {
    PostgresInstanceTransaction transaction(tx, event_log_, doorbell_);
    return body(transaction);
  });
}

absl::StatusOr<std::optional<std::string>> PostgresInstanceStore::FindAnswer() {
  std::optional<std::string> answer;
  if (!CurrentCall().repeat) return answer;
  absl::Status found;
  const absl::Status looked = pool_.InTransaction([&](db::Transaction& tx) {
    auto begun = rpc::BeginRequest(tx);
    found = begun.status();
    if (begun.ok()) answer = *std::move(begun);
    return absl::CancelledError("only a look: the key is not taken");
  });
  if (!absl::IsCancelled(looked)) return looked;
  if (!found.ok()) return found;
  return answer;
}

absl::StatusOr<Instance> PostgresInstanceStore::Get(const InstanceName& name) {
  static const std::string select =
      std::string(kSelectInstance) + " WHERE i.id = $1 AND i.project = $2";
  Instance instance;
  const absl::Status read = pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const auto rows = tx.Exec(select.c_str(), name.id, name.project);
    if (rows.empty()) return InstanceNotFound(name);
    instance = InstanceFrom(rows[0]);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return instance;
}

absl::StatusOr<std::vector<Instance>> PostgresInstanceStore::List(const std::string& project,
                                                                  const std::string& after,
                                                                  int limit) {
  static const std::string select = std::string(kSelectInstance) + kOfProject;
  std::vector<Instance> instances;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    const auto last = after.empty() ? std::nullopt : std::optional(after);
    instances = InstancesFrom(tx.Exec(select.c_str(), project, last, limit));
    return absl::OkStatus();
  }));
  return instances;
}

absl::Status PostgresInstanceStore::Acknowledge(const Instance& instance, PendingCall call) {
  return pool_.InTransaction([&](db::Transaction& tx) {
    // Losing this only repeats a call that may be repeated: not worth a flush.
    tx.Exec("SET LOCAL synchronous_commit TO off");
    switch (call) {
      case PendingCall::kEnqueue:
        tx.Exec(kAcknowledgeEnqueue, instance.name.id, instance.operation->id);
        break;
      case PendingCall::kCancel:
        tx.Exec(kAcknowledgeCancel, instance.name.id);
        break;
      case PendingCall::kRelease:
        tx.Exec(kAcknowledgeRelease, instance.name.id);
        break;
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<Instance>> PostgresInstanceStore::ClaimDue(int limit,
                                                                      absl::Duration lease) {
  static const std::string select =
      std::string(kSelectInstance) + " WHERE i.id = ANY($1::uuid[]) ORDER BY i.id";
  std::vector<Instance> instances;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    std::vector<std::string> ids;
    for (const auto& row : tx.Exec(kClaimDue, limit, absl::ToInt64Microseconds(lease))) {
      ids.push_back(row[0].as<std::string>());
    }
    instances.clear();
    if (!ids.empty()) instances = InstancesFrom(tx.Exec(select.c_str(), db::TextArray(ids)));
    return absl::OkStatus();
  }));
  return instances;
}

absl::StatusOr<int> PostgresInstanceStore::CountUnsettled(absl::Duration longer_than) {
  int count = 0;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    count = tx.Exec(kCountUnsettled, absl::ToInt64Microseconds(longer_than))[0][0].as<int>();
    return absl::OkStatus();
  }));
  return count;
}

}  // namespace nexus::instance
