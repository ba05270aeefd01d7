#pragma once

#include <map>
#include <optional>
#include <string>

#include "services/scheduler/domain/journal.h"

namespace nexus::scheduler {

// A task's memory that outlives its owners, in a test. A write can be made to
// fail, before or after it took effect, as if the owner had died there.
class FakeJournal : public Journal {
 public:
  enum class Death { kBeforeWrite, kAfterWrite };

  explicit FakeJournal(queue::Task task) : task_(std::move(task)) {}

  // The owner dies at its `number`th write, counted from 1.
  void DieAtWrite(int number, Death death);

  // Another owner takes the task over, or the same runs it again.
  void Rescue();

  bool dead() const { return dead_; }
  bool ended() const { return task_.state == queue::State::kEnded; }
  bool waits() const { return waits_; }
  int writes() const { return writes_; }
  const Progress& saved() const { return saved_; }

  // What was announced of the guest, first and last.
  const std::vector<Decision>& decisions() const { return decisions_; }

  void Cancel() { task_.cancel_requested = true; }
  void set_record(std::optional<GuestRecord> record) { record_ = std::move(record); }
  queue::Task& mutable_task() { return task_; }

  const queue::Task& task() const override { return task_; }
  absl::Time Now() const override { return absl::Now(); }
  bool MaySend() const override { return !dead_; }
  bool stopping() const override { return dead_; }
  bool cancel_requested() const override { return task_.cancel_requested; }
  AsyncStatus Save(const Progress& progress, bool announce) override;
  AsyncStatus TakeVmid(Progress& progress, std::int64_t memory_mib) override;
  AsyncStatus BurnVmid(Progress& progress) override;
  Async<std::optional<GuestRecord>> FindGuest() override;
  Async<std::map<std::string, std::int64_t>> MemoryGiven() override;
  AsyncStatus Decide(const Progress& progress, Decision decision) override;
  AsyncStatus End(const Progress& progress, Decision decision) override;
  AsyncStatus RunAgain(const Progress& progress, absl::Duration after) override;

 private:
  template <typename Effect>
  absl::Status Write(Effect effect);

  queue::Task task_;
  Progress saved_;
  std::vector<Decision> decisions_;
  std::optional<GuestRecord> record_;
  int writes_ = 0;
  int dies_at_ = 0;
  Death death_ = Death::kBeforeWrite;
  bool dead_ = false;
  bool waits_ = false;
  int next_vmid_ = 500;
  std::optional<int> given_;
};

}  // namespace nexus::scheduler
