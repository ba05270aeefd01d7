#pragma once

#include <string>

#include "libs/queue/explanation.h"

namespace nexus::scheduler {

// The rules of the queue in words: kept, or what holds the task.

// A few words, for a table: `Paused: storage is full`.
std::string ShortlyHeldBy(const queue::Rule& rule);

// A sentence without a full stop.
std::string SentenceOf(const queue::Rule& rule);

}  // namespace nexus::scheduler
