#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/scheduler/domain/hypervisor.h"
#include "services/scheduler/domain/journal.h"
#include "services/scheduler/domain/progress.h"
#include "services/scheduler/domain/slots.h"

namespace nexus::scheduler {

// What can be seen of a step's effect.
enum class Goal { kNotReached, kUnderWay, kReached };

// One call that changes the world, and how to tell whether it did.
struct Step {
  // As in PlannedSteps.
  std::string name;

  // What the call starts at the hypervisor, such as `qmstart`; empty when its
  // answer is its end, or its effect alone tells.
  std::string task_type;

  // Where and on what the hypervisor's task runs.
  std::function<GuestRef()> where;

  // What it occupies from before its intent to its end; see Slots.
  std::vector<std::string> slots = {};

  // When the work is cancelled its task is not waited for: who removes what was
  // made stops it.
  bool abortable = false;

  // Reads whether the effect is there.
  std::function<Async<Goal>()> look;

  // Sends the call, once; the UPID, or empty when it is done.
  std::function<Async<std::string>()> send;

  // To send it twice is to send it once: no intent is saved before it, and its
  // outcome goes along with what comes next.
  bool repeatable = false;

  // Look before the first try too: the goal may be reached without us.
  bool look_first = false;

  // How long the hypervisor's task may take.
  absl::Duration limit = absl::Minutes(10);
};

struct StepTimes {
  // How long after a send that nobody answered its effect may still appear: the
  // time-out of a mutation. Only then is it sent again.
  absl::Duration unanswered_wait = absl::Seconds(60);
};

// Takes a task's steps, each so that it happens once whoever dies in between:
// the intent is saved before the call, the UPID before it is waited on, the
// outcome after. A step that was begun by a former owner is adopted by its UPID;
// without one its effect and its task are looked for, until no effect can come
// any more. An outcome travels with the next save, one commit less.
class StepRunner {
 public:
  StepRunner(Hypervisor& hypervisor, Journal& journal, Progress& progress, Slots& slots,
             StepTimes times);

  // OK when the goal is reached. A hypervisor's error: the call had no effect,
  // or its task failed. TASK_CANCELLED, between steps. TASK_HANDED_ON when this
  // process leaves. TASK_TIMED_OUT: its task still runs, and its UPID is kept.
  AsyncStatus Run(const Step& step);

  // Whether that step has nothing left to do.
  bool IsDone(const std::string& name) const;

  // Marks a step that sends nothing; saved with what comes next.
  void Finish(const std::string& name);

  // The step's call is about to be sent, and the caller saves that together with
  // something else: `Run` need not. Its slots are waited for here. Forget it if the
  // save fails.
  AsyncStatus Intend(const std::string& name, std::vector<std::string> slots);
  void Forget(const std::string& name);

  // Cancellation is obeyed between steps; not by a removal.
  void IgnoreCancellation() { ignore_cancellation_ = true; }

  // Saves, and passes the fault points of the outcomes that went along.
  AsyncStatus Save(bool announce);

  // The outcomes were saved with something else.
  void OutcomesSaved();

 private:
  absl::Status MayGoOn() const;
  AsyncStatus TakeSlots(std::vector<std::string> slots);
  AsyncStatus RunHeld(const Step& step);
  void MarkIntent(const std::string& name);
  AsyncStatus Begin(const Step& step);
  AsyncStatus Resume(const Step& step);
  AsyncStatus Send(const Step& step);
  AsyncStatus SendIntended(const Step& step);
  AsyncStatus Reconcile(const Step& step);
  Async<bool> Adopt(const Step& step);
  AsyncStatus AwaitTask(const Step& step);
  AsyncStatus Settle(const Step& step, absl::Status result);
  Async<Goal> WaitWhileUnderWay(const Step& step);
  absl::Status ReachedEnd(const std::string& name);

  Hypervisor& hypervisor_;
  Journal& journal_;
  Progress& progress_;
  Slots& slots_;
  const StepTimes times_;

  // Those of the step at work.
  std::unique_ptr<Slots::Held> held_;
  bool ignore_cancellation_ = false;

  // The step whose intent this run has saved, and whose call it has yet to send.
  std::string intended_;
  std::vector<std::string> unsaved_outcomes_;
};

}  // namespace nexus::scheduler
