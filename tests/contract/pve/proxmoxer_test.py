"""The simulator, driven by proxmoxer: a client of Proxmox VE that was written
for the real thing and knows nothing of this project.

usage: proxmoxer_test.py PATH_OF_NEXUS_PVE_SIMULATOR [unittest options]"""

import http.client
import itertools
import json
import re
import ssl
import sys
import threading
import time
import unittest
import urllib.parse

from proxmoxer import ProxmoxAPI, ResourceException

from simulator import ROOT_PASSWORD, TOKEN_NAME, TOKEN_SECRET, TOKEN_USER, Simulator

DEBIAN = 9000  # The template on pve1, its disk on shared storage.
FOREIGN = 100  # Somebody else's guest, running on pve1 on local storage.
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+n/3r0kAZVVSGHYBfPbVxBkuwXyTlLdmXnyKIZLk0H me@example.org"
UPID = re.compile(r"^UPID:pve[123]:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:[a-z]+:[^:]*:[^:]+:$")
MAC = re.compile(r"virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0")


class PveTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.simulator = Simulator(BINARY)
        cls.vmids = itertools.count(5000)

    @classmethod
    def tearDownClass(cls):
        cls.simulator.__exit__()

    def setUp(self):
        self.addCleanup(self.simulator.control, "DELETE", "/faults")
        self.api = self.by_token()
        self.pve1 = self.api.nodes("pve1")

    # Clients.

    def by_token(self, secret=TOKEN_SECRET):
        return ProxmoxAPI("127.0.0.1", port=self.simulator.port, user=TOKEN_USER, token_name=TOKEN_NAME,
                          token_value=secret, verify_ssl=False, timeout=60)

    def by_ticket(self):
        return ProxmoxAPI("127.0.0.1", port=self.simulator.port, user="root@pam", password=ROOT_PASSWORD,
                          verify_ssl=False, timeout=60)

    def raw(self, method, path, body=None, headers=None, token=True):
        """A request of which nothing is hidden by a client: status, reason, headers, body."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.simulator.port, timeout=60,
                                                 context=ssl._create_unverified_context())
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"PVEAPIToken={TOKEN_USER}!{TOKEN_NAME}={TOKEN_SECRET}"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, response.reason, response.headers, text

    # Tasks.

    def exit_of(self, upid):
        """How the task ended, once it has."""
        self.assertRegex(upid, UPID)
        deadline = time.monotonic() + 30
        task = self.api.nodes(upid.split(":")[1]).tasks(upid).status
        status = task.get()
        while status["status"] == "running":
            self.assertLess(time.monotonic(), deadline, f"{upid} does not end")
            time.sleep(0.01)
            status = task.get()
        return status["exitstatus"]

    def log_of(self, upid):
        return [line["t"] for line in self.api.nodes(upid.split(":")[1]).tasks(upid).log.get(limit=500)]

    def ends_ok(self, upid):
        self.assertEqual(self.exit_of(upid), "OK", self.log_of(upid))

    def fails(self, code, text, call, *arguments, **parameters):
        """The reason phrase is the text; so is the body's message, with a newline."""
        with self.assertRaises(ResourceException) as caught:
            call(*arguments, **parameters)
        self.assertEqual((caught.exception.status_code, caught.exception.content.split(" - {")[0]), (code, text))

    def refuses_parameter(self, name, text, call, **parameters):
        with self.assertRaises(ResourceException) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.status_code, 400)
        self.assertEqual(caught.exception.errors.get(name), text)

    def clone(self, **parameters):
        """A new guest on pve1."""
        vmid = next(self.vmids)
        self.ends_ok(self.pve1.qemu(DEBIAN).clone.post(newid=vmid, name=f"guest-{vmid}", **parameters))
        return vmid, self.pve1.qemu(vmid)


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

    def wait_for(self, condition):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)


