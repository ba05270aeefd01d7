#pragma once

#include <string>
#include <vector>

#include <pqxx/pqxx>

#include "libs/queue/task.h"

namespace nexus::queue {

// The columns of `tasks AS t` in the order that ParseTask reads.
extern const char kTaskColumns[];

Task ParseTask(const pqxx::row& row);
std::vector<Task> ParseTasks(const pqxx::result& rows);

State StateFrom(const std::string& text);

// `succeeded`; NULL for an open one.
std::optional<std::string> OutcomeText(Outcome outcome);

}  // namespace nexus::queue
