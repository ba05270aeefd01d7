"""A guest's life, from its clone to its end."""

import re
import urllib.parse

from pve_test_case import DEBIAN, FOREIGN, PveTest
from simulator import TOKEN_NAME, TOKEN_USER

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+n/3r0kAZVVSGHYBfPbVxBkuwXyTlLdmXnyKIZLk0H me@example.org"
MAC = re.compile(r"virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0")


class ChainTest(PveTest):
    def test_a_guest_lives_and_leaves_nothing(self):
        vmid = next(self.vmids)
        mark = "nexus:installation:instance:operation"
        upid = self.pve1.qemu(DEBIAN).clone.post(newid=vmid, name="web-1", description=mark, target="pve2")
        self.assertIn(f":qmclone:{DEBIAN}:{TOKEN_USER}!{TOKEN_NAME}:", upid)
        self.ends_ok(upid)

        guest = self.api.nodes("pve2").qemu(vmid)
        digest = guest.config.get()["digest"]
        self.ends_ok(guest.config.post(
            digest=digest, cores=2, memory=4096, net0="virtio,bridge=vmbr0,firewall=1", ciuser="debian",
            cipassword="not to be seen", ipconfig0="ip=10.0.0.5/24,gw=10.0.0.1", tags="Nexus;b;a",
            sshkeys=urllib.parse.quote(KEY, safe="")))
        self.ends_ok(guest.resize.put(disk="scsi0", size="20G"))
        self.ends_ok(guest.status.start.post())

        current = guest.status.current.get()
        self.assertEqual((current["status"], current["qmpstatus"], current["maxmem"], current["maxdisk"]),
                         ("running", "running", 4096 << 20, 20 << 30))
        config = guest.config.get()
        self.assertEqual((config["description"], config["tags"], config["cores"], config["memory"]),
                         (mark, "a;b;nexus", 2, "4096"))
        self.assertEqual(config["cipassword"], "**********")
        self.assertEqual(urllib.parse.unquote(config["sshkeys"]), KEY)
        self.assertRegex(config["net0"], MAC)
        self.assertNotIn("not to be seen", self.simulator.state_file.read_text())

        self.ends_ok(guest.status.shutdown.post())
        self.ends_ok(guest.delete(purge=1))
        self.fails(500, f"Configuration file 'nodes/pve2/qemu-server/{vmid}.conf' does not exist", guest.config.get)
        self.assertEqual(self.simulator.volumes(vmid), [])

    def test_a_ticket_does_the_same(self):
        root = self.by_ticket()
        vmid = next(self.vmids)
        upid = root.nodes("pve1").qemu(DEBIAN).clone.post(newid=vmid)
        self.assertIn(":root@pam:", upid)
        self.ends_ok(upid)
        self.assertEqual(root.nodes("pve1").qemu(vmid).config.get()["name"], "Copy-of-VM-debian-12")
        self.ends_ok(root.nodes("pve1").qemu(vmid).delete())

    def test_any_node_answers_for_any_node(self):
        self.assertEqual(sorted(node["node"] for node in self.api.nodes.get()), ["pve1", "pve2", "pve3"])
        for node in ("pve1", "pve2", "pve3"):
            self.assertIn("cpuinfo", self.api.nodes(node).status.get())
        self.assertTrue(all(node["ssl_fingerprint"] == self.simulator.fingerprint for node in self.api.nodes.get()))


