#include "services/instance/domain/sweeper.h"

#include <spdlog/spdlog.h>

#include "libs/base/status.h"

namespace nexus::instance {
namespace {

constexpr int kBatch = 20;

}  // namespace

int Sweeper::SweepOnce() {
  const auto due = store_.ClaimDue(kBatch, saga_.settings().patience);
  if (!due.ok()) {
    spdlog::warn("the sweeper cannot read why={}", MessageOf(due.status()));
    return 0;
  }
  for (const Instance& instance : *due) {
    const ScopedCallContext on_behalf_of(instance.caller);
    if (const absl::Status driven = saga_.Drive(instance); !driven.ok()) {
      spdlog::warn("an instance is not settled yet instance={} reason={} why={}",
                   instance.name.Full(), ReasonOf(driven), MessageOf(driven));
    }
  }
  return static_cast<int>(due->size());
}

SweeperThread::SweeperThread(Sweeper& sweeper, Doorbell& doorbell, absl::Duration period)
    : sweeper_(sweeper), doorbell_(doorbell), period_(period), thread_([this] { Run(); }) {}

SweeperThread::~SweeperThread() {
  stopping_ = true;
  doorbell_.Ring();
  thread_.join();
}

void SweeperThread::Run() {
  while (!stopping_) {
    if (sweeper_.SweepOnce() == 0) doorbell_.Wait(period_);
  }
}

}  // namespace nexus::instance
