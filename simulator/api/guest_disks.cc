#include "simulator/api/guest_disks.h"

#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

constexpr std::int64_t kCloudInitBytes = 4 << 20;
constexpr std::int64_t kGibibyte = std::int64_t{1} << 30;

// What stands before the first `=` of a property with a model's name.
bool IsMac(std::string_view text) { return text.size() == 17 && text[2] == ':'; }

std::string VolumeOf(const PropertyString& disk) {
  return disk.head().empty() ? disk.Find("file").value_or("") : disk.head();
}

// The text after `ceph:` when that asks for a new volume.
std::optional<std::string> NewVolumeSpec(const std::string& volume) {
  const std::string storage = StorageOf(volume);
  if (storage.empty()) return std::nullopt;
  const std::string rest = volume.substr(storage.size() + 1);
  const bool number = !rest.empty() && rest.find_first_not_of("0123456789.") == std::string::npos;
  return number || rest == "cloudinit" ? std::optional(rest) : std::nullopt;
}

absl::StatusOr<Volume> AllocateNew(Simulation& simulation, const Guest& guest,
                                   const std::string& storage, const std::string& spec,
                                   const PropertyString& disk) {
  Storages& storages = simulation.cluster.storages;
  if (spec == "cloudinit") {
    return storages.Allocate(storage, guest.node, guest.vmid, kCloudInitBytes, "cloudinit");
  }
  std::int64_t bytes = static_cast<std::int64_t>(std::stod(spec) * static_cast<double>(kGibibyte));
  if (const auto source = disk.Find("import-from")) {
    const Volume* image = storages.FindVolume(*source, guest.node);
    if (image == nullptr) return Died(fmt::format("volume '{}' does not exist", *source));
    bytes = image->bytes;
  }
  return storages.Allocate(storage, guest.node, guest.vmid, bytes);
}

absl::Status CheckExists(Simulation& simulation, const Guest& guest, const std::string& volume) {
  const std::string storage = StorageOf(volume);
  const Storage* known = simulation.cluster.storages.Find(storage);
  if (known == nullptr) return StorageMissing(storage);
  if (simulation.cluster.storages.FindVolume(volume, guest.node) != nullptr) {
    return absl::OkStatus();
  }
  const std::string name = volume.substr(storage.size() + 1);
  if (name.find('-') == std::string::npos && name.find('/') == std::string::npos) {
    const char* kind = known->type == "dir" ? "directory" : known->type == "rbd" ? "rbd" : "lvm";
    return Died(fmt::format("unable to parse {} volume name '{}'", kind, name));
  }
  return Died(fmt::format("volume '{}' does not exist", volume));
}

void KeepAsUnused(Guest& guest, const std::string& volume) {
  for (int n = 0; n <= 255; ++n) {
    if (guest.config.emplace(fmt::format("unused{}", n), volume).second) return;
  }
}

}  // namespace

std::string StorageOfNewDisk(std::string_view value) {
  const std::string volume = VolumeOf(PropertyString(value));
  return NewVolumeSpec(volume) ? StorageOf(volume) : "";
}

absl::Status SetDisk(Simulation& simulation, Guest& guest, const std::string& slot,
                     std::string_view value) {
  PropertyString disk(value);
  const std::string volume = VolumeOf(disk);
  disk.Remove("file");
  disk.set_head(volume);
  const std::string old = PropertyString(guest.Option(slot)).head();
  if (const auto spec = NewVolumeSpec(volume)) {
    if (*spec == "cloudinit" && IsCloudInit(guest.Option(slot))) {
      RemoveDisk(simulation, guest, slot, true);
    }
    auto made = AllocateNew(simulation, guest, StorageOf(volume), *spec, disk);
    if (!made.ok()) return made.status();
    disk.set_head(made->id);
    disk.Remove("import-from");
    disk.Set("size", FormatSize(made->bytes));
    if (*spec == "cloudinit") disk.Set("media", "cdrom");
  } else if (volume != "none" && volume != "cdrom") {
    if (absl::Status exists = CheckExists(simulation, guest, volume); !exists.ok()) return exists;
    const Volume* known = simulation.cluster.storages.FindVolume(volume, guest.node);
    disk.Set("size", FormatSize(known->bytes));
  }
  if (!old.empty() && old != disk.head()) RemoveDisk(simulation, guest, slot, false);
  guest.config[slot] = disk.ToString();
  return absl::OkStatus();
}

void RemoveDisk(Simulation& simulation, Guest& guest, const std::string& slot, bool destroy) {
  const auto found = guest.config.find(slot);
  if (found == guest.config.end()) return;
  const PropertyString disk(found->second);
  const std::string volume = disk.head();
  const bool cloud_init = IsCloudInit(found->second);
  guest.config.erase(found);
  const bool medium = disk.Find("media") == "cdrom" && !cloud_init;
  if (medium || volume == "none") return;
  if (destroy || cloud_init || slot.starts_with("unused")) {
    simulation.cluster.storages.Free(volume, guest.node);
  } else {
    KeepAsUnused(guest, volume);
  }
}

std::string NormalisedNet(std::string_view value, Randomness& randomness) {
  const PropertyString given(value);
  std::string model = given.head();
  std::string mac = given.Find("macaddr").value_or("");
  PropertyString rest;
  for (const auto& [key, text] : given.properties()) {
    if (IsMac(text) && key != "macaddr") {
      model = key;
      mac = text;
    } else if (key == "model") {
      model = text;
    } else if (key != "macaddr") {
      rest.Set(key, text);
    }
  }
  if (mac.empty()) mac = randomness.Mac();
  for (char& c : mac) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  PropertyString net;
  net.Set(model, mac);
  for (const auto& [key, text] : rest.properties()) net.Set(key, text);
  return net.ToString();
}

std::string WithNewMac(std::string_view net, Randomness& randomness) {
  PropertyString card(net);
  if (card.properties().empty()) return std::string(net);
  card.Set(card.properties().front().first, randomness.Mac());
  return card.ToString();
}

std::string BridgeOf(std::string_view net) {
  return PropertyString(net).Find("bridge").value_or("");
}

}  // namespace nexus::simulator
