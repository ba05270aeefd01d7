#include "services/instance/testing/instance_fixture.h"

#include "libs/base/status.h"
#include "services/instance/domain/address_pools.h"
#include "services/instance/domain/catalog.h"

namespace nexus::instance {

InstanceFixture::InstanceFixture() {
  const auto plan = Catalog(catalog_).OfferPlan(
      "small", {.name = {}, .display_name = "Small", .size = {1, 1024, 10}, .create_time = {}});
  const auto image = Catalog(catalog_).OfferImage(
      "debian-12",
      {.name = {}, .display_name = "Debian 12", .default_user = "debian", .create_time = {}});
  AddressPool wanted;
  wanted.cluster = "clusters/demo";
  wanted.cidr = "10.0.0.0/29";
  wanted.gateway = "10.0.0.1";
  wanted.bridge = "vmbr0";
  const auto pool = AddressPools(pools_).MakePool("demo", wanted);
  NEXUS_CHECK(plan.ok() && image.ok() && pool.ok());
  billing_.prices["plans/small"] = {.price = "prices/1",
                                    .setup_fee = {"EUR", 10'000'000},
                                    .hour = {"EUR", 6'900},
                                    .month = {"EUR", 4'000'000}};
}

CallContext InstanceFixture::Call(const std::string& request_id) {
  CallContext call;
  call.actor = "users/ada";
  call.method = "nexus.instance.v1.InstanceService.CreateInstance";
  call.project = "projects/p";
  call.request_json = "{}";
  if (!request_id.empty()) call.repeat = RepeatKey{request_id, "hash of " + request_id};
  return call;
}

absl::StatusOr<v1::CreateInstanceResponse> InstanceFixture::Create(const std::string& display_name,
                                                                   const std::string& request_id) {
  const ScopedCallContext call(Call(request_id));
  return creation_.Create({.project = "projects/p",
                           .display_name = display_name,
                           .plan = "plans/small",
                           .image = "images/debian-12",
                           .ssh_keys = {}});
}

absl::StatusOr<type::v1::Task> InstanceFixture::Run(Verb verb, const Instance& instance,
                                                    const std::string& request_id) {
  const ScopedCallContext call(Call(request_id));
  return verbs_.Run(verb, instance.name);
}

Instance InstanceFixture::Only() {
  NEXUS_CHECK(tables().instances.size() == 1);
  return tables().instances.begin()->second.instance;
}

void InstanceFixture::SweepLater() {
  clock_.Advance(settings_.patience + absl::Seconds(1));
  while (sweeper_.SweepOnce() > 0) {
  }
}

TaskResult InstanceFixture::Ended(bool succeeded, TaskResult::Power power) {
  const Instance instance = Only();
  return {.instance = instance.name,
          .task_id = instance.operation->id,
          .succeeded = succeeded,
          .failure = succeeded ? Failure{} : Failure{"HYPERVISOR_FAILED", "The disk is full."},
          .power = power};
}

Instance InstanceFixture::Running() {
  NEXUS_CHECK(Create().ok());
  NEXUS_CHECK(results_.Apply(Ended(true, TaskResult::Power::kRunning)).ok());
  return Only();
}

int InstanceFixture::FreeAddresses() {
  int free = 0;
  for (const auto& [address, row] : tables().addresses) {
    free += row.instance_id.empty() && row.free_after <= clock_.Now();
  }
  return free;
}

}  // namespace nexus::instance
