#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "libs/base/ids.h"
#include "simulator/model/cluster.h"
#include "simulator/model/randomness.h"

namespace nexus::simulator {
namespace {

constexpr std::int64_t kGibibyte = std::int64_t{1} << 30;
constexpr std::int64_t kDay = 86'400;

void AddStorages(Storages& storages) {
  storages.Add(Storage{.id = "ceph",
                       .type = "rbd",
                       .content = "images,rootdir",
                       .shared = true,
                       .total_bytes = 4096 * kGibibyte});
  storages.Add(Storage{.id = "local-lvm",
                       .type = "lvmthin",
                       .content = "images,rootdir",
                       .total_bytes = 800 * kGibibyte});
  storages.Add(Storage{.id = "local",
                       .type = "dir",
                       .content = "backup,iso,vztmpl,snippets",
                       .total_bytes = 94 * kGibibyte});
}

Guest NewGuest(Randomness& randomness, int vmid, std::string_view node, std::string_view name,
               std::int64_t now) {
  Guest guest;
  guest.vmid = vmid;
  guest.node = node;
  guest.config = {{"name", std::string(name)},
                  {"ostype", "l26"},
                  {"scsihw", "virtio-scsi-single"},
                  {"boot", "order=scsi0"},
                  {"cores", "2"},
                  {"sockets", "1"},
                  {"memory", "2048"},
                  {"net0", fmt::format("virtio={},bridge=vmbr0,firewall=1", randomness.Mac())},
                  {"meta", fmt::format("creation-qemu=9.2.0,ctime={}", now - 30 * kDay)},
                  {"smbios1", "uuid=" + randomness.Uuid()},
                  {"vmgenid", randomness.Uuid()}};
  return guest;
}

// A disk of `gib` with the volume behind it.
void AddDisk(Cluster& cluster, Guest& guest, std::string_view volume_name, int gib,
             std::string_view storage, std::int64_t now) {
  Volume volume;
  volume.id = fmt::format("{}:{}", storage, volume_name);
  volume.node = cluster.storages.Find(storage)->shared ? "" : guest.node;
  volume.bytes = gib * kGibibyte;
  volume.vmid = guest.vmid;
  volume.made_at = now - 30 * kDay;
  guest.config["scsi0"] = fmt::format("{},discard=on,iothread=1,size={}G,ssd=1", volume.id, gib);
  cluster.storages.Add(std::move(volume));
}

// A cloud image as its maker publishes it, with a drive for cloud-init.
void AddTemplate(Cluster& cluster, Randomness& randomness, int vmid, std::string_view node,
                 std::string_view slug, std::string_view title, std::int64_t now) {
  Guest guest = NewGuest(randomness, vmid, node, slug, now);
  AddDisk(cluster, guest, fmt::format("base-{}-disk-0", vmid), 3, "ceph", now);
  Volume drive;
  drive.id = fmt::format("ceph:vm-{}-cloudinit", vmid);
  drive.bytes = 4 << 20;
  drive.vmid = vmid;
  drive.made_at = now - 30 * kDay;
  guest.config["ide2"] = drive.id + ",media=cdrom,size=4M";
  cluster.storages.Add(std::move(drive));
  guest.config["agent"] = "1";
  guest.config["description"] = title;
  guest.config["serial0"] = "socket";
  guest.config["tags"] = fmt::format("nexus-image-{}", slug);
  guest.config["template"] = "1";
  guest.config["vga"] = "serial0";
  cluster.guests.emplace(vmid, std::move(guest));
}

// Somebody else's: nothing of ours may ever touch these.
void AddForeignGuests(Cluster& cluster, Randomness& randomness, std::int64_t now) {
  Guest database = NewGuest(randomness, 100, "pve1", "office-db", now);
  database.config["description"] = "accounting database";
  database.config["onboot"] = "1";
  database.config["tags"] = "office;production";
  database.running = true;
  database.started_at = now - 12 * kDay;
  database.pid = 2113;
  AddDisk(cluster, database, "vm-100-disk-0", 64, "local-lvm", now);
  cluster.guests.emplace(100, std::move(database));

  Guest builder = NewGuest(randomness, 101, "pve2", "build-01", now);
  builder.config["memory"] = "8192";
  AddDisk(cluster, builder, "vm-101-disk-0", 40, "ceph", now);
  cluster.guests.emplace(101, std::move(builder));
}

}  // namespace

Cluster DemoCluster(Randomness& randomness, std::int64_t now) {
  Cluster cluster;
  cluster.name = "demo";
  for (int n = 1; n <= 3; ++n) {
    cluster.nodes.push_back(
        {fmt::format("pve{}", n), 16, 64 * kGibibyte, fmt::format("192.0.2.{}", 10 + n)});
  }
  cluster.bridges = {"vmbr0", "vmbr1"};
  cluster.ticket_key = HexEncode(RandomBytes(32));
  AddStorages(cluster.storages);
  AddTemplate(cluster, randomness, 9000, "pve1", "debian-12", "Debian 12 cloud image", now);
  AddTemplate(cluster, randomness, 9001, "pve2", "ubuntu-2404", "Ubuntu 24.04 cloud image", now);
  AddForeignGuests(cluster, randomness, now);
  return cluster;
}

}  // namespace nexus::simulator
