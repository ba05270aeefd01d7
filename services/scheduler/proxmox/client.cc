#include "services/scheduler/proxmox/client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "services/scheduler/domain/failure.h"
#include "services/scheduler/proxmox/answer.h"
#include "services/scheduler/proxmox/classifier.h"
#include "services/scheduler/proxmox/lenient_json.h"
#include "services/scheduler/proxmox/upid.h"

namespace nexus::scheduler::proxmox {
namespace {

using nlohmann::json;

constexpr int kPrivilegedAtOnce = 2;

// A node forwards for up to 30 s; a busy one takes as long for a status.
constexpr absl::Duration kStatusTimeout = absl::Seconds(35);
constexpr absl::Duration kMutationTimeout = absl::Seconds(60);

constexpr auto kRefusedPause = std::chrono::seconds(30);

std::string NodePath(const std::string& node) { return "/nodes/" + PercentEncode(node); }

std::string GuestPath(const GuestRef& guest) {
  return fmt::format("{}/qemu/{}", NodePath(guest.node), guest.vmid);
}

std::vector<std::string> SplitTags(const std::string& tags) {
  return absl::StrSplit(tags, absl::ByAnyChar(";, "), absl::SkipEmpty());
}

NodeRow ParseNode(const json& row) {
  return {.name = TextOf(row, "node"),
          .online = TextOf(row, "status") == "online",
          .memory_bytes = IntegerOf(row, "maxmem"),
          .used_bytes = IntegerOf(row, "mem"),
          .cpus = static_cast<int>(IntegerOf(row, "maxcpu"))};
}

GuestRow ParseGuest(const json& row) {
  return {.vmid = static_cast<int>(IntegerOf(row, "vmid")),
          .node = TextOf(row, "node"),
          .running = TextOf(row, "status") == "running",
          .is_template = FlagOf(row, "template"),
          .tags = SplitTags(TextOf(row, "tags")),
          .memory_bytes = IntegerOf(row, "maxmem")};
}

StorageRow ParseStorage(const json& row) {
  const std::vector<std::string> content = absl::StrSplit(TextOf(row, "content"), ',');
  return {.id = TextOf(row, "storage"),
          .node = TextOf(row, "node"),
          .shared = FlagOf(row, "shared"),
          .images = std::ranges::find(content, "images") != content.end()};
}

std::string UpidFrom(const json& data) { return data.is_string() ? data.get<std::string>() : ""; }

}  // namespace

Client::Client(boost::asio::any_io_executor executor, Access access)
    : http_(std::move(executor), access), gate_(kPrivilegedAtOnce), user_(access.token_id) {}

void Client::Discard() {
  http_.Discard();
  gate_.Discard();
}

Async<json> Client::Ask(Call call, std::string gate) {
  if (std::chrono::steady_clock::now() < closed_until_) {
    co_return HypervisorError(Failure::kAuthBad, "the API token was refused a moment ago");
  }
  std::optional<NodeGate::Pass> pass;
  if (!gate.empty()) pass.emplace(co_await gate_.Enter(std::move(gate)));
  const bool mutates = call.mutates();
  NEXUS_CO_ASSIGN_OR_RETURN(const Answer answer, co_await http_.Send(std::move(call)));
  auto data = ParseAnswer(answer, mutates);
  if (FailureOf(data.status()) == Failure::kAuthBad) {
    closed_until_ = std::chrono::steady_clock::now() + kRefusedPause;
  }
  co_return data;
}

// What pveproxy answers by itself, without the node's privileged workers.
Async<json> Client::Read(std::string path, Form form) {
  Call call;
  call.path = std::move(path);
  call.form = std::move(form);
  co_return co_await Ask(std::move(call), std::string());
}

Async<std::string> Client::Change(Verb verb, GuestRef guest, std::string path, Form form) {
  Call call;
  call.verb = verb;
  call.path = GuestPath(guest) + path;
  call.form = std::move(form);
  call.at_most = kMutationTimeout;
  NEXUS_CO_ASSIGN_OR_RETURN(const json data, co_await Ask(std::move(call), guest.node));
  co_return UpidFrom(data);
}

AsyncStatus Client::ChangeAtOnce(Verb verb, GuestRef guest, std::string path, Form form) {
  const auto changed = co_await Change(verb, std::move(guest), std::move(path), std::move(form));
  co_return changed.status();
}

AsyncStatus Client::Check() {
  const auto version = co_await Read("/version");
  co_return version.status();
}

Async<Resources> Client::ReadResources() {
  NEXUS_CO_ASSIGN_OR_RETURN(const json rows, co_await Read("/cluster/resources"));
  Resources resources;
  for (const json& row : rows) {
    const std::string type = TextOf(row, "type");
    if (type == "node") resources.nodes.push_back(ParseNode(row));
    if (type == "qemu" || type == "lxc") resources.guests.push_back(ParseGuest(row));
    if (type == "storage") resources.storages.push_back(ParseStorage(row));
  }
  co_return resources;
}

Async<bool> Client::IsQuorate() {
  NEXUS_CO_ASSIGN_OR_RETURN(const json rows, co_await Read("/cluster/status"));
  for (const json& row : rows) {
    if (TextOf(row, "type") == "cluster") co_return FlagOf(row, "quorate");
  }
  co_return true;
}

Async<GuestOptions> Client::ReadConfig(GuestRef guest) {
  NEXUS_CO_ASSIGN_OR_RETURN(const json data, co_await Read(GuestPath(guest) + "/config"));
  GuestOptions options;
  for (const auto& [name, value] : data.items()) options[name] = ScalarText(value);
  if (const auto keys = options.find("sshkeys"); keys != options.end()) {
    keys->second = DecodeSshKeys(keys->second);
  }
  co_return options;
}

Async<bool> Client::IsRunning(GuestRef guest) {
  Call call;
  call.path = GuestPath(guest) + "/status/current";
  call.at_most = kStatusTimeout;
  NEXUS_CO_ASSIGN_OR_RETURN(const json data, co_await Ask(std::move(call), guest.node));
  co_return TextOf(data, "status") == "running";
}

Async<std::string> Client::Clone(CloneOrder order) {
  Form form;
  form["newid"] = std::to_string(order.vmid);
  form["name"] = order.name;
  form["description"] = order.description;
  form["full"] = "1";
  if (!order.target.empty()) form["target"] = order.target;
  if (!order.storage.empty()) form["storage"] = order.storage;
  co_return co_await Change(Verb::kPost, order.source, "/clone", std::move(form));
}

AsyncStatus Client::Configure(GuestRef guest, GuestOptions options) {
  if (const auto keys = options.find("sshkeys"); keys != options.end()) {
    keys->second = EncodeSshKeys(keys->second);
  }
  co_return co_await ChangeAtOnce(Verb::kPut, std::move(guest), "/config", std::move(options));
}

Async<std::string> Client::Resize(GuestRef guest, std::string disk, std::int64_t gib) {
  Form form;
  form["disk"] = std::move(disk);
  form["size"] = fmt::format("{}G", gib);
  co_return co_await Change(Verb::kPut, std::move(guest), "/resize", std::move(form));
}

Async<std::string> Client::Start(GuestRef guest) {
  co_return co_await Change(Verb::kPost, std::move(guest), "/status/start");
}

Async<std::string> Client::Stop(GuestRef guest) {
  Form form;
  form["overrule-shutdown"] = "1";
  co_return co_await Change(Verb::kPost, std::move(guest), "/status/stop", std::move(form));
}

Async<std::string> Client::Shutdown(GuestRef guest, absl::Duration patience) {
  Form form;
  form["timeout"] = std::to_string(std::max<std::int64_t>(1, absl::ToInt64Seconds(patience)));
  form["forceStop"] = "1";
  co_return co_await Change(Verb::kPost, std::move(guest), "/status/shutdown", std::move(form));
}

Async<std::string> Client::Destroy(GuestRef guest) {
  Form form;
  form["purge"] = "1";
  co_return co_await Change(Verb::kDelete, std::move(guest), "", std::move(form));
}

AsyncStatus Client::SetFirewall(GuestRef guest, GuestOptions options) {
  co_return co_await ChangeAtOnce(Verb::kPut, std::move(guest), "/firewall/options",
                                  std::move(options));
}

AsyncStatus Client::MakeIpSet(GuestRef guest, std::string name) {
  Form form;
  form["name"] = std::move(name);
  co_return co_await ChangeAtOnce(Verb::kPost, std::move(guest), "/firewall/ipset",
                                  std::move(form));
}

Async<std::vector<std::string>> Client::ListIpSet(GuestRef guest, std::string name) {
  Call call;
  call.path = GuestPath(guest) + "/firewall/ipset/" + PercentEncode(name);
  NEXUS_CO_ASSIGN_OR_RETURN(const json rows, co_await Ask(std::move(call), std::string()));
  std::vector<std::string> entries;
  for (const json& row : rows) entries.push_back(TextOf(row, "cidr"));
  co_return entries;
}

AsyncStatus Client::AddToIpSet(GuestRef guest, std::string name, std::string cidr) {
  Form form;
  form["cidr"] = std::move(cidr);
  co_return co_await ChangeAtOnce(Verb::kPost, std::move(guest),
                                  "/firewall/ipset/" + PercentEncode(name), std::move(form));
}

AsyncStatus Client::RemoveFromIpSet(GuestRef guest, std::string name, std::string cidr) {
  co_return co_await ChangeAtOnce(
      Verb::kDelete, std::move(guest),
      fmt::format("/firewall/ipset/{}/{}", PercentEncode(name), PercentEncode(cidr)));
}

Async<TaskState> Client::ReadTask(std::string upid) {
  const auto parsed = ParseUpid(upid);
  if (!parsed) co_return HypervisorError(Failure::kOther, "the task's name cannot be read");
  Call call;
  call.path = fmt::format("{}/tasks/{}/status", NodePath(parsed->node), PercentEncode(upid));
  NEXUS_CO_ASSIGN_OR_RETURN(const json data, co_await Ask(std::move(call), parsed->node));
  TaskState state;
  state.running = TextOf(data, "status") == "running";
  if (!state.running) state.result = ResultOfTask(TextOf(data, "exitstatus"));
  co_return state;
}

AsyncStatus Client::StopTask(std::string upid) {
  const auto parsed = ParseUpid(upid);
  if (!parsed) co_return HypervisorError(Failure::kOther, "the task's name cannot be read");
  Call call;
  call.verb = Verb::kDelete;
  call.path = fmt::format("{}/tasks/{}", NodePath(parsed->node), PercentEncode(upid));
  call.at_most = kMutationTimeout;
  const auto stopped = co_await Ask(std::move(call), parsed->node);
  co_return stopped.status();
}

Async<std::vector<std::string>> Client::FindTasks(GuestRef guest, std::string type,
                                                  absl::Time since) {
  Form form;
  form["source"] = "all";
  form["vmid"] = std::to_string(guest.vmid);
  form["typefilter"] = type;
  form["since"] = std::to_string(absl::ToUnixSeconds(since));
  NEXUS_CO_ASSIGN_OR_RETURN(const json rows,
                            co_await Read(NodePath(guest.node) + "/tasks", std::move(form)));
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (const json& row : rows) {
    const auto upid = ParseUpid(TextOf(row, "upid"));
    // The server's filters match parts of names; ours do not.
    if (!upid || upid->user != user_ || upid->type != type) continue;
    if (upid->id != std::to_string(guest.vmid)) continue;
    found.emplace_back(upid->start_time, TextOf(row, "upid"));
  }
  std::ranges::sort(found, std::greater<>());
  std::vector<std::string> upids;
  for (auto& [start, upid] : found) upids.push_back(std::move(upid));
  co_return upids;
}

Async<std::vector<Volume>> Client::ListVolumes(std::string node, std::string storage, int vmid) {
  Call call;
  call.path = fmt::format("{}/storage/{}/content", NodePath(node), PercentEncode(storage));
  call.form["content"] = "images";
  call.form["vmid"] = std::to_string(vmid);
  NEXUS_CO_ASSIGN_OR_RETURN(const json rows, co_await Ask(std::move(call), node));
  std::vector<Volume> volumes;
  for (const json& row : rows) {
    volumes.push_back({TextOf(row, "volid"), static_cast<int>(IntegerOf(row, "vmid"))});
  }
  co_return volumes;
}

Async<std::string> Client::DeleteVolume(std::string node, std::string volume) {
  const std::string storage = volume.substr(0, volume.find(':'));
  Call call;
  call.verb = Verb::kDelete;
  call.path = fmt::format("{}/storage/{}/content/{}", NodePath(node), PercentEncode(storage),
                          PercentEncode(volume));
  call.at_most = kMutationTimeout;
  NEXUS_CO_ASSIGN_OR_RETURN(const json data, co_await Ask(std::move(call), node));
  co_return UpidFrom(data);
}

}  // namespace nexus::scheduler::proxmox
