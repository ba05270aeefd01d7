#include "services/instance/clients/grpc_scheduler.h"

#include "libs/base/status.h"
#include "libs/rpc/channel.h"
#include "services/instance/clients/no_answer.h"

namespace nexus::instance {
namespace {

using Stub = scheduler::v1::SchedulerService::Stub;

constexpr absl::Duration kAtMost = absl::Seconds(2);

scheduler::v1::GuestSpec GuestOf(const Instance& instance) {
  scheduler::v1::GuestSpec guest;
  guest.set_hostname(instance.display_name);
  guest.set_image(instance.image);
  guest.set_vcpus(instance.size.vcpus);
  guest.set_memory_mib(instance.size.memory_mib);
  guest.set_disk_gib(instance.size.disk_gib);
  guest.set_user(instance.login_user);
  for (const std::string& key : instance.ssh_keys) guest.add_ssh_keys(key);
  const Network& network = *instance.network;
  guest.set_ipv4_address(network.address);
  guest.set_ipv4_prefix(network.prefix);
  guest.set_ipv4_gateway(network.gateway);
  for (const std::string& server : network.dns_servers) guest.add_dns_servers(server);
  guest.set_bridge(network.bridge);
  guest.set_vlan(network.vlan);
  return guest;
}

}  // namespace

absl::StatusOr<std::string> GrpcScheduler::ChooseCluster(const std::string& image,
                                                         const Size& size) {
  scheduler::v1::ChooseClusterRequest request;
  request.set_image(image);
  request.set_vcpus(size.vcpus);
  request.set_memory_mib(size.memory_mib);
  request.set_disk_gib(size.disk_gib);
  const auto chosen = rpc::Call(*stub_, &Stub::ChooseCluster, request, kAtMost);
  if (!chosen.ok()) return NamedIfNoAnswer(chosen.status(), "the scheduler");
  return chosen->cluster();
}

absl::Status GrpcScheduler::EnqueueTask(const Instance& instance) {
  scheduler::v1::EnqueueTaskRequest request;
  request.set_id(instance.operation->id);
  request.set_kind(KindOf(instance.operation->verb));
  request.set_instance(instance.name.Full());
  request.set_cluster(instance.cluster);
  if (instance.operation->verb == Verb::kCreate) *request.mutable_guest() = GuestOf(instance);
  const auto taken = rpc::Call(*stub_, &Stub::EnqueueTask, request, kAtMost);
  return NamedIfNoAnswer(taken.status(), "the scheduler");
}

absl::StatusOr<Scheduler::Cancelled> GrpcScheduler::CancelCreate(const Instance& instance) {
  scheduler::v1::CancelTaskRequest request;
  request.set_id(instance.create_operation);
  request.set_instance(instance.name.Full());
  const auto task = rpc::Call(*stub_, &Stub::CancelTask, request, kAtMost);
  if (!task.ok()) return NamedIfNoAnswer(task.status(), "the scheduler");
  return Cancelled{.never_begun =
                       task->state() == type::v1::Task::CANCELLED && task->attempt() == 0};
}

}  // namespace nexus::instance
