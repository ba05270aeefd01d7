#pragma once

#include <string>

#include "services/scheduler/domain/progress.h"

namespace nexus::scheduler {

// How a task's progress is kept. What an older release did not know reads as unset.
std::string ToJson(const Progress& progress);
Progress ProgressFromJson(const std::string& text);

}  // namespace nexus::scheduler
