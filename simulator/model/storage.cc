#include "simulator/model/storage.h"

#include <algorithm>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

bool IsAt(const Volume& volume, std::string_view node) {
  return volume.node.empty() || volume.node == node;
}

// The part after the colon, and after the base of a linked clone.
std::string_view BareName(std::string_view id) { return id.substr(id.find_last_of(":/") + 1); }

}  // namespace

std::string StorageOf(std::string_view volume_id) {
  const auto colon = volume_id.find(':');
  return colon == std::string_view::npos ? "" : std::string(volume_id.substr(0, colon));
}

void Storages::Add(Volume volume) {
  volume.storage = StorageOf(volume.id);
  volumes_.push_back(std::move(volume));
}

const Storage* Storages::Find(std::string_view id) const {
  const auto found = storages_.find(std::string(id));
  return found == storages_.end() ? nullptr : &found->second;
}

absl::StatusOr<Volume> Storages::Allocate(std::string_view storage, std::string_view node, int vmid,
                                          std::int64_t bytes, std::string_view suffix) {
  const Storage* where = Find(storage);
  if (where == nullptr) return StorageMissing(storage);
  const std::string place = where->shared ? "" : std::string(node);
  const std::int64_t room = where->total_bytes - UsedBytes(storage, node);
  if (bytes > room) {
    return Died(
        fmt::format("unable to create image: not enough free space ({} < {})", room, bytes));
  }
  const auto taken = [&](std::string_view name) {
    return std::any_of(volumes_.begin(), volumes_.end(), [&](const Volume& volume) {
      return volume.storage == storage && volume.node == place && BareName(volume.id) == name;
    });
  };
  std::string name = fmt::format("vm-{}-{}", vmid, suffix);
  for (int n = 0; suffix.empty() && (n == 0 || taken(name)); ++n) {
    name = fmt::format("vm-{}-disk-{}", vmid, n);
  }
  if (taken(name)) return Died(fmt::format("disk image '{}' already exists", name));
  Volume volume;
  volume.id = fmt::format("{}:{}", storage, name);
  volume.node = place;
  volume.bytes = bytes;
  volume.vmid = vmid;
  Add(std::move(volume));
  return volumes_.back();
}

absl::StatusOr<Volume> Storages::CloneLinked(const Volume& base, std::string_view node, int vmid) {
  auto made = Allocate(base.storage, node, vmid, 0);
  if (!made.ok()) return made;
  Volume& volume = volumes_.back();
  if (Find(base.storage)->type == "rbd") {
    volume.id = fmt::format("{}:{}/{}", base.storage, BareName(base.id), BareName(volume.id));
  }
  volume.bytes = base.bytes;
  volume.parent = base.id;
  return volume;
}

absl::Status Storages::Resize(std::string_view id, std::string_view node, std::int64_t bytes) {
  Volume* volume = Mutable(id, node);
  if (volume == nullptr) {
    return Died(fmt::format("volume '{}' does not exist", id));
  }
  volume->bytes = bytes;
  return absl::OkStatus();
}

Volume* Storages::Mutable(std::string_view id, std::string_view node) {
  const auto found = std::find_if(volumes_.begin(), volumes_.end(), [&](const Volume& volume) {
    return volume.id == id && IsAt(volume, node);
  });
  return found == volumes_.end() ? nullptr : &*found;
}

const Volume* Storages::FindVolume(std::string_view id, std::string_view node) const {
  return const_cast<Storages*>(this)->Mutable(id, node);
}

std::vector<Volume> Storages::On(std::string_view storage, std::string_view node) const {
  std::vector<Volume> found;
  std::copy_if(
      volumes_.begin(), volumes_.end(), std::back_inserter(found),
      [&](const Volume& volume) { return volume.storage == storage && IsAt(volume, node); });
  return found;
}

std::int64_t Storages::UsedBytes(std::string_view storage, std::string_view node) const {
  std::int64_t used = 0;
  for (const Volume& volume : volumes_) {
    const bool counts = volume.storage == storage && IsAt(volume, node);
    if (counts && volume.parent.empty()) used += volume.bytes;
  }
  return used;
}

bool Storages::HasLinkedClones(const Volume& base) const {
  return std::any_of(volumes_.begin(), volumes_.end(), [&](const Volume& volume) {
    return volume.parent == base.id && volume.node == base.node;
  });
}

bool Storages::Free(std::string_view id, std::string_view node) {
  return std::erase_if(volumes_, [&](const Volume& volume) {
           return volume.id == id && IsAt(volume, node);
         }) > 0;
}

nlohmann::json Storages::ToJson() const {
  nlohmann::json json = {{"storages", nlohmann::json::array()},
                         {"volumes", nlohmann::json::array()}};
  for (const auto& [id, storage] : storages_) {
    json["storages"].push_back({{"id", id},
                                {"type", storage.type},
                                {"content", storage.content},
                                {"shared", storage.shared},
                                {"total_bytes", storage.total_bytes}});
  }
  for (const Volume& volume : volumes_) {
    json["volumes"].push_back({{"id", volume.id},
                               {"node", volume.node},
                               {"content", volume.content},
                               {"format", volume.format},
                               {"bytes", volume.bytes},
                               {"vmid", volume.vmid},
                               {"parent", volume.parent},
                               {"made_at", volume.made_at}});
  }
  return json;
}

Storages Storages::FromJson(const nlohmann::json& json) {
  Storages storages;
  for (const auto& item : json.at("storages")) {
    storages.Add(Storage{.id = item.at("id"),
                         .type = item.at("type"),
                         .content = item.at("content"),
                         .shared = item.at("shared"),
                         .total_bytes = item.at("total_bytes")});
  }
  for (const auto& item : json.at("volumes")) {
    storages.Add(Volume{.id = item.at("id"),
                        .node = item.at("node"),
                        .content = item.at("content"),
                        .format = item.at("format"),
                        .bytes = item.at("bytes"),
                        .vmid = item.at("vmid"),
                        .parent = item.at("parent"),
                        .made_at = item.at("made_at")});
  }
  return storages;
}

}  // namespace nexus::simulator
