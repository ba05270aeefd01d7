"""Starting and stopping, and the locks in between."""

import threading
import time

from pve_test_case import DEBIAN, PveTest


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
