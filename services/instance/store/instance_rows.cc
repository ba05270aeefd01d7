#include "services/instance/store/instance_rows.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"

namespace nexus::instance {

const char kSelectInstance[] = R"sql(
  SELECT i.id, i.project, i.display_name, i.plan, i.image, i.cluster, i.ssh_keys, i.login_user,
         i.vcpus, i.memory_mib, i.disk_gib,
         i.price, i.currency, i.setup_fee_micros, i.hour_micros, i.month_micros,
         i.state, i.operation, i.operation_kind, i.create_operation, i.error_reason, i.error_message,
         i.hidden, i.ran, i.enqueue_pending, i.cancel_pending, i.release_pending,
         i.reserve_until <= clock_timestamp() AS overdue, i.caller, i.version,
         (extract(epoch FROM i.create_time) * 1000000)::bigint AS create_micros,
         (extract(epoch FROM i.update_time) * 1000000)::bigint AS update_micros,
         host(a.address) AS address, masklen(p.cidr) AS prefix, host(p.gateway) AS gateway,
         p.dns_servers, p.bridge, p.vlan
  FROM instances i
  LEFT JOIN addresses a ON a.instance_id = i.id
  LEFT JOIN address_pools p ON p.id = a.pool)sql";

namespace {

State StateFrom(const pqxx::field& field) {
  State state = States::STATE_UNSPECIFIED;
  NEXUS_CHECK(States::State_Parse(field.as<std::string>(), &state));
  return state;
}

Quote QuoteFrom(const pqxx::row& row) {
  const auto currency = row["currency"].as<std::string>();
  return {.price = row["price"].as<std::string>(),
          .setup_fee = {currency, row["setup_fee_micros"].as<std::int64_t>()},
          .hour = {currency, row["hour_micros"].as<std::int64_t>()},
          .month = {currency, row["month_micros"].as<std::int64_t>()}};
}

std::optional<Network> NetworkFrom(const pqxx::row& row) {
  if (row["address"].is_null()) return std::nullopt;
  return Network{.address = row["address"].as<std::string>(),
                 .prefix = row["prefix"].as<int>(),
                 .gateway = row["gateway"].as<std::string>(),
                 .dns_servers = db::TextArrayFrom(row["dns_servers"]),
                 .bridge = row["bridge"].as<std::string>(),
                 .vlan = row["vlan"].as<int>()};
}

std::optional<Operation> OperationFrom(const pqxx::row& row) {
  if (row["operation"].is_null()) return std::nullopt;
  const auto verb = VerbOf(row["operation_kind"].as<std::string>());
  NEXUS_CHECK(verb.has_value());
  return Operation{row["operation"].as<std::string>(), *verb};
}

std::optional<Failure> FailureFrom(const pqxx::row& row) {
  if (row["error_reason"].is_null()) return std::nullopt;
  return Failure{row["error_reason"].as<std::string>(), row["error_message"].as<std::string>()};
}

}  // namespace

Instance InstanceFrom(const pqxx::row& row) {
  Instance instance;
  instance.name = {row["project"].as<std::string>(), row["id"].as<std::string>()};
  instance.display_name = row["display_name"].as<std::string>();
  instance.plan = "plans/" + row["plan"].as<std::string>();
  instance.image = "images/" + row["image"].as<std::string>();
  instance.cluster = row["cluster"].as<std::string>();
  instance.size = {row["vcpus"].as<int>(), row["memory_mib"].as<std::int64_t>(),
                   row["disk_gib"].as<std::int64_t>()};
  instance.quote = QuoteFrom(row);
  instance.ssh_keys = db::TextArrayFrom(row["ssh_keys"]);
  instance.login_user = row["login_user"].as<std::string>();
  instance.state = StateFrom(row["state"]);
  instance.network = NetworkFrom(row);
  instance.operation = OperationFrom(row);
  instance.create_operation = row["create_operation"].as<std::string>("");
  instance.failure = FailureFrom(row);
  instance.hidden = row["hidden"].as<bool>();
  instance.ran = row["ran"].as<bool>();
  instance.enqueue_pending = row["enqueue_pending"].as<bool>();
  instance.cancel_pending = row["cancel_pending"].as<bool>();
  instance.release_pending = row["release_pending"].as<bool>();
  instance.overdue = row["overdue"].as<bool>();
  instance.caller = CallContextFromJson(row["caller"].as<std::string>());
  instance.version = row["version"].as<std::int64_t>();
  instance.create_time = db::TimeFrom(row["create_micros"]);
  instance.update_time = db::TimeFrom(row["update_micros"]);
  return instance;
}

std::string LastSegment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

}  // namespace nexus::instance
