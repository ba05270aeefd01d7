#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::scheduler::proxmox {

// The name of a task: `UPID:<node>:<pid>:<pstart>:<starttime>:<type>:<id>:<user>:`.
struct Upid {
  // Runs the task, and is asked about it.
  std::string node;

  std::uint64_t pid = 0;
  std::uint64_t process_start = 0;

  // Seconds since 1970, by the node's clock.
  std::int64_t start_time = 0;

  // `qmclone`.
  std::string type;

  // Usually a guest's id; of a clone the source's. May be empty.
  std::string id;

  // `user@realm` or `user@realm!tokenid`.
  std::string user;
};

std::optional<Upid> ParseUpid(std::string_view text);

}  // namespace nexus::scheduler::proxmox
