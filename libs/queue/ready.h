#pragma once

#include <string>

namespace nexus::queue {

// `WITH RECURSIVE …, ready (id, priority, share)`: what may be begun on shard $1,
// at most $2 of a tenant, and no more than lets $3 of its tasks run. To be taken
// in the order of priority, share, id: whose tenant has less of the shard goes
// first. The claim picks from it and an explanation reads it, so they agree.
std::string ReadyTasks();

// Whether the pause `p` matches the task `w`.
extern const char kPauseMatches[];

}  // namespace nexus::queue
