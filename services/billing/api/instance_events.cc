#include "services/billing/api/instance_events.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "libs/rpc/resource_name.h"
#include "nexus/instance/v1/events.pb.h"
#include "services/billing/api/parse.h"

namespace nexus::billing {
namespace {

using instance::v1::Instance;
using instance::v1::InstanceChanged;

absl::Status Unreadable(const events::v1::Event& event) {
  return Internal(fmt::format("event {} about {} cannot be read", event.id(), event.subject()));
}

absl::Status Capture(Ledger& ledger, const Instance& machine, const std::string& project,
                     const std::string& id) {
  return ledger.Capture({.id = id,
                         .project = project,
                         .instance = machine.name(),
                         .setup_fee = FromProto(machine.setup_fee()),
                         .display_name = machine.display_name()});
}

}  // namespace

// One that cannot be read concerns us: Apply says so.
bool InstanceEvents::Concern(const events::v1::Event& event) {
  InstanceChanged changed;
  if (!changed.ParseFromString(event.payload())) return true;
  const Instance::State state = changed.instance().state();
  return state == Instance::RUNNING || state == Instance::FAILED || state == Instance::DELETED;
}

absl::Status InstanceEvents::Apply(const events::v1::Event& event) {
  if (event.type() != InstanceChanged::descriptor()->full_name()) return absl::OkStatus();
  InstanceChanged changed;
  if (!changed.ParseFromString(event.payload())) return Unreadable(event);
  const Instance& machine = changed.instance();
  const auto id = rpc::Segment(machine.name(), "projects/*/instances/*", 1);
  if (!id || !IsUuid(*id)) return Unreadable(event);

  const std::string project = rpc::ProjectOf(machine.name());
  switch (machine.state()) {
    case Instance::RUNNING:
      return Capture(ledger_, machine, project, *id);
    case Instance::FAILED:
    case Instance::DELETED:
      return ledger_.Release({.id = *id, .project = project}).status();
    default:
      return absl::OkStatus();
  }
}

}  // namespace nexus::billing
