#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

// What the list and the state of one guest have in common.
nlohmann::json RowOf(const Guest& guest, std::int64_t now) {
  nlohmann::json row = {{"vmid", guest.vmid},
                        {"name", guest.Option("name", fmt::format("VM {}", guest.vmid))},
                        {"status", guest.running ? "running" : "stopped"},
                        {"cpus", guest.cpus()},
                        {"cpu", guest.running ? 0.01 : 0.0},
                        {"maxmem", guest.memory_bytes()},
                        {"mem", guest.running ? guest.memory_bytes() / 3 : 0},
                        {"maxdisk", guest.boot_disk_bytes()},
                        {"disk", 0},
                        {"diskread", 0},
                        {"diskwrite", 0},
                        {"netin", 0},
                        {"netout", 0},
                        {"uptime", guest.running ? now - guest.started_at : 0}};
  if (guest.running) row["pid"] = guest.pid;
  if (guest.is_template()) row["template"] = 1;
  for (const char* option : {"lock", "tags"}) {
    if (const std::string value = guest.Option(option); !value.empty()) row[option] = value;
  }
  return row;
}

void AddDetails(const Guest& guest, nlohmann::json& row) {
  row["qmpstatus"] = guest.running ? "running" : "stopped";
  if (guest.Option("agent").starts_with("1") || guest.Option("agent").starts_with("enabled=1")) {
    row["agent"] = 1;
  }
  if (!guest.running) return;
  row["running-machine"] = "pc-i440fx-9.2+pve1";
  row["running-qemu"] = "9.2.0";
  row["blockstat"] = nlohmann::json::object();
  for (const std::string& slot : guest.DiskSlots()) {
    row["blockstat"][slot] = {{"rd_bytes", 0}, {"wr_bytes", 0}, {"account_failed", true}};
  }
}

absl::StatusOr<Answer> ListGuests(Call& call) {
  Cluster& cluster = call.simulation.cluster;
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [vmid, guest] : cluster.guests) {
    if (guest.node != call.node()) continue;
    if (!cluster.accounts.May(call.identity, fmt::format("/vms/{}", vmid), "VM.Audit")) continue;
    nlohmann::json row = RowOf(guest, call.simulation.Now());
    if (call.Flag("full")) AddDetails(guest, row);
    rows.push_back(std::move(row));
  }
  return Answer{rows};
}

absl::StatusOr<Answer> ShowCurrent(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  nlohmann::json row = RowOf(**guest, call.simulation.Now());
  AddDetails(**guest, row);
  row["ha"] = {{"managed", 0}};
  return Answer{row};
}

absl::StatusOr<Answer> ShowPending(Call& call) {
  const auto loaded = call.LoadGuest();
  if (!loaded.ok()) return loaded.status();
  const Guest& guest = **loaded;
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, value] : guest.config) {
    nlohmann::json row = {{"key", name}, {"value", ShownOption(name, value)}};
    const auto pending = guest.pending.find(name);
    if (pending != guest.pending.end()) row["pending"] = ShownOption(name, pending->second);
    if (guest.pending_deletes.contains(name)) row["delete"] = 1;
    rows.push_back(std::move(row));
  }
  for (const auto& [name, value] : guest.pending) {
    if (guest.config.contains(name)) continue;
    rows.push_back({{"key", name}, {"pending", ShownOption(name, value)}});
  }
  rows.push_back({{"key", "digest"}, {"value", guest.Digest()}});
  return Answer{rows};
}

}  // namespace

void AddGuestCalls(Router& router) {
  router.Add("GET /nodes/{node}/qemu", Run::kProtected, "", "full:bool", AtOnce(ListGuests));
  router.Add("GET /nodes/{node}/qemu/{vmid}/status/current", Run::kProtected,
             "VM.Audit@/vms/{vmid}", "", AtOnce(ShowCurrent));
  router.Add("GET /nodes/{node}/qemu/{vmid}/pending", Run::kInProxy, "VM.Audit@/vms/{vmid}", "",
             AtOnce(ShowPending));
}

}  // namespace nexus::simulator
