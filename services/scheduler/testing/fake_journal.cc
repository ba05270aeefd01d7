#include "services/scheduler/testing/fake_journal.h"

#include "libs/base/status.h"

namespace nexus::scheduler {

void FakeJournal::DieAtWrite(int number, Death death) {
  dies_at_ = writes_ + number;
  death_ = death;
}

void FakeJournal::Rescue() {
  if (waits_) {
    ++task_.attempt;
  } else {
    ++task_.rescues;
  }
  dead_ = false;
  waits_ = false;
  dies_at_ = 0;
}

template <typename Effect>
absl::Status FakeJournal::Write(Effect effect) {
  const absl::Status lost =
      MakeError(absl::StatusCode::kAborted, "LEASE_LOST", "queue.nexus", "the owner died");
  if (dead_) return lost;
  const bool dies = ++writes_ == dies_at_;
  dead_ = dies;
  if (dies && death_ == Death::kBeforeWrite) return lost;
  effect();
  return dies ? lost : absl::OkStatus();
}

AsyncStatus FakeJournal::Save(const Progress& progress, bool) {
  co_return Write([&] { saved_ = progress; });
}

AsyncStatus FakeJournal::TakeVmid(Progress& progress, std::int64_t) {
  co_return Write([&] {
    if (!given_) given_ = next_vmid_++;
    progress.vmid = *given_;
    saved_ = progress;
  });
}

AsyncStatus FakeJournal::BurnVmid(Progress& progress) {
  co_return Write([&] {
    given_.reset();
    progress.vmid = 0;
    saved_ = progress;
  });
}

Async<std::optional<GuestRecord>> FakeJournal::FindGuest() { co_return record_; }

Async<std::map<std::string, std::int64_t>> FakeJournal::MemoryGiven() {
  co_return std::map<std::string, std::int64_t>();
}

AsyncStatus FakeJournal::Decide(const Progress& progress, Decision decision) {
  co_return Write([&] {
    saved_ = progress;
    task_.outcome = decision.outcome;
    task_.error = decision.error;
    decisions_.push_back(decision);
  });
}

AsyncStatus FakeJournal::End(const Progress& progress, Decision decision) {
  co_return Write([&] {
    saved_ = progress;
    if (task_.outcome == queue::Outcome::kOpen) {
      task_.outcome = decision.outcome;
      task_.error = decision.error;
    }
    task_.state = queue::State::kEnded;
    decisions_.push_back(decision);
  });
}

AsyncStatus FakeJournal::RunAgain(const Progress& progress, absl::Duration) {
  co_return Write([&] {
    saved_ = progress;
    waits_ = true;
  });
}

}  // namespace nexus::scheduler
