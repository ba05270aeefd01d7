#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace nexus::scheduler {

// A Proxmox VE cluster: a shard of the queue.
struct Cluster {
  // `demo`.
  std::string id;

  // `https://10.0.0.1:8006`.
  std::vector<std::string> endpoints;

  // Of its nodes' certificates, upper case with colons.
  std::vector<std::string> fingerprints;

  std::string token_id;
  std::string token_secret;

  // Guest ids that are ours to give.
  int first_vmid = 0;
  int last_vmid = 0;

  // Where disks are made; empty: beside the template's.
  std::string storage;

  absl::Time create_time;
};

// Checks what an operator wrote, and brings fingerprints into their normal form.
absl::Status Normalize(Cluster& cluster);

// `clusters/demo`, and back; empty for anything else.
std::string ClusterName(const std::string& id);
std::string ClusterId(const std::string& name);

}  // namespace nexus::scheduler
