#include "services/instance/testing/fake_instance_transaction.h"

#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "services/instance/domain/address_range.h"
#include "services/instance/domain/errors.h"
#include "services/instance/domain/public_view.h"

namespace nexus::instance {
namespace {

std::string KeyOf(const CallContext& call) {
  return call.actor + '\n' + call.method + '\n' + call.repeat->request_id;
}

Network NetworkIn(const AddressPool& pool, std::uint32_t address) {
  return {.address = FormatIpv4(address),
          .prefix = std::stoi(pool.cidr.substr(pool.cidr.find('/') + 1)),
          .gateway = pool.gateway,
          .dns_servers = pool.dns_servers,
          .bridge = pool.bridge,
          .vlan = pool.vlan};
}

}  // namespace

absl::Status FakeInstanceTransaction::Add(Instance& instance, absl::Duration reserve_within,
                                          absl::Duration wake_in) {
  for (const auto& [id, row] : tables_.instances) {
    const Instance& other = row.instance;
    if (other.name.project == instance.name.project && !other.hidden &&
        other.display_name == instance.display_name && other.state != States::DELETED) {
      return NameTaken(instance.display_name);
    }
  }
  NEXUS_RETURN_IF_ERROR(AllocateAddress(instance));
  instance.version = 1;
  instance.create_time = instance.update_time = now_;
  tables_.instances[instance.name.id] = {instance, now_ + wake_in, now_ + reserve_within};
  Announce(instance, States::STATE_UNSPECIFIED);
  return absl::OkStatus();
}

absl::Status FakeInstanceTransaction::AllocateAddress(Instance& instance) {
  for (auto& [address, row] : tables_.addresses) {
    const AddressPool& pool = tables_.pools.at(row.pool);
    if (pool.cluster != instance.cluster || !row.instance_id.empty() || row.free_after > now_) {
      continue;
    }
    row.instance_id = instance.name.id;
    instance.network = NetworkIn(pool, address);
    return absl::OkStatus();
  }
  return NoAddressLeft(instance.cluster);
}

absl::StatusOr<Instance> FakeInstanceTransaction::Lock(const InstanceName& name) {
  const auto found = tables_.instances.find(name.id);
  if (found == tables_.instances.end() || found->second.instance.name.project != name.project) {
    return InstanceNotFound(name);
  }
  Instance instance = found->second.instance;
  instance.overdue = found->second.reserve_until <= now_;
  return instance;
}

absl::Status FakeInstanceTransaction::Save(const Instance& was, Instance& now,
                                           absl::Duration wake_in) {
  FakeTables::Row& row = tables_.instances.at(was.name.id);
  if (row.instance.state != was.state || row.instance.version != was.version) {
    return MovedMeanwhile(was.name);
  }
  now.version = was.version + 1;
  now.update_time = now_;
  row.instance = now;
  row.wake_time = now_ + wake_in;
  Announce(now, was.state);
  wakes_at_once_ |= HasCallsToMake(now) && wake_in == absl::ZeroDuration();
  return absl::OkStatus();
}

void FakeInstanceTransaction::ReleaseAddress(Instance& instance, absl::Duration quarantine) {
  for (auto& [address, row] : tables_.addresses) {
    if (row.instance_id != instance.name.id) continue;
    row.instance_id.clear();
    row.free_after = now_ + quarantine;
  }
  instance.network.reset();
}

absl::StatusOr<std::optional<std::string>> FakeInstanceTransaction::BeginRequest() {
  const CallContext& call = CurrentCall();
  if (!call.repeat) return std::optional<std::string>();
  const auto [request, made] =
      tables_.requests.try_emplace(KeyOf(call), FakeTables::Request{call.repeat->request_hash, {}});
  if (made) return std::optional<std::string>();
  if (request->second.hash != call.repeat->request_hash) {
    return Error(absl::StatusCode::kInvalidArgument, api::v1::REQUEST_ID_REUSED, "reused");
  }
  if (!request->second.answer) {
    return Error(absl::StatusCode::kAborted, api::v1::REQUEST_IN_PROGRESS, "still at work");
  }
  return request->second.answer;
}

void FakeInstanceTransaction::CompleteRequest(const std::string& answer) {
  if (CurrentCall().repeat) tables_.requests.at(KeyOf(CurrentCall())).answer = answer;
}

void FakeInstanceTransaction::ForgetRequest() {
  if (CurrentCall().repeat) tables_.requests.erase(KeyOf(CurrentCall()));
}

void FakeInstanceTransaction::RecordCall() {
  if (!CurrentCall().request_json.empty()) tables_.recorded_calls.push_back(CurrentCall().resource);
}

void FakeInstanceTransaction::Announce(const Instance& instance, State previous) {
  tables_.events.push_back(events::MakeEvent(instance.name.Full(), instance.version,
                                             instance.name.project,
                                             Announcement(instance, previous)));
}

}  // namespace nexus::instance
