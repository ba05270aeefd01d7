#pragma once

#include "libs/queue/task.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "nexus/type/v1/task.pb.h"

namespace nexus::scheduler {

// `projects/{project}/tasks/{task}`.
std::string TaskName(const queue::Task& task);

// A task as everybody else sees it.
type::v1::Task ViewOf(const queue::Task& task);

// The event of its latest change; with the guest once it is decided.
v1::TaskChanged ChangeOf(const queue::Task& task);

}  // namespace nexus::scheduler
