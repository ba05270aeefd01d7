#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/scheduler/domain/failure.h"
#include "services/scheduler/domain/hypervisor.h"

namespace nexus::scheduler {

// A cluster of two nodes with one template, in memory: calls take effect at
// once, and their tasks have ended when they are asked about. A test may let
// calls fail, lose their answers, or leave things behind.
class FakeHypervisor : public Hypervisor {
 public:
  struct FakeGuest {
    std::string node;
    GuestOptions options;
    bool running = false;
    bool is_template = false;
  };

  FakeHypervisor();

  // The next call of that name (`clone`, `start`, ...) is refused with the failure.
  void Refuse(const std::string& call, Failure failure, const std::string& message);

  // The next call's task fails so; nothing was done.
  void FailTask(const std::string& call, const std::string& message);

  // The next call takes effect, and its answer is lost.
  void LoseAnswer(const std::string& call) { lost_.insert(call); }

  // The next call's task goes on until it is stopped; `asked` runs when somebody
  // looks at it.
  void HangTask(const std::string& call, std::function<void()> asked);

  // The next destroy leaves the disk behind.
  void LeakDisk() { leak_disk_ = true; }

  std::map<int, FakeGuest>& guests() { return guests_; }
  std::vector<NodeRow>& nodes() { return nodes_; }
  std::map<std::string, int>& volumes() { return volumes_; }

  // Calls that changed a guest: `clone 500`.
  const std::vector<std::string>& changes() const { return changes_; }

  AsyncStatus Check() override;
  Async<Resources> ReadResources() override;
  Async<bool> IsQuorate() override;
  Async<GuestOptions> ReadConfig(GuestRef guest) override;
  Async<bool> IsRunning(GuestRef guest) override;
  Async<std::string> Clone(CloneOrder order) override;
  AsyncStatus Configure(GuestRef guest, GuestOptions options) override;
  Async<std::string> Resize(GuestRef guest, std::string disk, std::int64_t gib) override;
  Async<std::string> Start(GuestRef guest) override;
  Async<std::string> Stop(GuestRef guest) override;
  Async<std::string> Shutdown(GuestRef guest, absl::Duration patience) override;
  Async<std::string> Destroy(GuestRef guest) override;
  AsyncStatus SetFirewall(GuestRef guest, GuestOptions options) override;
  AsyncStatus MakeIpSet(GuestRef guest, std::string name) override;
  Async<std::vector<std::string>> ListIpSet(GuestRef guest, std::string name) override;
  AsyncStatus AddToIpSet(GuestRef guest, std::string name, std::string cidr) override;
  AsyncStatus RemoveFromIpSet(GuestRef guest, std::string name, std::string cidr) override;
  Async<TaskState> ReadTask(std::string upid) override;
  AsyncStatus StopTask(std::string upid) override;
  Async<std::vector<std::string>> FindTasks(GuestRef guest, std::string type,
                                            absl::Time since) override;
  Async<std::vector<Volume>> ListVolumes(std::string node, std::string storage, int vmid) override;
  Async<std::string> DeleteVolume(std::string node, std::string volume) override;

 private:
  // Null when that node has no such guest.
  FakeGuest* Find(const GuestRef& guest);

  // Runs `effect` as the script says, and answers with a task.
  template <typename Effect>
  absl::StatusOr<std::string> Perform(const std::string& call, int vmid, Effect effect);

  std::vector<NodeRow> nodes_;
  std::map<int, FakeGuest> guests_;
  std::map<std::string, int> volumes_;
  std::map<std::string, std::set<std::string>> ip_sets_;
  std::map<std::string, absl::Status> tasks_;
  std::map<std::string, absl::Status> refused_;
  std::map<std::string, std::string> failing_tasks_;
  std::set<std::string> lost_;
  std::map<std::string, std::function<void()>> hanging_calls_;
  std::map<std::string, std::function<void()>> hanging_tasks_;
  std::vector<std::string> changes_;
  bool leak_disk_ = false;
  int next_task_ = 1;
};

}  // namespace nexus::scheduler
