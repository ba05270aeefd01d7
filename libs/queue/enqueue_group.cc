#include "libs/queue/enqueue_group.h"

#include <utility>

#include "libs/base/status.h"

namespace nexus::queue {
namespace {

// PostgreSQL flushes the commits of those who come together as one, so a few at
// once are quicker than one.
constexpr int kWriters = 4;

}  // namespace

absl::StatusOr<Enqueued> EnqueueGroup::Enqueue(const NewTask& task) {
  Caller caller{.task = &task};
  std::vector<Caller*> led;
  {
    absl::MutexLock lock(&mutex_);
    waiting_.push_back(&caller);
    const auto my_turn = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return caller.answer.has_value() || (!caller.taken && writers_ < kWriters);
    };
    mutex_.Await(absl::Condition(&my_turn));
    if (caller.answer) return *std::move(caller.answer);
    ++writers_;
    led = std::exchange(waiting_, {});
    for (Caller* each : led) each->taken = true;
  }
  Lead(std::move(led));
  return *std::move(caller.answer);
}

void EnqueueGroup::Lead(std::vector<Caller*> callers) {
  std::vector<NewTask> tasks;
  tasks.reserve(callers.size());
  for (const Caller* caller : callers) tasks.push_back(*caller->task);
  std::vector<absl::StatusOr<Enqueued>> answers;
  auto written = Write(tasks);
  if (written.ok()) {
    for (Enqueued& enqueued : *written) answers.emplace_back(std::move(enqueued));
  } else {
    // One that the database refuses must not take the others along.
    for (const NewTask& task : tasks) {
      auto alone = tasks.size() == 1 ? std::move(written) : Write({task});
      if (alone.ok()) {
        answers.emplace_back(std::move(alone->front()));
      } else {
        answers.emplace_back(alone.status());
      }
    }
  }
  absl::MutexLock lock(&mutex_);
  for (std::size_t i = 0; i < callers.size(); ++i) callers[i]->answer = std::move(answers[i]);
  --writers_;
}

absl::StatusOr<std::vector<Enqueued>> EnqueueGroup::Write(const std::vector<NewTask>& tasks) {
  std::vector<Enqueued> enqueued;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    enqueued = queue_.EnqueueAll(tx, tasks);
    return absl::OkStatus();
  }));
  return enqueued;
}

}  // namespace nexus::queue
