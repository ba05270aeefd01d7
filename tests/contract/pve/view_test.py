"""Tasks, lists, storages."""

import json
import urllib.parse

from pve_test_case import DEBIAN, FOREIGN, PveTest
from simulator import TOKEN_NAME, TOKEN_USER


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
        self.refuses({"upid": "no such task"}, tasks(unknown).status.get)
        self.refuses({"upid": "unable to parse worker upid"}, tasks("UPID:pve1:x").status.get)
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
        self.refuses({"vmid": f"VM {FOREIGN} already exists"}, self.api.cluster.nextid.get, vmid=FOREIGN)

    def test_the_cluster_has_a_quorum_and_one_local_node(self):
        rows = self.api.cluster.status.get()
        self.assertEqual([row["quorate"] for row in rows if row["type"] == "cluster"], [1])
        self.assertEqual(sum(row.get("local", 0) for row in rows), 1)

    def test_storages_and_volumes(self):
        storages = {row["storage"]: row for row in self.pve1.storage.get(content="images")}
        self.assertEqual({name: row["shared"] for name, row in storages.items()}, {"ceph": 1, "local-lvm": 0})
        self.refuses({"storage": "No such storage."}, self.pve1.storage("nope").status.get)
        self.fails(500, "storage 'nope' does not exist", self.pve1.storage("nope").content.get)
        vmid, _ = self.clone()
        volumes = [row["volid"] for row in self.pve1.storage("ceph").content.get(vmid=vmid)]
        self.assertEqual(sorted(volumes), sorted(self.simulator.volumes(vmid)))
        # Nobody asks whether it is in use, and a second time is as good as the first.
        path = f"/api2/json/nodes/pve1/storage/ceph/content/{urllib.parse.quote(volumes[0], safe='')}"
        for _ in range(2):
            self.ends_ok(json.loads(self.raw("DELETE", path)[3])["data"])
        self.assertNotIn(volumes[0], self.simulator.volumes(vmid))
