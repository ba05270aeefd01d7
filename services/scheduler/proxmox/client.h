#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "services/scheduler/domain/hypervisor.h"
#include "services/scheduler/proxmox/http_client.h"
#include "services/scheduler/proxmox/node_gate.h"

namespace nexus::scheduler::proxmox {

// A Proxmox VE cluster over its HTTP API, with an API token. Runs on the loop.
class Client : public Hypervisor {
 public:
  Client(boost::asio::any_io_executor executor, Access access);

  // Lets go of everything that belongs to the loop, which has stopped.
  void Discard();

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
  // The answer's `data`. `gate`: the node whose privileged workers are needed; empty for none.
  Async<nlohmann::json> Ask(Call call, std::string gate);
  Async<nlohmann::json> Read(std::string path, Form form = Form());
  Async<std::string> Change(Verb verb, GuestRef guest, std::string path, Form form = Form());
  AsyncStatus ChangeAtOnce(Verb verb, GuestRef guest, std::string path, Form form = Form());

  HttpClient http_;
  NodeGate gate_;
  const std::string user_;

  // A refused token is refused slowly; nothing is sent before this moment.
  std::chrono::steady_clock::time_point closed_until_;
};

}  // namespace nexus::scheduler::proxmox
