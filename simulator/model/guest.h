#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace nexus::simulator {

// What a guest's firewall file says.
struct Firewall {
  struct Entry {
    std::string cidr;
    std::string comment;
    bool nomatch = false;
  };
  struct IpSet {
    std::string comment;
    std::vector<Entry> entries;
  };

  std::map<std::string, std::string> options;
  std::map<std::string, IpSet> ipsets;
  std::vector<std::map<std::string, std::string>> rules;  // In the order of their positions.
};

using GuestConfig = std::map<std::string, std::string>;

// A virtual machine: its configuration file, and whether it runs.
struct Guest {
  int vmid = 0;
  std::string node;

  // As in the file; `lock`, `template` and `protection` are options like any other.
  GuestConfig config;

  // What waits for the next start.
  GuestConfig pending;
  std::set<std::string> pending_deletes;

  bool running = false;
  std::int64_t started_at = 0;
  int pid = 0;

  // A guest that does not react to a shutdown.
  bool ignores_shutdown = false;

  Firewall firewall;

  std::string Option(std::string_view name, std::string_view fallback = "") const;
  bool Flag(std::string_view name) const { return Option(name) == "1"; }
  std::int64_t Number(std::string_view name, std::int64_t fallback) const;

  std::string lock() const { return Option("lock"); }
  bool is_template() const { return Flag("template"); }
  std::int64_t memory_bytes() const;
  std::int64_t cpus() const;

  // The size of the disk it boots from; 0 without one.
  std::int64_t boot_disk_bytes() const;

  // `scsi0`, `ide2` and so on, attached or `unused`.
  std::vector<std::string> DiskSlots() const;

  // The SHA-1 of the configuration file.
  std::string Digest() const;
};

// Whether `option` names a disk, a CD or an `unused` volume.
bool IsDiskSlot(std::string_view option);

// Whether the disk's value is the cloud-init drive's.
bool IsCloudInit(std::string_view disk);

// An option's value as the API shows it: numbers as numbers, secrets hidden.
nlohmann::json ShownOption(const std::string& name, const std::string& value);

nlohmann::json ToJson(const Guest& guest);
Guest GuestFromJson(const nlohmann::json& json);

// The SHA-1 of `text` in hex.
std::string DigestOf(std::string_view text);

}  // namespace nexus::simulator
