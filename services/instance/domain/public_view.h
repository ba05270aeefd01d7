#pragma once

#include "nexus/instance/v1/events.pb.h"
#include "nexus/instance/v1/instance_service.pb.h"
#include "nexus/type/v1/task.pb.h"
#include "services/instance/domain/instance.h"

// An instance as the contract shows it: in answers, in stored answers and in events alike.

namespace nexus::instance {

v1::Instance ToProto(const Instance& instance);

// The newest task, as it is before the scheduler has heard of it.
type::v1::Task TaskOf(const Instance& instance);

// What a create answers.
v1::CreateInstanceResponse CreateAnswer(const Instance& instance);

// `previous` is UNSPECIFIED for a new instance.
v1::InstanceChanged Announcement(const Instance& instance, State previous);

}  // namespace nexus::instance
