#include "services/instance/store/postgres_instance_transaction.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "libs/rpc/repeats.h"
#include "services/instance/domain/errors.h"
#include "services/instance/domain/public_view.h"
#include "services/instance/store/instance_rows.h"

namespace nexus::instance {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO instances (id, project, display_name, plan, image, cluster, ssh_keys, login_user,
                         vcpus, memory_mib, disk_gib,
                         price, currency, setup_fee_micros, hour_micros, month_micros,
                         state, caller, reserve_until, wake_time)
  VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10, $11, $12, $13, $14, $15, $16,
          'RESERVING', $17,
          clock_timestamp() + $18::bigint * interval '1 microsecond',
          clock_timestamp() + $19::bigint * interval '1 microsecond')
  RETURNING version, (extract(epoch FROM create_time) * 1000000)::bigint,
            (extract(epoch FROM update_time) * 1000000)::bigint)sql";

// Two callers never get the same address, and neither waits. The longest free one
// goes first: the array keeps the planner on the index in that order.
constexpr char kAllocateAddress[] = R"sql(
  UPDATE addresses a SET instance_id = $2
  FROM address_pools p
  WHERE p.id = a.pool
    AND a.address = (SELECT address FROM addresses
                     WHERE instance_id IS NULL AND free_after <= statement_timestamp()
                       AND pool = ANY (ARRAY(SELECT id FROM address_pools WHERE cluster = $1))
                     ORDER BY free_after, address LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING host(a.address), masklen(p.cidr), host(p.gateway), p.dns_servers, p.bridge, p.vlan)sql";

constexpr char kReleaseAddress[] = R"sql(
  UPDATE addresses SET instance_id = NULL,
                       free_after = clock_timestamp() + $2::bigint * interval '1 microsecond'
  WHERE instance_id = $1)sql";

constexpr char kLock[] = "SELECT 1 FROM instances WHERE id = $1 AND project = $2 FOR UPDATE";

constexpr char kUpdate[] = R"sql(
  UPDATE instances
  SET state = $4, operation = $5, operation_kind = $6, create_operation = $7,
      error_reason = $8, error_message = $9, hidden = $10, ran = $11,
      enqueue_pending = $12, cancel_pending = $13, release_pending = $14, caller = $15,
      wake_time = CASE WHEN $16::boolean
                       THEN clock_timestamp() + $17::bigint * interval '1 microsecond' END,
      version = version + 1, update_time = clock_timestamp()
  WHERE id = $1 AND state = $2 AND version = $3
  RETURNING version, (extract(epoch FROM update_time) * 1000000)::bigint)sql";

std::int64_t Micros(absl::Duration duration) { return absl::ToInt64Microseconds(duration); }

std::optional<std::string> NullIfEmpty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

template <typename T, typename Member>
std::optional<std::string> Part(const std::optional<T>& whole, Member member) {
  if (!whole) return std::nullopt;
  return (*whole).*member;
}

}  // namespace

absl::Status PostgresInstanceTransaction::Add(Instance& instance, absl::Duration reserve_within,
                                              absl::Duration wake_in) {
  NEXUS_RETURN_IF_ERROR(Insert(instance, reserve_within, wake_in));
  NEXUS_RETURN_IF_ERROR(AllocateAddress(instance));
  Announce(instance, States::STATE_UNSPECIFIED);
  return absl::OkStatus();
}

