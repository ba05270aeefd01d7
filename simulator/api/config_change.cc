#include "simulator/api/config_change.h"

#include <algorithm>
#include <regex>

#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "simulator/api/guest_disks.h"
#include "simulator/api/guest_options.h"
#include "simulator/api/request.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

constexpr std::string_view kNotOptions[] = {
    "background_delay", "delete", "digest", "force", "node", "revert", "skiplock", "vmid"};

absl::Status MayChange(const Call& call, const std::string& option, const std::string& value) {
  const std::string privileges = PrivilegeFor(option, value);
  if (privileges.empty()) {
    if (call.identity.is_root()) return absl::OkStatus();
    return Died(fmt::format("only root can set '{}' config", option));
  }
  const std::string path = fmt::format("/vms/{}", call.vmid());
  const Accounts& accounts = call.simulation.cluster.accounts;
  const std::vector<std::string> choices = absl::StrSplit(privileges, '|');
  const bool may = std::any_of(choices.begin(), choices.end(), [&](const std::string& choice) {
    return accounts.May(call.identity, path, choice);
  });
  return may ? absl::OkStatus() : Forbidden(path, choices.front());
}

absl::Status MayAllocate(const Call& call, const std::string& option, const std::string& value) {
  const std::string storage = IsDiskSlot(option) ? StorageOfNewDisk(value) : "";
  if (storage.empty()) return absl::OkStatus();
  if (call.simulation.cluster.storages.Find(storage) == nullptr) return StorageMissing(storage);
  return call.Require("/storage/" + storage, "Datastore.AllocateSpace");
}

absl::Status CheckKeys(const std::string& encoded) {
  static const std::regex kKey(
      "(ssh-(rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9-]+|sk-(ssh|ecdsa)-[a-z0-9@.-]+) "
      "[A-Za-z0-9+/]+=*( .*)?");
  const std::vector<std::string> lines = absl::StrSplit(UrlDecode(encoded), '\n');
  for (const std::string& line : lines) {
    if (line.empty() || std::regex_match(line, kKey)) continue;
    return Died("SSH public key validation error");
  }
  return absl::OkStatus();
}

absl::Status CheckDeletes(const Call& call, const ConfigChange& change) {
  for (const std::string& option : change.deletes) {
    if (!IsGuestOption(option)) {
      return BadParameter("delete", fmt::format("unknown option '{}'", option));
    }
    if (change.set.contains(option)) {
      return BadParameter(
          "delete", fmt::format("you can't use '-{0}' and -delete {0}' at the same time", option));
    }
    if (absl::Status may = MayChange(call, option, ""); !may.ok()) return may;
  }
  return absl::OkStatus();
}

// As the configuration file has it.
std::string Normalised(const std::string& option, const std::string& value,
                       Randomness& randomness) {
  if (option == "tags") {
    std::vector<std::string> tags = SplitList(value);
    for (std::string& tag : tags) {
      std::transform(tag.begin(), tag.end(), tag.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    }
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    return fmt::format("{}", fmt::join(tags, ";"));
  }
  if (option == "description") {
    return value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
  }
  // Never kept: what was sent must not be found anywhere.
  if (option == "cipassword") return value.starts_with('$') ? value : "$5$hidden";
  if (option.starts_with("net") && IsGuestOption(option)) return NormalisedNet(value, randomness);
  return value;
}

void Remove(Simulation& simulation, Guest& guest, const std::string& option, bool destroy) {
  if (IsDiskSlot(option)) return RemoveDisk(simulation, guest, option, destroy);
  guest.config.erase(option);
  guest.pending.erase(option);
  guest.pending_deletes.erase(option);
}

absl::Status SetOne(Simulation& simulation, Guest& guest, const std::string& option,
                    const std::string& value) {
  if (IsDiskSlot(option)) return SetDisk(simulation, guest, option, value);
  const std::string normal = Normalised(option, value, simulation.randomness);
  guest.pending_deletes.erase(option);
  guest.pending.erase(option);
  if (guest.running && !AppliesWhileRunning(option)) {
    if (guest.Option(option) != normal) guest.pending[option] = normal;
  } else {
    guest.config[option] = normal;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ConfigChange> ParseConfigChange(const Call& call) {
  if (call.Flag("skiplock") && !call.identity.is_root()) {
    return BadParameter("skiplock", "Only root may use this option.");
  }
  ConfigChange change;
  change.deletes = SplitList(call.Text("delete"));
  change.reverts = SplitList(call.Text("revert"));
  change.destroy_disks = call.Flag("force");
  change.skip_lock = call.Flag("skiplock");
  change.digest = call.Text("digest");
  for (const auto& [name, value] : call.parameters) {
    if (std::find(std::begin(kNotOptions), std::end(kNotOptions), name) == std::end(kNotOptions)) {
      change.set[name] = value;
    }
  }
  if (change.set.empty() && change.deletes.empty() && change.reverts.empty()) {
    return Died("no options specified");
  }
  if (change.destroy_disks && change.deletes.empty()) {
    return BadParameter("force", "missing property required by 'delete'");
  }
  if (absl::Status deletes = CheckDeletes(call, change); !deletes.ok()) return deletes;
  for (const auto& [name, value] : change.set) {
    if (absl::Status may = MayChange(call, name, value); !may.ok()) return may;
    if (absl::Status may = MayAllocate(call, name, value); !may.ok()) return may;
  }
  const auto keys = change.set.find("sshkeys");
  if (keys != change.set.end()) {
    if (absl::Status good = CheckKeys(keys->second); !good.ok()) return good;
  }
  return change;
}

absl::Status CheckUnlocked(const Guest& guest, const ConfigChange& change) {
  if (guest.lock().empty() || change.skip_lock) return absl::OkStatus();
  return GuestLocked(guest.lock());
}

absl::Status CheckChangeable(const Guest& guest, const ConfigChange& change) {
  if (absl::Status unlocked = CheckUnlocked(guest, change); !unlocked.ok()) return unlocked;
  if (!change.digest.empty() && change.digest != guest.Digest()) return DigestMismatch();
  return absl::OkStatus();
}

absl::Status ApplyChange(Simulation& simulation, Guest& guest, const ConfigChange& change) {
  for (const std::string& option : change.reverts) {
    guest.pending.erase(option);
    guest.pending_deletes.erase(option);
  }
  for (const std::string& option : change.deletes) {
    if (guest.running && !AppliesWhileRunning(option) && guest.config.contains(option)) {
      guest.pending.erase(option);
      guest.pending_deletes.insert(option);
    } else {
      Remove(simulation, guest, option, change.destroy_disks);
    }
  }
  for (const auto& [option, value] : change.set) {
    if (absl::Status set = SetOne(simulation, guest, option, value); !set.ok()) return set;
  }
  return absl::OkStatus();
}

void ApplyPending(Simulation& simulation, Guest& guest) {
  const std::set<std::string> deletes = std::move(guest.pending_deletes);
  const GuestConfig pending = std::move(guest.pending);
  guest.pending_deletes.clear();
  guest.pending.clear();
  for (const std::string& option : deletes) Remove(simulation, guest, option, false);
  for (const auto& [option, value] : pending) guest.config[option] = value;
}

}  // namespace nexus::simulator