class ConfigTest(PveTest):
    def test_parameters_are_checked_one_by_one(self):
        _, guest = self.clone()
        unknown = "property is not defined in schema and the schema does not allow additional properties"
        for name, value, text in (
                ("nonsense", 1, unknown),
                ("cores", 0, "value must have a minimum value of 1"),
                ("cores", "many", "type check ('integer') failed - got 'many'"),
                ("onboot", "true", "type check ('boolean') failed - got 'true'"),
                ("name", "bad_name!", "invalid format - value does not look like a valid DNS name\n"),
                ("net0", "virtio,foo=1", f"invalid format - format error\nnet0.foo: {unknown}\n"),
                ("ipconfig0", "ip=10.0.0.5", "invalid format - format error\nipconfig0.ip: invalid format - "
                 "value does not look like a valid ipv4 network configuration\n\n"),
                ("ostype", "beos", "value 'beos' does not have a value in the enumeration 'other, wxp, w2k, w2k3, "
                 "w2k8, wvista, win7, win8, win10, win11, l24, l26, solaris'")):
            with self.subTest(name=name, value=value):
                self.refuses_parameter(name, text, guest.config.put, **{name: value})

    def test_keys_are_encoded_twice(self):
        _, guest = self.clone()
        self.refuses_parameter("sshkeys", f"invalid format - invalid urlencoded string: {KEY}\n",
                               guest.config.put, sshkeys=KEY)
        self.fails(500, "SSH public key validation error", guest.config.put, sshkeys="no%20key")

    def test_a_stale_digest_is_refused(self):
        _, guest = self.clone()
        digest = guest.config.get()["digest"]
        guest.config.put(cores=2, digest=digest)
        self.fails(500, "checksum mismatch (file change by other user?)", guest.config.put, cores=4, digest=digest)
        self.assertEqual(guest.config.get()["cores"], 2)

    def test_nothing_to_change_and_unknown_options_are_errors(self):
        _, guest = self.clone()
        self.fails(500, "no options specified", guest.config.put)
        self.refuses_parameter("delete", "unknown option 'nosuch'", guest.config.put, delete="nosuch")
        guest.config.put(delete="balloon")

    def test_a_running_guest_takes_some_changes_later(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        guest.config.put(memory=8192, description="at once")
        self.assertEqual(guest.config.get(current=1)["memory"], "2048")
        self.assertEqual(guest.config.get()["memory"], "8192")
        self.assertEqual(guest.config.get(current=1)["description"], "at once")
        pending = {row["key"]: row for row in guest.pending.get()}
        self.assertEqual((pending["memory"]["value"], pending["memory"]["pending"]), ("2048", "8192"))
        self.ends_ok(guest.status.stop.post())
        self.ends_ok(guest.status.start.post())
        self.assertEqual(self.simulator.guest(vmid)["config"]["memory"], "8192")

    def test_disks_are_allocated_detached_and_destroyed(self):
        vmid, guest = self.clone()
        guest.config.put(scsi1="local-lvm:4")
        self.assertEqual(guest.config.get()["scsi1"], f"local-lvm:vm-{vmid}-disk-0,size=4G")
        guest.config.put(delete="scsi1")
        self.assertEqual(guest.config.get()["unused0"], f"local-lvm:vm-{vmid}-disk-0")
        guest.config.put(delete="unused0")
        self.assertNotIn(f"local-lvm:vm-{vmid}-disk-0", self.simulator.volumes(vmid))
        self.fails(500, "storage 'nostore' does not exist", guest.config.put, scsi1="nostore:4")

    def test_resize_grows_and_never_shrinks(self):
        _, guest = self.clone()
        self.ends_ok(guest.resize.put(disk="scsi0", size="10G"))
        self.ends_ok(guest.resize.put(disk="scsi0", size="10G"))
        self.assertIn("size=10G", guest.config.get()["scsi0"])
        self.assertEqual(self.exit_of(guest.resize.put(disk="scsi0", size="4G")), "shrinking disks is not supported")
        self.assertEqual(self.exit_of(guest.resize.put(disk="scsi9", size="4G")), "disk 'scsi9' does not exist")
        self.refuses_parameter("size", "value does not match the regex pattern", guest.resize.put,
                               disk="scsi0", size="abc")


class PowerTest(PveTest):
    def test_what_depends_on_the_power_state(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.stop.post())
        self.ends_ok(guest.status.shutdown.post())
        for verb in ("reboot", "reset"):
            self.fails(500, f"VM {vmid} not running", guest.status(verb).post)
        self.ends_ok(guest.status.start.post())
        self.assertEqual(self.exit_of(guest.status.start.post()), f"VM {vmid} already running")
        self.fails(500, f"VM {vmid} is running - destroy failed", guest.delete)
        self.ends_ok(guest.status.reset.post())
        self.ends_ok(guest.status.stop.post())

    def test_a_missing_guest_is_an_error_of_the_task(self):
        missing = self.pve1.qemu(999)
        self.assertEqual(self.exit_of(missing.status.start.post()),
                         "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist")
        self.assertEqual(self.exit_of(missing.status.stop.post()),
                         "unable to find configuration file for VM 999 on node 'pve1'")
        self.fails(500, "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist", missing.delete)
        self.fails(500, "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist",
                   missing.status.current.get)

    def test_a_template_does_not_start(self):
        self.assertEqual(self.exit_of(self.pve1.qemu(DEBIAN).status.start.post()),
                         "you can't start a vm if it's a template")

    def test_a_template_in_use_is_not_deleted(self):
        self.clone()
        self.assertEqual(self.exit_of(self.pve1.qemu(DEBIAN).delete()),
                         f"base volume 'ceph:base-{DEBIAN}-disk-0' is still in use by linked cloned")

    def test_a_guest_that_ignores_a_shutdown(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        self.simulator.chaos("ignore_shutdown", vmid=vmid, ignores=True)
        self.assertEqual(self.exit_of(guest.status.shutdown.post(timeout=1)), "VM quit/powerdown failed - got timeout")
        self.assertEqual(guest.status.current.get()["status"], "running")
        upid = guest.status.shutdown.post(timeout=1, forceStop=1)
        self.ends_ok(upid)
        self.assertIn("VM still running - terminating now with SIGTERM", self.log_of(upid))

    def test_a_stop_overrules_a_shutdown(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        self.simulator.chaos("ignore_shutdown", vmid=vmid, ignores=True)
        shutdown = guest.status.shutdown.post(timeout=60)
        stop = guest.status.stop.post(**{"overrule-shutdown": 1})
        self.ends_ok(stop)
        self.assertEqual(self.exit_of(shutdown), "received interrupt")
        self.assertIn(f"overruled qmshutdown tasks: {shutdown}", self.log_of(stop))

    def test_a_start_without_a_bridge_is_a_warning_and_with_a_wrong_one_an_error(self):
        _, guest = self.clone()
        guest.config.put(net0="virtio")
        self.assertEqual(self.exit_of(guest.status.start.post()), "WARNINGS: 1")
        _, guest = self.clone()
        guest.config.put(net0="virtio,bridge=vmbr7")
        self.assertEqual(self.exit_of(guest.status.start.post()), "start failed: QEMU exited with code 1")

    def test_a_reboot_comes_back(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        first = guest.status.current.get()["pid"]
        self.ends_ok(guest.status.reboot.post())
        deadline = time.monotonic() + 10
        while guest.status.current.get().get("pid") in (None, first):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def test_protection_is_protection(self):
        vmid, guest = self.clone()
        guest.config.put(protection=1)
        self.fails(500, f"can't remove VM {vmid} - protection mode enabled", guest.delete)
        guest.config.put(protection=0)
        self.ends_ok(guest.delete())


class LockTest(PveTest):
    def test_a_config_lock_is_told_at_once_or_by_the_task(self):
        vmid, guest = self.clone()
        self.simulator.chaos("change_config", vmid=vmid, set={"lock": "backup"})
        for call in (guest.config.put, guest.config.post):
            self.fails(500, "VM is locked (backup)", call, cores=2)
        for upid in (guest.status.start.post(), guest.resize.put(disk="scsi0", size="9G"), guest.delete()):
            self.assertEqual(self.exit_of(upid), "VM is locked (backup)")
        self.assertEqual(guest.status.current.get()["lock"], "backup")
        self.simulator.chaos("change_config", vmid=vmid, delete=["lock"])

    def test_a_lock_file_is_waited_for_and_then_given_up(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        self.simulator.chaos("ignore_shutdown", vmid=vmid, ignores=True)
        self.simulator.settings(lock_wait_ms=50)
        self.addCleanup(self.simulator.settings, lock_wait_ms=10_000)
        shutdown = guest.status.shutdown.post(timeout=60)
        text = f"can't lock file '/var/lock/qemu-server/lock-{vmid}.conf' - got timeout"
        stop = guest.status.stop.post()
        self.assertEqual(self.exit_of(stop), text)
        self.assertIn("trying to acquire lock...", self.log_of(stop))
        self.fails(500, text, guest.config.put, cores=2)
        self.api.nodes("pve1").tasks(shutdown).delete()
        self.assertEqual(self.exit_of(shutdown), "received interrupt")

    def test_waiting_calls_take_the_workers_of_their_node(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        self.simulator.chaos("ignore_shutdown", vmid=vmid, ignores=True)
        self.simulator.settings(lock_wait_ms=3000, forward_timeout_ms=500)
        self.addCleanup(self.simulator.settings, lock_wait_ms=10_000, forward_timeout_ms=30_000)
        shutdown = guest.status.shutdown.post(timeout=60)
        threads = [threading.Thread(target=self.raw, args=(
            "PUT", f"/api2/json/nodes/pve1/qemu/{vmid}/config", "cores=2",
            {"Content-Type": "application/x-www-form-urlencoded"})) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()  # Each has given up; the workers have not.
        status, reason, _, body = self.raw("GET", f"/api2/json/nodes/pve1/qemu/{vmid}/status/current")
        self.assertEqual((status, reason, body), (596, "Connection timed out", ""))
        self.assertEqual(self.raw("GET", f"/api2/json/nodes/pve1/qemu/{vmid}/config")[0], 200)
        self.assertEqual(self.raw("GET", "/api2/json/nodes/pve2/qemu/101/status/current")[0], 200)
        self.simulator.settings(forward_timeout_ms=30_000)
        self.api.nodes("pve1").tasks(shutdown).delete()


class IdentityTest(PveTest):
    def test_what_is_not_authenticated_has_no_body(self):
        for headers, reason in (
                ({}, "No ticket"),
                ({"Authorization": "Bearer x"}, "No ticket"),
                ({"Cookie": "PVEAuthCookie=PVE:root@pam:6B04077B::forged"}, "Authentication failed!"),
                ({"Authorization": f"PVEAPIToken={TOKEN_USER}!{TOKEN_NAME}=wrong"}, "Authentication failed!"),
                ({"Authorization": "PVEAPIToken=nobody@pve!x=y"}, "Authentication failed!")):
            with self.subTest(headers=headers):
                status, said, answer, body = self.raw("GET", "/api2/json/version", headers=headers, token=False)
                self.assertEqual((status, said, body), (401, reason, ""))
                self.assertEqual(answer["Connection"], "close")

    def test_a_wrong_password_has_a_body(self):
        status, reason, _, body = self.raw("POST", "/api2/json/access/ticket", "username=root@pam&password=wrong",
                                           {"Content-Type": "application/x-www-form-urlencoded"}, token=False)
        self.assertEqual((status, reason), (401, "authentication failure"))
        self.assertEqual(json.loads(body), {"data": None, "message": "authentication failure\n"})

    def test_refusals_are_late(self):
        self.simulator.settings(auth_delay_ms=300)
        self.addCleanup(self.simulator.settings, auth_delay_ms=10)
        began = time.monotonic()
        self.raw("GET", "/api2/json/version", token=False)
        self.assertGreaterEqual(time.monotonic() - began, 0.3)

    def test_a_ticket_writes_only_with_its_csrf_token(self):
        ticket, csrf = self.by_ticket().get_tokens()
        cookie = {"Cookie": f"PVEAuthCookie={urllib.parse.quote(ticket, safe='')}"}
        path = "/api2/json/nodes/pve1/qemu/999/status/stop"
        self.assertEqual(self.raw("GET", "/api2/json/version", headers=cookie, token=False)[0], 200)
        for headers in (cookie, {**cookie, "CSRFPreventionToken": csrf + "x"}):
            status, reason, _, body = self.raw("POST", path, headers=headers, token=False)
            self.assertEqual((status, reason, body), (401, "Permission denied - invalid csrf token", ""))
        self.assertEqual(self.raw("POST", path, headers={**cookie, "CSRFPreventionToken": csrf}, token=False)[0], 200)

    def test_a_ticket_lives_for_two_hours_and_can_be_renewed(self):
        root = self.by_ticket()
        ticket, _ = root.get_tokens()
        self.addCleanup(self.simulator.settings, clock_offset_s=0)
        self.simulator.settings(clock_offset_s=7100)
        renewed = root.access.ticket.post(username="root@pam", password=ticket)["ticket"]
        self.assertEqual(root.version.get()["release"], "8.4")
        self.simulator.settings(clock_offset_s=7300)
        self.assertEqual(self.raw("GET", "/api2/json/version", headers={"Cookie": f"PVEAuthCookie={ticket}"},
                                  token=False)[:2], (401, "Authentication failed!"))
        self.assertEqual(self.raw("GET", "/api2/json/version", headers={"Cookie": f"PVEAuthCookie={renewed}"},
                                  token=False)[0], 200)

    def test_a_missing_privilege_is_named_and_lists_are_filtered(self):
        self.simulator.chaos("add_token", token="watcher@pve!w=s3cret", privileges=["Sys.Audit"])
        watcher = ProxmoxAPI("127.0.0.1", port=self.simulator.port, user="watcher@pve", token_name="w",
                             token_value="s3cret", verify_ssl=False)
        self.assertEqual(watcher.nodes("pve1").qemu.get(), [])
        self.assertEqual({row["type"] for row in watcher.cluster.resources.get()}, {"node"})
        self.fails(403, "Permission check failed (/vms/100, VM.PowerMgmt)", watcher.nodes("pve1").qemu(100).status.stop.post)
        self.fails(403, "Permission check failed (/vms/999, VM.Audit)", watcher.nodes("pve1").qemu(999).config.get)
        self.assertEqual(watcher.access.permissions.get()["/"], {"Sys.Audit": 1})
        self.simulator.chaos("remove_token", user="watcher@pve", name="w")
        self.fails(401, "Authentication failed!", watcher.version.get)

    def test_a_token_is_not_its_user(self):
        root = self.by_ticket()
        made = root.access.users("root@pam").token("t1").post(privsep=0)
        self.assertEqual((made["full-tokenid"], made["info"]), ("root@pam!t1", {"privsep": "0"}))
        self.refuses_parameter("tokenid", "Token already exists.", root.access.users("root@pam").token("t1").post)
        token = ProxmoxAPI("127.0.0.1", port=self.simulator.port, user="root@pam", token_name="t1",
                           token_value=made["value"], verify_ssl=False)
        self.fails(500, "only root can set 'lock' config", token.nodes("pve1").qemu(DEBIAN).config.put, lock="backup")
        self.refuses_parameter("skiplock", "Only root may use this option.",
                               token.nodes("pve1").qemu(999).status.start.post, skiplock=1)
        root.access.users("root@pam").token("t1").delete()


class WireTest(PveTest):
    def test_an_error_is_in_the_reason_and_in_the_body(self):
        status, reason, headers, body = self.raw("GET", "/api2/json/nodes/pve1/qemu/999/config")
        text = "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist"
        self.assertEqual((status, reason), (500, text))
        self.assertEqual(json.loads(body), {"data": None, "message": text + "\n"})
        self.assertEqual(headers["Content-Type"], "application/json;charset=UTF-8")
        self.assertEqual(headers["Server"], "pve-api-daemon/3.0")
        self.assertEqual(headers["Connection"], "close")

    def test_there_is_no_404_and_no_405(self):
        self.assertEqual(self.raw("GET", "/api2/json/nope")[:2], (501, "Method 'GET /nope' not implemented"))
        self.assertEqual(self.raw("POST", "/api2/json/version")[:2], (501, "Method 'POST /version' not implemented"))
        status, reason, _, body = self.raw("PATCH", "/api2/json/version")
        self.assertEqual((status, reason, body), (501, "method 'PATCH' not available", ""))
        self.assertEqual(self.raw("GET", "/api2/json/nodes/ghost/status")[:2],
                         (500, "hostname lookup 'ghost' failed - failed to get address info for: ghost: "
                          "Name or service not known"))

    def test_bodies_belong_to_some_verbs_and_have_some_types(self):
        path = "/api2/json/nodes/pve1/qemu/999"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.raw("DELETE", path, "purge=1", form)[:2], (501, "Unexpected content for method 'DELETE'"))
        self.assertEqual(self.raw("PUT", path + "/config", "x", {"Content-Type": "text/plain"})[:2],
                         (506, "upload 'Content-Type 'text/plain' not implemented"))
        self.assertEqual(self.raw("PUT", path + "/config", "{", {"Content-Type": "application/json"})[0], 500)
        self.assertEqual(self.raw("PUT", path + "/config", "a" * 700_000, form)[:2], (501, "for data too large"))
        status, _, _, body = self.raw("PUT", path + "/resize", "disk=scsi0&size=1G&size=2G", form)
        self.assertEqual((status, json.loads(body)["errors"]), (400, {"size": "type check ('string') failed - got ARRAY"}))
        status, _, _, body = self.raw("PUT", path + "/resize", json.dumps({"disk": "scsi0", "size": "9G"}),
                                      {"Content-Type": "application/json"})
        self.assertEqual(self.exit_of(json.loads(body)["data"]),
                         "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist")

    def test_extjs_is_always_200(self):
        status, _, _, body = self.raw("GET", "/api2/extjs/nodes/pve1/qemu/999/config")
        self.assertEqual((status, json.loads(body)["success"], json.loads(body)["status"]), (200, 0, 500))

    def test_a_connection_serves_a_hundred_requests_and_plain_http_is_sent_away(self):
        connection = http.client.HTTPSConnection("127.0.0.1", self.simulator.port, timeout=10,
                                                 context=ssl._create_unverified_context())
        headers = {"Authorization": f"PVEAPIToken={TOKEN_USER}!{TOKEN_NAME}={TOKEN_SECRET}"}
        for number in range(1, 101):
            connection.request("GET", "/api2/json/version", headers=headers)
            response = connection.getresponse()
            response.read()
            self.assertEqual(response.will_close, number == 100, number)
        plain = http.client.HTTPConnection("127.0.0.1", self.simulator.port, timeout=10)
        plain.request("GET", "/api2/json/version")
        answer = plain.getresponse()
        self.assertEqual((answer.status, answer.headers["Location"]),
                         (301, f"https://127.0.0.1:{self.simulator.port}/api2/json/version"))

    def test_numbers_may_be_text(self):
        self.simulator.settings(number_style="strings")
        self.addCleanup(self.simulator.settings, number_style="native")
        self.assertEqual(self.pve1.qemu(DEBIAN).config.get()["cores"], "2")


class TaskTest(PveTest):
    def test_lists_show_what_has_ended_unless_asked(self):
        vmid, guest = self.clone()
        self.simulator.fault({"task_type": "qmstart", "vmid": vmid, "step": "starting"}, kind="task_hang")
        upid = guest.status.start.post()
        tasks = self.api.nodes("pve1").tasks
        self.assertNotIn(upid, [task["upid"] for task in tasks.get(vmid=vmid)])
        active = [task for task in tasks.get(source="all", vmid=vmid) if task["upid"] == upid]
        self.assertEqual((active[0]["status"], active[0]["user"]), ("RUNNING", f"{TOKEN_USER}!{TOKEN_NAME}"))
        self.assertEqual([task for task in self.api.cluster.tasks.get() if task["upid"] == upid][0].get("status"), None)
        self.assertIsNone(tasks(upid).delete())
        self.assertEqual(self.exit_of(upid), "received interrupt")
        ended = [task for task in tasks.get(vmid=vmid, typefilter="qmstart", errors=1)]
        self.assertEqual([(task["upid"], task["status"]) for task in ended], [(upid, "received interrupt")])
        self.assertIsNone(tasks(upid).delete())

    def test_an_unknown_task_is_told_three_ways(self):
        unknown = f"UPID:pve1:0000AAAA:0000BBBB:6B04077B:qmstart:100:{TOKEN_USER}!{TOKEN_NAME}:"
        tasks = self.api.nodes("pve1").tasks
        self.refuses_parameter("upid", "no such task", tasks(unknown).status.get)
        self.refuses_parameter("upid", "unable to parse worker upid", tasks("UPID:pve1:x").status.get)
        self.assertEqual(tasks(unknown).log.get(), {"n": 1, "t": "unable to open file - No such file or directory"})

    def test_a_log_is_read_in_pages(self):
        upid = self.pve1.qemu(DEBIAN).clone.post(newid=next(self.vmids), full=1)
        self.ends_ok(upid)
        lines = self.log_of(upid)
        self.assertEqual(lines[-1], "TASK OK")
        log = self.pve1.tasks(upid).log
        self.assertEqual([line["n"] for line in log.get(start=1, limit=2)], [2, 3])
        self.assertEqual(log.get(start=1000), [])


class ViewTest(PveTest):
    def test_resources_are_as_old_as_the_last_broadcast(self):
        vmid, guest = self.clone()
        row = self.row(vmid)
        self.assertEqual((row["status"], row["node"], "name" in row), ("unknown", "pve1", False))
        self.simulator.settings(resources_lag_ms=0)
        self.addCleanup(self.simulator.settings, resources_lag_ms=10_000)
        self.assertEqual((self.row(vmid)["status"], self.row(vmid)["name"]), ("stopped", f"guest-{vmid}"))
        self.ends_ok(guest.delete())
        self.assertIsNone(self.row(vmid))

    def row(self, vmid):
        rows = self.api.cluster.resources.get(type="vm")
        return next((row for row in rows if row.get("vmid") == vmid), None)

    def test_images_are_templates_with_a_tag(self):
        tags = {row["tags"] for row in self.api.cluster.resources.get(type="vm") if row.get("template") == 1}
        self.assertEqual(tags, {"nexus-image-debian-12", "nexus-image-ubuntu-2404"})

    def test_nextid_reserves_nothing(self):
        first = self.api.cluster.nextid.get()
        self.assertEqual(first, self.api.cluster.nextid.get())
        self.refuses_parameter("vmid", f"VM {FOREIGN} already exists", self.api.cluster.nextid.get, vmid=FOREIGN)

    def test_the_cluster_has_a_quorum_and_one_local_node(self):
        rows = self.api.cluster.status.get()
        self.assertEqual([row["quorate"] for row in rows if row["type"] == "cluster"], [1])
        self.assertEqual(sum(row.get("local", 0) for row in rows), 1)

    def test_storages_and_volumes(self):
        storages = {row["storage"]: row for row in self.pve1.storage.get(content="images")}
        self.assertEqual({name: row["shared"] for name, row in storages.items()}, {"ceph": 1, "local-lvm": 0})
        self.refuses_parameter("storage", "No such storage.", self.pve1.storage("nope").status.get)
        self.fails(500, "storage 'nope' does not exist", self.pve1.storage("nope").content.get)
        vmid, _ = self.clone()
        volumes = [row["volid"] for row in self.pve1.storage("ceph").content.get(vmid=vmid)]
        self.assertEqual(sorted(volumes), sorted(self.simulator.volumes(vmid)))
        # Nobody asks whether it is in use, and a second time is as good as the first.
        path = f"/api2/json/nodes/pve1/storage/ceph/content/{urllib.parse.quote(volumes[0], safe='')}"
        for _ in range(2):
            self.ends_ok(json.loads(self.raw("DELETE", path)[3])["data"])
        self.assertNotIn(volumes[0], self.simulator.volumes(vmid))


class FirewallTest(PveTest):
    def test_addresses_options_and_rules(self):
        vmid, guest = self.clone()
        guest.firewall.options.put(enable=1, ipfilter=1, policy_in="DROP")
        self.assertEqual(guest.firewall.options.get()["enable"], 1)
        guest.firewall.ipset.post(name="ipfilter-net0")
        self.refuses_parameter("name", "IPSet 'ipfilter-net0' already exists", guest.firewall.ipset.post,
                               name="ipfilter-net0")
        entries = guest.firewall.ipset("ipfilter-net0")
        entries.post(cidr="10.0.0.5")
        self.assertEqual([entry["cidr"] for entry in entries.get()], ["10.0.0.5"])
        guest.firewall.rules.post(type="in", action="ACCEPT", comment="first")
        guest.firewall.rules.post(type="in", action="DROP", comment="second", enable=1)
        rules = guest.firewall.rules.get()
        self.assertEqual([(rule["pos"], rule["comment"], rule["enable"]) for rule in rules],
                         [(0, "second", 1), (1, "first", 0)])
        self.refuses_parameter("action", "unknown action 'BOGUS'", guest.firewall.rules.post, type="in", action="BOGUS")
        self.fails(500, "no rule at position 7", guest.firewall.rules(7).get)
        self.fails(500, "detected modified configuration - file changed by other user? Try again.",
                   guest.firewall.rules(0).delete, digest="0" * 40)
        guest.firewall.rules(0).delete(digest=rules[0]["digest"])
        # A clone takes the firewall along.
        twin = next(self.vmids)
        self.ends_ok(self.pve1.qemu(vmid).clone.post(newid=twin, full=1))
        self.assertEqual([entry["cidr"] for entry in self.pve1.qemu(twin).firewall.ipset("ipfilter-net0").get()],
                         ["10.0.0.5"])


class FaultTest(PveTest):
    def test_an_answer_is_lost_after_its_effect(self):
        vmid = next(self.vmids)
        self.simulator.fault({"method": "POST", "path": "*/clone"}, kind="reset_after_effect")
        with self.assertRaises(Exception):
            self.pve1.qemu(DEBIAN).clone.post(newid=vmid)
        upid = self.api.nodes("pve1").tasks.get(source="all", typefilter="qmclone")[0]["upid"]
        self.ends_ok(upid)
        self.assertIsNotNone(self.simulator.guest(vmid))

    def test_an_error_comes_before_or_after_the_effect(self):
        vmid, guest = self.clone()
        self.simulator.fault({"path": "*/config", "vmid": vmid, "method": "PUT"}, kind="error_before_effect",
                             code=595, reason="Connection refused")
        self.fails(595, "Connection refused", guest.config.put, cores=4)
        self.assertEqual(guest.config.get()["cores"], 2)
        self.simulator.fault({"path": "*/config", "vmid": vmid, "method": "PUT"}, kind="error_after_effect",
                             code=596, reason="Broken pipe")
        self.fails(596, "Broken pipe", guest.config.put, cores=4)
        self.assertEqual(guest.config.get()["cores"], 4)

    def test_a_list_may_turn_up_empty(self):
        self.simulator.fault({"path": "/cluster/resources"}, kind="empty")
        self.assertEqual(self.api.cluster.resources.get(), [])
        self.assertNotEqual(self.api.cluster.resources.get(), [])

    def test_others_do_as_they_please(self):
        self.simulator.chaos("create_guest", vmid=777, node="pve3", name="theirs", running=True)
        self.assertEqual(self.api.nodes("pve3").qemu(777).status.current.get()["status"], "running")
        self.simulator.chaos("move_guest", vmid=777, node="pve2")
        self.fails(500, "Configuration file 'nodes/pve3/qemu-server/777.conf' does not exist",
                   self.api.nodes("pve3").qemu(777).config.get)
        self.simulator.chaos("delete_guest", vmid=777)
        self.assertIsNone(self.simulator.guest(777))


class RestartTest(unittest.TestCase):
    def test_a_restart_keeps_the_cluster_and_ends_its_tasks(self):
        with Simulator(BINARY) as simulator:
            def api():
                return ProxmoxAPI("127.0.0.1", port=simulator.port, user=TOKEN_USER, token_name=TOKEN_NAME,
                                  token_value=TOKEN_SECRET, verify_ssl=False)

            api().nodes("pve1").qemu(DEBIAN).config.put(description="kept")
            simulator.fault({"task_type": "qmclone", "step": "settle"}, kind="task_hang")
            upid = api().nodes("pve1").qemu(DEBIAN).clone.post(newid=5000)
            before = simulator.fingerprint
            self.assertEqual(simulator.stop(), 0)
            simulator.start()
            self.assertEqual(simulator.fingerprint, before)
            self.assertEqual(api().nodes("pve1").qemu(DEBIAN).config.get()["description"], "kept")
            status = api().nodes("pve1").tasks(upid).status.get()
            self.assertEqual((status["status"], status["exitstatus"]), ("stopped", "unexpected status"))
            self.assertIsNone(simulator.guest(5000))


if __name__ == "__main__":
    BINARY = sys.argv.pop(1)
    unittest.main()
