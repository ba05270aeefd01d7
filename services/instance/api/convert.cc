#include "services/instance/api/convert.h"

#include "libs/base/ids.h"
#include "libs/rpc/resource_name.h"
#include "services/instance/domain/errors.h"

namespace nexus::instance {
namespace {

constexpr char kInstancePattern[] = "projects/*/instances/*";

void SetTime(absl::Time time, google::protobuf::Timestamp& timestamp) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int>(micros % 1'000'000 * 1'000));
}

}  // namespace

absl::StatusOr<InstanceName> ParseInstanceName(const std::string& name) {
  const auto id = rpc::Segment(name, kInstancePattern, 1);
  InstanceName parsed{rpc::ProjectOf(name), id.value_or(name.substr(name.rfind('/') + 1))};
  if (!id || !IsUuid(*id)) return InstanceNotFound(parsed);
  return parsed;
}

Plan FromProto(const v1::Plan& proto) {
  return {.name = {},
          .display_name = proto.display_name(),
          .size = {proto.vcpus(), proto.memory_mib(), proto.disk_gib()},
          .create_time = {}};
}

v1::Plan ToProto(const Plan& plan) {
  v1::Plan proto;
  proto.set_name(plan.name);
  proto.set_display_name(plan.display_name);
  proto.set_vcpus(plan.size.vcpus);
  proto.set_memory_mib(plan.size.memory_mib);
  proto.set_disk_gib(plan.size.disk_gib);
  SetTime(plan.create_time, *proto.mutable_create_time());
  return proto;
}

Image FromProto(const v1::Image& proto) {
  return {.name = {},
          .display_name = proto.display_name(),
          .default_user = proto.default_user(),
          .create_time = {}};
}

v1::Image ToProto(const Image& image) {
  v1::Image proto;
  proto.set_name(image.name);
  proto.set_display_name(image.display_name);
  proto.set_default_user(image.default_user);
  SetTime(image.create_time, *proto.mutable_create_time());
  return proto;
}

AddressPool FromProto(const v1::AddressPool& proto) {
  AddressPool pool;
  pool.cluster = proto.cluster();
  pool.cidr = proto.cidr();
  pool.gateway = proto.gateway();
  pool.dns_servers.assign(proto.dns_servers().begin(), proto.dns_servers().end());
  pool.bridge = proto.bridge();
  pool.vlan = proto.vlan();
  return pool;
}

v1::AddressPool ToProto(const AddressPool& pool) {
  v1::AddressPool proto;
  proto.set_name(pool.name);
  proto.set_cluster(pool.cluster);
  proto.set_cidr(pool.cidr);
  proto.set_gateway(pool.gateway);
  for (const std::string& server : pool.dns_servers) proto.add_dns_servers(server);
  proto.set_bridge(pool.bridge);
  proto.set_vlan(pool.vlan);
  proto.set_total(pool.total);
  proto.set_used(pool.used);
  SetTime(pool.create_time, *proto.mutable_create_time());
  return proto;
}

}  // namespace nexus::instance
