"""What every test of the simulator with proxmoxer starts from."""

import http.client
import itertools
import os
import re
import ssl
import time
import unittest

from proxmoxer import ProxmoxAPI, ResourceException

from simulator import ROOT_PASSWORD, TOKEN_NAME, TOKEN_SECRET, TOKEN_USER, Simulator

DEBIAN = 9000  # The template on pve1, its disk on shared storage.
FOREIGN = 100  # Somebody else's guest, running on pve1 on local storage.
UPID = re.compile(r"^UPID:pve[123]:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:[a-z]+:[^:]*:[^:]+:$")


class PveTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.simulator = Simulator(os.environ["NEXUS_PVE_SIMULATOR"])
        cls.vmids = itertools.count(5000)

    @classmethod
    def tearDownClass(cls):
        cls.simulator.__exit__()

    def setUp(self):
        self.addCleanup(self.simulator.control, "DELETE", "/faults")
        self.api = self.by_token()
        self.pve1 = self.api.nodes("pve1")

    # Clients.

    def client(self, user, **credentials):
        """What it is answered is kept in `self.answer`: proxmoxer hides the body of an error."""
        api = ProxmoxAPI("127.0.0.1", port=self.simulator.port, user=user, verify_ssl=False, timeout=60, **credentials)
        api._store["session"].hooks["response"].append(lambda answer, **_: setattr(self, "answer", answer))
        return api

    def by_token(self, user=TOKEN_USER, name=TOKEN_NAME, secret=TOKEN_SECRET):
        return self.client(user, token_name=name, token_value=secret)

    def by_ticket(self):
        return self.client("root@pam", password=ROOT_PASSWORD)

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
        """The reason phrase is the text; so is the body's message, if there is a body."""
        with self.assertRaises(ResourceException) as caught:
            call(*arguments, **parameters)
        self.assertEqual((caught.exception.status_code, caught.exception.content), (code, text))
        if self.answer.content:
            self.assertEqual(self.answer.json()["message"], text + "\n")

    def refuses(self, complaints, call, **parameters):
        """400, with what is wrong by parameter."""
        self.fails(400, "Parameter verification failed.", call, **parameters)
        self.assertEqual(self.answer.json()["errors"], complaints)

    def clone(self, **parameters):
        """A new guest on pve1."""
        vmid = next(self.vmids)
        self.ends_ok(self.pve1.qemu(DEBIAN).clone.post(newid=vmid, name=f"guest-{vmid}", **parameters))
        return vmid, self.pve1.qemu(vmid)

    def wait_for(self, condition):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
