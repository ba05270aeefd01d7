#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "libs/base/call_context.h"
#include "libs/base/money.h"
#include "nexus/instance/v1/instance_service.pb.h"

namespace nexus::instance {

// The contract's own states; their values read `States::RUNNING`.
using State = v1::Instance::State;
using States = v1::Instance;

// `projects/{project}/instances/{instance}` in its parts.
struct InstanceName {
  // `projects/{project}`.
  std::string project;

  // The last segment, a UUIDv7.
  std::string id;

  std::string Full() const { return project + "/instances/" + id; }
};

struct Size {
  int vcpus = 0;
  std::int64_t memory_mib = 0;
  std::int64_t disk_gib = 0;

  friend bool operator==(const Size&, const Size&) = default;
};

// What billing promised when the instance was ordered.
struct Quote {
  // `prices/{price}`: the version that was quoted.
  std::string price;

  Money setup_fee;
  Money hour;
  Money month;

  friend bool operator==(const Quote&, const Quote&) = default;
};

// An address and all that a guest must know to use it.
struct Network {
  std::string address;
  int prefix = 0;
  std::string gateway;
  std::vector<std::string> dns_servers;
  std::string bridge;
  int vlan = 0;

  friend bool operator==(const Network&, const Network&) = default;
};

// Why the last task, or the create itself, failed.
struct Failure {
  std::string reason;
  std::string message;

  friend bool operator==(const Failure&, const Failure&) = default;
};

// What can be asked of an instance; each is one kind of task.
enum class Verb { kCreate, kStart, kStop, kDelete };

// `create`, `start`, `stop`, `delete`.
std::string KindOf(Verb verb);
std::optional<Verb> VerbOf(const std::string& kind);

// The newest task: its id, made in the transaction that moved the state.
struct Operation {
  std::string id;
  Verb verb = Verb::kCreate;

  friend bool operator==(const Operation&, const Operation&) = default;
};

// A virtual machine as this service remembers it.
struct Instance {
  InstanceName name;
  std::string display_name;

  // `plans/{plan}`, `images/{image}`, `clusters/{cluster}`.
  std::string plan;
  std::string image;
  std::string cluster;

  Size size;
  Quote quote;
  std::vector<std::string> ssh_keys;

  // The image's user when it was ordered.
  std::string login_user;

  State state = States::RESERVING;

  // Absent before an address is allocated and after it was given back.
  std::optional<Network> network;

  std::optional<Operation> operation;

  // The task that made it: to be closed when it is given up or deleted early.
  std::string create_operation;

  std::optional<Failure> failure;

  // A create that was refused before any work: not in lists, and its name is free.
  bool hidden = false;

  // Whether RUNNING was ever announced: from then on only events move its hold.
  bool ran = false;

  // Calls to a neighbour that it has not acknowledged yet. They are repeated until it does.
  bool enqueue_pending = false;
  bool cancel_pending = false;
  bool release_pending = false;

  // Read only: whether the time to be reserved in has passed, by the database's clock.
  bool overdue = false;

  // On whose behalf the instance is in between.
  CallContext caller;

  absl::Time create_time;
  absl::Time update_time;

  // +1 per write.
  std::int64_t version = 0;
};

// Whether billing or the scheduler still has to be told something.
bool HasCallsToMake(const Instance& instance);

}  // namespace nexus::instance
