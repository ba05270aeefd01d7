#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/instance/domain/scheduler.h"

namespace nexus::instance {

// A scheduler that takes tasks and does nothing with them. Behaves: ids are
// idempotent, a cancelled id is closed.
class FakeScheduler : public Scheduler {
 public:
  absl::StatusOr<std::string> ChooseCluster(const std::string& image, const Size& size) override;
  absl::Status EnqueueTask(const Instance& instance) override;
  absl::StatusOr<Cancelled> CancelCreate(const Instance& instance) override;

  std::string cluster = "clusters/demo";

  // Every call fails as if nobody were there.
  bool down = false;

  // Tasks and cancels never arrive, while clusters are still chosen.
  bool lose_calls = false;

  // Tasks are taken, but the answers are lost.
  bool lose_answers = false;

  // Every new task is refused for good.
  bool refuse = false;

  struct Task {
    std::string id;
    Verb verb = Verb::kCreate;
    InstanceName instance;
    std::optional<Network> network;
    bool cancelled = false;
  };

  // In the order they came; one per id.
  const std::vector<Task>& tasks() const { return tasks_; }
  bool IsClosed(const std::string& id) const;

 private:
  Task* Find(const std::string& id);

  std::vector<Task> tasks_;
  std::vector<std::string> closed_;
};

}  // namespace nexus::instance