class CloneTest(PveTest):
    def test_a_template_is_cloned_linked_and_the_cloud_init_drive_copied(self):
        vmid, guest = self.clone()
        config = guest.config.get()
        self.assertTrue(config["scsi0"].startswith(f"ceph:base-{DEBIAN}-disk-0/vm-{vmid}-disk-0,"), config)
        self.assertTrue(config["ide2"].startswith(f"ceph:vm-{vmid}-cloudinit,"), config)
        source = self.pve1.qemu(DEBIAN).config.get()
        for renewed in ("net0", "smbios1", "vmgenid"):
            self.assertNotEqual(config[renewed], source[renewed])
        self.assertNotIn("template", config)
        self.assertEqual(config["tags"], source["tags"])

    def test_a_full_clone_may_go_to_another_storage(self):
        vmid, guest = self.clone(full=1, storage="local-lvm")
        self.assertTrue(guest.config.get()["scsi0"].startswith(f"local-lvm:vm-{vmid}-disk-0,"))

    def test_a_linked_clone_has_no_storage_of_its_own(self):
        self.fails(500, "parameter 'storage' not allowed for linked clones",
                   self.pve1.qemu(DEBIAN).clone.post, newid=next(self.vmids), storage="local-lvm")

    def test_a_missing_source_is_refused_at_once(self):
        self.fails(500, "unable to find configuration file for VM 999 on node 'pve1'",
                   self.pve1.qemu(999).clone.post, newid=next(self.vmids))

    def test_a_vmid_taken_on_this_node_is_refused_at_once(self):
        self.fails(500, f"unable to create VM {FOREIGN}: config file already exists",
                   self.pve1.qemu(DEBIAN).clone.post, newid=FOREIGN)

    def test_a_vmid_taken_on_another_node_fails_the_task(self):
        upid = self.pve1.qemu(DEBIAN).clone.post(newid=101)
        self.assertIn("already exists", self.exit_of(upid))

    def test_local_disks_stay_on_their_node(self):
        self.fails(500, "can't clone VM to node 'pve2' (VM uses local storage)",
                   self.by_ticket().nodes("pve1").qemu(FOREIGN).clone.post, newid=next(self.vmids), target="pve2")

    def test_a_clone_at_work_is_locked_and_already_marked(self):
        self.simulator.fault({"task_type": "qmclone", "step": "settle"}, kind="task_hang")
        vmid = next(self.vmids)
        upid = self.pve1.qemu(DEBIAN).clone.post(newid=vmid, description="nexus:mark", target="pve3")
        guest = self.pve1.qemu(vmid)
        self.wait_for(lambda: "scsi0" in (self.simulator.guest(vmid) or {"config": {}})["config"])
        self.assertEqual(guest.config.get()["lock"], "clone")
        self.assertEqual(guest.config.get()["description"], "nexus:mark")
        self.fails(500, "VM is locked (clone)", guest.config.put, cores=2)
        self.assertEqual(self.api.nodes("pve1").tasks.get(source="active")[0]["status"], "RUNNING")
        self.simulator.control("DELETE", "/faults")
        self.ends_ok(upid)
        self.assertEqual(self.simulator.guest(vmid)["node"], "pve3")

    def test_a_failed_clone_leaves_nothing(self):
        self.simulator.fault({"task_type": "qmclone", "step": "disk scsi0"}, kind="task_fail", text="rbd error: no space")
        vmid = next(self.vmids)
        upid = self.pve1.qemu(DEBIAN).clone.post(newid=vmid)
        self.assertEqual(self.exit_of(upid), "clone failed: rbd error: no space")
        self.assertEqual(self.log_of(upid)[-1], "TASK ERROR: clone failed: rbd error: no space")
        self.assertIsNone(self.simulator.guest(vmid))
        self.assertEqual(self.simulator.volumes(vmid), [])

    def test_a_killed_clone_leaves_its_lock(self):
        self.simulator.fault({"task_type": "qmclone", "step": "settle"}, kind="task_kill")
        vmid = next(self.vmids)
        upid = self.pve1.qemu(DEBIAN).clone.post(newid=vmid)
        self.assertEqual(self.exit_of(upid), "unexpected status")
        self.assertEqual(self.simulator.guest(vmid)["lock"], "clone")
        self.assertEqual(self.exit_of(self.pve1.qemu(vmid).delete()), "VM is locked (clone)")
        self.fails(500, "only root can set 'lock' config", self.pve1.qemu(vmid).config.put, delete="lock")
        self.by_ticket().nodes("pve1").qemu(vmid).config.put(delete="lock", skiplock=1)
        self.ends_ok(self.pve1.qemu(vmid).delete())

    def test_many_clones_of_one_template_run_at_once(self):
        vmids = [next(self.vmids) for _ in range(8)]
        upids = [self.pve1.qemu(DEBIAN).clone.post(newid=vmid) for vmid in vmids]
        for upid in upids:
            self.ends_ok(upid)
        macs = {self.pve1.qemu(vmid).config.get()["net0"] for vmid in vmids}
        self.assertEqual(len(macs), len(vmids))
