#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include <nlohmann/json.hpp>

namespace nexus::simulator {

// A storage as the whole cluster sees it. One that is not shared has its own
// volumes and its own room on each node.
struct Storage {
  std::string id;
  std::string type;     // `rbd`, `lvmthin`, `dir`.
  std::string content;  // `images,rootdir`.
  bool shared = false;
  std::int64_t total_bytes = 0;
};

struct Volume {
  std::string id;  // `ceph:vm-100-disk-0`.
  std::string storage;
  std::string node;  // Empty on shared storage.
  std::string content = "images";
  std::string format = "raw";
  std::int64_t bytes = 0;
  int vmid = 0;        // 0: of no guest, such as an ISO.
  std::string parent;  // The volume it is a linked clone of; empty when it is whole.
  std::int64_t made_at = 0;
};

// The storages and what is on them.
class Storages {
 public:
  void Add(Storage storage) { storages_[storage.id] = std::move(storage); }
  void Add(Volume volume);

  const std::map<std::string, Storage>& all() const { return storages_; }
  const Storage* Find(std::string_view id) const;

  // A new volume `vm-<vmid>-disk-<n>` with the lowest free n, or, with a
  // `suffix` such as `cloudinit`, `vm-<vmid>-<suffix>`.
  // Fails when the storage does not exist or has no room left.
  absl::StatusOr<Volume> Allocate(std::string_view storage, std::string_view node, int vmid,
                                  std::int64_t bytes, std::string_view suffix = "");

  // A volume for `vmid` that shares what `base` holds.
  absl::StatusOr<Volume> CloneLinked(const Volume& base, std::string_view node, int vmid);

  absl::Status Resize(std::string_view id, std::string_view node, std::int64_t bytes);

  // `node` matters for volumes of storages that are not shared.
  const Volume* FindVolume(std::string_view id, std::string_view node) const;
  std::vector<Volume> On(std::string_view storage, std::string_view node) const;
  std::int64_t UsedBytes(std::string_view storage, std::string_view node) const;
  bool HasLinkedClones(const Volume& base) const;

  // False when there was none.
  bool Free(std::string_view id, std::string_view node);

  const std::vector<Volume>& volumes() const { return volumes_; }

  nlohmann::json ToJson() const;
  static Storages FromJson(const nlohmann::json& json);

 private:
  Volume* Mutable(std::string_view id, std::string_view node);

  std::map<std::string, Storage> storages_;
  std::vector<Volume> volumes_;
};

// `ceph` of `ceph:vm-100-disk-0`; empty for what names no storage.
std::string StorageOf(std::string_view volume_id);

}  // namespace nexus::simulator
