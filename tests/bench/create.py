"""From the click to the running badge, with a hypervisor that needs no time: what
remains is ours. Beside it, the bare Proxmox calls made by hand in the same run."""

import http.client
import json
import os
import ssl
import statistics
import subprocess
import threading
import time
import urllib.parse
import uuid

import machines
from suite import PASSWORD, ROOT, Suite, eventually

RUNS = 40
NO_DELAY = "--clone-ms 0 --start-ms 0 --stop-ms 0 --auth-delay-ms 0"


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def row(metric, unit, ours, runs, peer=None, theirs=None, ratio=None):
    return {"bench": "create", "metric": metric, "unit": unit, "ours": ours, "peer": peer,
            "theirs": theirs, "ratio": ratio, "runs": runs}


class Stream:
    """The live events of a project, read by a thread."""

    def __init__(self, suite, api):
        parts = urllib.parse.urlsplit(suite.url)
        context = ssl.create_default_context(cafile=str(suite.directory / "tls" / "ca.crt"))
        self.connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=context, timeout=60)
        self.connection.request("GET", f"/api/v1/events?project={api.project}", headers={"Cookie": api.headers["Cookie"]})
        self.response = self.connection.getresponse()
        self.running = {}
        self.up = threading.Event()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while line := self.response.readline():
            self.up.set()
            if not line.startswith(b"data:"):
                continue
            event = json.loads(line[5:])
            if event.get("resource", {}).get("state") == "RUNNING" and "/instances/" in event.get("subject", ""):
                self.running.setdefault(event["subject"], time.perf_counter())


def through_the_api(suite, api):
    """Seconds from the request to the event that says RUNNING."""
    stream = Stream(suite, api)
    times = []
    for index in range(RUNS):
        began = time.perf_counter()
        instance = machines.create(api, f"bench-{index}", str(uuid.uuid4()))
        arrived = eventually(lambda: stream.running.get(instance["name"]), what="the event")
        times.append(arrived - began)
        machines.act(api, instance, "delete")
        machines.wait_for(api, instance, "DELETED")
    return times


class Proxmox:
    """The bare calls, as a careful script makes them."""

    def __init__(self, suite):
        context = ssl._create_unverified_context()  # The pinned certificate is the simulator's own.
        self.connection = http.client.HTTPSConnection("127.0.0.1", suite.base + 6, context=context, timeout=60)
        self.headers = {"Authorization": f"PVEAPIToken=nexus@pve!panel={suite.secret('pve-token')}"}

    def call(self, method, path, **fields):
        body = urllib.parse.urlencode(fields) if fields else None
        headers = dict(self.headers)
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, f"/api2/json{path}", body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {response.reason}")
        return json.loads(content)["data"]

    def wait(self, upid):
        pause = 0.0
        while True:
            time.sleep(pause)
            pause = min(max(pause * 2, 0.01), 1)
            status = self.call("GET", f"/nodes/{upid.split(':')[1]}/tasks/{urllib.parse.quote(upid, safe='')}/status")
            if status["status"] == "stopped":
                if status["exitstatus"] != "OK":
                    raise RuntimeError(status["exitstatus"])
                return

    def machine(self, vmid, template):
        guest = f"/nodes/{template['node']}/qemu/{vmid}"
        self.wait(self.call("POST", f"/nodes/{template['node']}/qemu/{template['vmid']}/clone",
                            newid=vmid, name=f"by-hand-{vmid}", full=1, description="by hand"))
        self.wait(self.call("POST", f"{guest}/config", cores=1, memory=1024, ciuser="debian",
                            ipconfig0="ip=10.30.0.2/24,gw=10.30.0.1", tags="by-hand"))
        self.wait(self.call("PUT", f"{guest}/resize", disk="scsi0", size="20G"))
        self.wait(self.call("POST", f"{guest}/status/start"))
        return guest


def by_hand(suite):
    proxmox = Proxmox(suite)
    template = next(guest for guest in proxmox.call("GET", "/cluster/resources?type=vm")
                    if "nexus-image-debian-12" in (guest.get("tags") or ""))
    times = []
    for index in range(RUNS):
        vmid = 900000 + index
        began = time.perf_counter()
        guest = proxmox.machine(vmid, template)
        times.append(time.perf_counter() - began)
        proxmox.wait(proxmox.call("POST", f"{guest}/status/stop"))
        proxmox.wait(proxmox.call("DELETE", guest))
    return times


def in_the_browser(suite, api):
    """Milliseconds from the click to the badge, as the page itself saw them."""
    result = subprocess.run(
        ["node", str(ROOT / "tests" / "bench" / "create.mjs")], cwd=ROOT / "web", text=True,
        stdout=subprocess.PIPE, timeout=900, check=True,
        env={**os.environ, "NEXUS_E2E_URL": suite.url, "NEXUS_BENCH_EMAIL": api.user["email"],
             "NEXUS_BENCH_PASSWORD": PASSWORD, "RUNS": str(RUNS)})
    return json.loads(result.stdout)


def run():
    suite = Suite(environment={"NEXUS_SIMULATOR_FLAGS": NO_DELAY}).start()
    try:
        api = suite.customer(1_000_000_000)
        hand = [1000 * seconds for seconds in by_hand(suite)]
        ours = [1000 * seconds for seconds in through_the_api(suite, api)]
        clicks = in_the_browser(suite, api)
    finally:
        suite.stop()
    floor, whole = statistics.median(hand), statistics.median(ours)
    return [
        row("click_to_running_p50_ms", "ms", statistics.median(clicks), len(clicks)),
        row("click_to_running_p95_ms", "ms", percentile(clicks, 95), len(clicks)),
        row("create_to_event_p50_ms", "ms", whole, len(ours), "bare Proxmox calls", floor, floor / whole),
        row("create_overhead_p50_ms", "ms", whole - floor, len(ours)),
        row("create_overhead_p99_ms", "ms", percentile(ours, 99) - percentile(hand, 99), len(ours)),
    ]
