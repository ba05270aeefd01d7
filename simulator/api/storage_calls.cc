#include <algorithm>

#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/inventory.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

bool Holds(const Storage& storage, const std::string& content) {
  const std::vector<std::string> kinds = absl::StrSplit(storage.content, ',');
  return std::find(kinds.begin(), kinds.end(), content) != kinds.end();
}

bool MaySee(const Call& call, const std::string& storage) {
  const Accounts& accounts = call.simulation.cluster.accounts;
  return accounts.May(call.identity, "/storage/" + storage, "Datastore.Audit") ||
         accounts.May(call.identity, "/storage/" + storage, "Datastore.AllocateSpace");
}

absl::StatusOr<Answer> ListStorages(Call& call) {
  const Storages& storages = call.simulation.cluster.storages;
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [id, storage] : storages.all()) {
    if (!MaySee(call, id)) continue;
    if (call.Has("storage") && call.Text("storage") != id) continue;
    if (call.Has("content") && !Holds(storage, call.Text("content"))) continue;
    // What another node can use too.
    if (call.Text("target", call.node()) != call.node() && !storage.shared) continue;
    nlohmann::json row = StorageNumbers(storages, storage, call.node());
    row["storage"] = id;
    rows.push_back(std::move(row));
  }
  return Answer{rows};
}

absl::StatusOr<Answer> ShowStorage(Call& call) {
  const Storages& storages = call.simulation.cluster.storages;
  const Storage* storage = storages.Find(call.Text("storage"));
  if (storage == nullptr) return BadParameter("storage", "No such storage.");
  nlohmann::json status = StorageNumbers(storages, *storage, call.node());
  status.erase("used_fraction");
  return Answer{status};
}

absl::StatusOr<Answer> ListContent(Call& call) {
  const Storages& storages = call.simulation.cluster.storages;
  const std::string id = call.Text("storage");
  if (storages.Find(id) == nullptr) return StorageMissing(id);
  nlohmann::json rows = nlohmann::json::array();
  for (const Volume& volume : storages.On(id, call.node())) {
    if (call.Has("content") && call.Text("content") != volume.content) continue;
    if (call.Has("vmid") && call.vmid() != volume.vmid) continue;
    nlohmann::json row = {{"volid", volume.id},
                          {"content", volume.content},
                          {"format", volume.format},
                          {"size", volume.bytes},
                          {"ctime", volume.made_at}};
    if (volume.vmid != 0) row["vmid"] = volume.vmid;
    if (!volume.parent.empty()) {
      row["parent"] = volume.parent.substr(volume.parent.find(':') + 1) + "@__base__";
    }
    rows.push_back(std::move(row));
  }
  return Answer{rows};
}

// Does not ask whether a guest still uses the volume, and is content when there is none.
boost::asio::awaitable<absl::Status> FreeVolume(Simulation& simulation, std::string node,
                                                std::string id, Task& task) {
  const Volume* volume = simulation.cluster.storages.FindVolume(id, node);
  if (volume != nullptr && simulation.cluster.storages.HasLinkedClones(*volume)) {
    co_return Died(fmt::format("base volume '{}' is still in use by linked clones", id));
  }
  task.Log(simulation.cluster.storages.Free(id, node)
               ? std::string("Removing image: 100% complete...done.")
               : fmt::format("volume '{}' does not exist", id));
  co_return absl::OkStatus();
}

boost::asio::awaitable<absl::StatusOr<Answer>> DeleteVolume(Call& call) {
  const std::string storage = call.Text("storage");
  std::string id = call.Text("volume");
  if (id.find(':') == std::string::npos) id = storage + ":" + id;
  const absl::Status may = call.Require("/storage/" + storage, "Datastore.Allocate");
  if (!may.ok()) co_return may;
  if (call.simulation.cluster.storages.Find(storage) == nullptr) co_return StorageMissing(storage);
  const Volume* volume = call.simulation.cluster.storages.FindVolume(id, call.node());
  const bool owned = volume != nullptr && volume->vmid != 0;
  const std::string task_id = owned ? fmt::format("{}@{}", volume->vmid, storage) : storage;
  Simulation& simulation = call.simulation;
  auto body = [&simulation, node = call.node(), id](Task& task) {
    return FreeVolume(simulation, node, id, task);
  };
  co_return co_await call.StartTask("imgdel", task_id, std::move(body));
}

}  // namespace

void AddStorageCalls(Router& router) {
  constexpr char kSee[] = "Datastore.Audit|Datastore.AllocateSpace@/storage/{storage}";
  router.Add("GET /nodes/{node}/storage", Run::kProtected, "",
             "content:str enabled:bool storage:storage target:node", AtOnce(ListStorages));
  router.Add("GET /nodes/{node}/storage/{storage}/status", Run::kProtected, kSee, "",
             AtOnce(ShowStorage));
  router.Add("GET /nodes/{node}/storage/{storage}/content", Run::kProtected, kSee,
             "content:str vmid:vmid", AtOnce(ListContent));
  router.Add("DELETE /nodes/{node}/storage/{storage}/content/{volume}", Run::kProtected, "",
             "delay:int:1..30", DeleteVolume);
}

}  // namespace nexus::simulator
