"""Who may, and what errors look like on the wire."""

import http.client
import json
import ssl
import time
import urllib.parse

from pve_test_case import DEBIAN, PveTest
from simulator import TOKEN_NAME, TOKEN_SECRET, TOKEN_USER


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
        watcher = self.by_token("watcher@pve", "w", "s3cret")
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
        self.refuses({"tokenid": "Token already exists."}, root.access.users("root@pam").token("t1").post)
        token = self.by_token("root@pam", "t1", made["value"])
        self.fails(500, "only root can set 'lock' config", token.nodes("pve1").qemu(DEBIAN).config.put, lock="backup")
        self.refuses({"skiplock": "Only root may use this option."}, token.nodes("pve1").qemu(999).status.start.post, skiplock=1)
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
