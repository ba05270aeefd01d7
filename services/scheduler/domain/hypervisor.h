#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/scheduler/domain/coroutine.h"

namespace nexus::scheduler {

struct NodeRow {
  std::string name;
  bool online = false;
  std::int64_t memory_bytes = 0;
  std::int64_t used_bytes = 0;
  int cpus = 0;
};

struct GuestRow {
  int vmid = 0;
  std::string node;
  bool running = false;
  bool is_template = false;
  std::vector<std::string> tags;
  std::int64_t memory_bytes = 0;
};

struct StorageRow {
  std::string id;
  std::string node;
  bool shared = false;

  // It keeps disks of guests.
  bool images = false;
};

// A cluster at a glance. Who is where is live, the rest up to 20 seconds old.
struct Resources {
  std::vector<NodeRow> nodes;
  std::vector<GuestRow> guests;
  std::vector<StorageRow> storages;

  const GuestRow* FindGuest(int vmid) const;
  bool AllNodesOnline() const;
};

struct GuestRef {
  std::string node;
  int vmid = 0;
};

// A guest's options as text, whatever they were on the wire. Absent is unset.
using GuestOptions = std::map<std::string, std::string>;

// Empty when unset.
std::string OptionOf(const GuestOptions& options, const std::string& name);

struct TaskState {
  bool running = false;

  // Only when not running: OK also for one that ended with warnings.
  absl::Status result;
};

struct CloneOrder {
  GuestRef source;
  int vmid = 0;
  std::string name;
  std::string description;

  // Another node than the source's; empty: the same.
  std::string target;

  // Empty: beside the source's disks.
  std::string storage;
};

struct Volume {
  std::string id;
  int vmid = 0;
};

// One cluster's API. Every method runs on the loop, fails with a HypervisorError,
// and sends once: it never repeats a call that may have had an effect. A task is
// named by its UPID.
class Hypervisor {
 public:
  virtual ~Hypervisor() = default;

  // Whether the API answers and accepts us.
  virtual AsyncStatus Check() = 0;
  virtual Async<Resources> ReadResources() = 0;

  // A cluster without quorum answers reads, perhaps old ones. One node alone has it.
  virtual Async<bool> IsQuorate() = 0;

  virtual Async<GuestOptions> ReadConfig(GuestRef guest) = 0;
  virtual Async<bool> IsRunning(GuestRef guest) = 0;

  virtual Async<std::string> Clone(CloneOrder order) = 0;
  virtual AsyncStatus Configure(GuestRef guest, GuestOptions options) = 0;
  virtual Async<std::string> Resize(GuestRef guest, std::string disk, std::int64_t gib) = 0;
  virtual Async<std::string> Start(GuestRef guest) = 0;

  // At once, over a shutdown that is under way.
  virtual Async<std::string> Stop(GuestRef guest) = 0;

  // Asks the guest, and after `patience` stops it.
  virtual Async<std::string> Shutdown(GuestRef guest, absl::Duration patience) = 0;
  virtual Async<std::string> Destroy(GuestRef guest) = 0;

  virtual AsyncStatus SetFirewall(GuestRef guest, GuestOptions options) = 0;
  virtual AsyncStatus MakeIpSet(GuestRef guest, std::string name) = 0;
  virtual Async<std::vector<std::string>> ListIpSet(GuestRef guest, std::string name) = 0;
  virtual AsyncStatus AddToIpSet(GuestRef guest, std::string name, std::string cidr) = 0;
  virtual AsyncStatus RemoveFromIpSet(GuestRef guest, std::string name, std::string cidr) = 0;

  virtual Async<TaskState> ReadTask(std::string upid) = 0;
  virtual AsyncStatus StopTask(std::string upid) = 0;

  // A task that we started since then: its UPID, the newest first.
  virtual Async<std::vector<std::string>> FindTasks(GuestRef guest, std::string type,
                                                    absl::Time since) = 0;

  virtual Async<std::vector<Volume>> ListVolumes(std::string node, std::string storage,
                                                 int vmid) = 0;
  virtual Async<std::string> DeleteVolume(std::string node, std::string volume) = 0;
};

}  // namespace nexus::scheduler
