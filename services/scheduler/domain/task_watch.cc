#include "services/scheduler/domain/task_watch.h"

#include <algorithm>

#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/failure.h"

namespace nexus::scheduler {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(10);
constexpr absl::Duration kYoungPause = absl::Seconds(1);
constexpr absl::Duration kYoung = absl::Seconds(5);
constexpr absl::Duration kOld = absl::Seconds(60);

// A task is not always known in the first moments of its life.
constexpr absl::Duration kNotKnownYet = absl::Seconds(5);

// Most tasks are short, and somebody waits: at once, then 10 ms doubling to a
// second. What takes longer is asked about as rarely as the API's etiquette wishes.
absl::Duration PauseAt(absl::Duration age, absl::Duration former) {
  if (age < kYoung) return std::min(former * 2, kYoungPause);
  return age < kOld ? absl::Seconds(3) : absl::Seconds(5);
}

}  // namespace

AsyncStatus TaskWatch::Await(std::string upid, absl::Time begun, absl::Time latest) const {
  for (absl::Duration pause = kFirstPause;;) {
    const auto state = co_await hypervisor_.ReadTask(upid);
    const absl::Time now = journal_.Now();
    if (state.ok() && !state->running) co_return state->result;
    const Failure failure = FailureOf(state.status());
    if (failure == Failure::kNotFound && now - begun > kNotKnownYet) {
      co_return HypervisorError(Failure::kUnknownOutcome, "the hypervisor has forgotten the task");
    }
    if (failure == Failure::kAuthBad || failure == Failure::kForbidden) co_return state.status();
    if (now >= latest) co_return absl::DeadlineExceededError("the task still runs");
    if (journal_.stopping()) co_return TaskHandedOn();
    if (until_cancelled_ && journal_.cancel_requested()) co_return TaskCancelled();
    co_await Pause(pause);
    pause = PauseAt(now - begun, pause);
  }
}

}  // namespace nexus::scheduler
