"""What tests may break, and what a restart keeps."""

import os
import unittest

from proxmoxer import ProxmoxAPI

from pve_test_case import DEBIAN, PveTest
from simulator import TOKEN_NAME, TOKEN_SECRET, TOKEN_USER, Simulator


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
        with Simulator(os.environ["NEXUS_PVE_SIMULATOR"]) as simulator:
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