absl::Status PostgresInstanceTransaction::Insert(Instance& instance, absl::Duration reserve_within,
                                                 absl::Duration wake_in) {
  try {
    const auto rows =
        tx_.Exec(kInsert, instance.name.id, instance.name.project, instance.display_name,
                 LastSegment(instance.plan), LastSegment(instance.image), instance.cluster,
                 db::TextArray(instance.ssh_keys), instance.login_user, instance.size.vcpus,
                 instance.size.memory_mib, instance.size.disk_gib, instance.quote.price,
                 instance.quote.hour.currency, instance.quote.setup_fee.micros,
                 instance.quote.hour.micros, instance.quote.month.micros, ToJson(instance.caller),
                 Micros(reserve_within), Micros(wake_in));
    instance.version = rows[0][0].as<std::int64_t>();
    instance.create_time = db::TimeFrom(rows[0][1]);
    instance.update_time = db::TimeFrom(rows[0][2]);
    return absl::OkStatus();
  } catch (const pqxx::unique_violation& taken) {
    if (std::string(taken.what()).find("instances_display_name") == std::string::npos) throw;
    return NameTaken(instance.display_name);
  }
}

absl::Status PostgresInstanceTransaction::AllocateAddress(Instance& instance) {
  const auto rows = tx_.Exec(kAllocateAddress, instance.cluster, instance.name.id);
  if (rows.empty()) return NoAddressLeft(instance.cluster);
  instance.network = Network{.address = rows[0][0].as<std::string>(),
                             .prefix = rows[0][1].as<int>(),
                             .gateway = rows[0][2].as<std::string>(),
                             .dns_servers = db::TextArrayFrom(rows[0][3]),
                             .bridge = rows[0][4].as<std::string>(),
                             .vlan = rows[0][5].as<int>()};
  return absl::OkStatus();
}

absl::StatusOr<Instance> PostgresInstanceTransaction::Lock(const InstanceName& name) {
  // Locked first and read by another statement: what waited for the lock would
  // join the instance as it is now to the address as it was before.
  if (tx_.Exec(kLock, name.id, name.project).empty()) return InstanceNotFound(name);
  static const std::string select = std::string(kSelectInstance) + " WHERE i.id = $1";
  return InstanceFrom(tx_.Exec(select.c_str(), name.id)[0]);
}

absl::Status PostgresInstanceTransaction::Save(const Instance& was, Instance& now,
                                               absl::Duration wake_in) {
  const bool wakes = HasCallsToMake(now);
  const std::optional<std::string> kind =
      now.operation ? std::optional(KindOf(now.operation->verb)) : std::nullopt;
  const auto rows =
      tx_.Exec(kUpdate, was.name.id, States::State_Name(was.state), was.version,
               States::State_Name(now.state), Part(now.operation, &Operation::id), kind,
               NullIfEmpty(now.create_operation), Part(now.failure, &Failure::reason),
               Part(now.failure, &Failure::message), now.hidden, now.ran, now.enqueue_pending,
               now.cancel_pending, now.release_pending, ToJson(now.caller), wakes, Micros(wake_in));
  if (rows.empty()) return MovedMeanwhile(was.name);
  now.version = rows[0][0].as<std::int64_t>();
  now.update_time = db::TimeFrom(rows[0][1]);
  Announce(now, was.state);
  if (wakes && wake_in == absl::ZeroDuration()) {
    tx_.OnCommit([doorbell = &doorbell_] { doorbell->Ring(); });
  }
  return absl::OkStatus();
}

void PostgresInstanceTransaction::ReleaseAddress(Instance& instance, absl::Duration quarantine) {
  tx_.Exec(kReleaseAddress, instance.name.id, Micros(quarantine));
  instance.network.reset();
}

absl::StatusOr<std::optional<std::string>> PostgresInstanceTransaction::BeginRequest() {
  return rpc::BeginRequest(tx_);
}

void PostgresInstanceTransaction::CompleteRequest(const std::string& answer) {
  rpc::CompleteRequest(tx_, answer);
}

void PostgresInstanceTransaction::ForgetRequest() { rpc::ForgetRequest(tx_); }

void PostgresInstanceTransaction::RecordCall() { event_log_.RecordCall(tx_, "ok"); }

void PostgresInstanceTransaction::Announce(const Instance& instance, State previous) {
  event_log_.Append(tx_,
                    events::MakeEvent(instance.name.Full(), instance.version, instance.name.project,
                                      Announcement(instance, previous)));
}

}  // namespace nexus::instance
