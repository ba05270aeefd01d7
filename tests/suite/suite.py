"""A whole suite of its own for a test: the real binaries, PostgreSQL and the
simulator, started by ./nexus in a temporary directory on free ports."""

import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "local"))

from api import Api, Refused  # noqa: E402,F401  For the tests.

PASSWORD = "correct horse battery staple"  # Of every customer that a test makes.
SERVICES = ("auth", "billing", "instance", "audit", "scheduler")


def eventually(condition, seconds=60, what="the condition"):
    """Waits until `condition` answers something true, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true in {seconds} s")
        time.sleep(0.05)


def free_port_base():
    """A base whose 150 ports nobody listens on now, below those that the system
    gives to outgoing connections."""
    for _ in range(100):
        base = random.randrange(10000, 32000, 150)
        taken = False
        for offset in (1, 2, 3, 4, 5, 6, 7, 11, 21, 32, 43, 51, 61, 71):
            with socket.socket() as probe:
                taken = taken or probe.connect_ex(("127.0.0.1", base + offset)) == 0
        if not taken:
            return base
    raise RuntimeError("no free ports")


class Suite:
    """Start it, use `api()`, stop it. The directory is removed unless a test failed."""

    def __init__(self, replicas=1, environment=None):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="nexus-suite-", dir="/tmp"))
        self.directory.chmod(0o755)  # PostgreSQL's own user must get to its data.
        self.faults = self.directory / "faults"
        self.faults.mkdir()
        self.base = free_port_base()
        self.replicas = replicas
        self.environment = {
            **os.environ,
            "NEXUS_VAR": str(self.directory),
            "NEXUS_PORT_BASE": str(self.base),
            "NEXUS_REPLICAS": str(replicas),
            "NEXUS_SKIP_BUILD": "1",
            "NEXUS_FAULT_DIR": str(self.faults),
            "NEXUS_SIMULATOR_CONTROL": "1",
            "NEXUS_SIMULATOR_FLAGS": "--clone-ms 200 --start-ms 100 --stop-ms 100",
            # A password costs 38 ms by design; tests log in often.
            "NEXUS_AUTH_ARGON2_MEMORY_KIB": "64",
            "NEXUS_AUTH_ARGON2_PASSES": "1",
            # How long absence must last is waiting, not work.
            "NEXUS_SCHEDULER_ABSENT_CONFIRM_DELAY": "300ms",
            "NEXUS_SCHEDULER_UNANSWERED_SEND_WAIT": "2s",
            "NEXUS_SCHEDULER_SHUTDOWN_TIMEOUT": "2s",
            **(environment or {}),
        }
        self.url = f"https://localhost:{self.base + 43}"
        self.control = f"http://127.0.0.1:{self.base + 7}"
        self.expected_errors = []
        self.sessions = []

    def start(self):
        try:
            self.nexus("up")
        except BaseException:
            self.stop(keep=True)
            raise
        self.guests_before = self.foreign_guests()
        return self

    def stop(self, keep=False):
        for session in self.sessions:
            session.close()
        self.nexus("down")
        if keep:
            print(f"state and logs of the failed run: {self.directory}", file=sys.stderr)
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    def nexus(self, *arguments):
        result = subprocess.run([str(ROOT / "nexus"), *arguments], env=self.environment, cwd=ROOT,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        if result.returncode != 0:
            raise RuntimeError(f"./nexus {' '.join(arguments)}: {result.stdout}{result.stderr}")
        return result.stdout

    # The customer's and the operator's side.

    def api(self):
        self.sessions.append(Api(self.url, str(self.directory / "tls" / "ca.crt")))
        return self.sessions[-1]

    def administrator(self):
        api = self.api()
        api.log_in("admin@nexus.local", self.secret("administrator"))
        return api

    def customer(self, credit_micros=0):
        """A new user, logged in, with money. Its project is in `api.project`."""
        api = self.api()
        api.sign_up(f"user-{random.randrange(10**12)}@example.org", PASSWORD)
        api.project = api.user["personalProject"]
        if credit_micros:
            self.administrator().call("POST", f"/api/v1/{api.project}/billingAccount:credit", {
                "amount": {"currencyCode": "EUR", "micros": str(credit_micros)}, "reason": "Test"})
        return api

    # Behind the curtain.

    def secret(self, name):
        return (self.directory / "secrets" / name).read_text().strip()

    def sql(self, service, query):
        """The rows of a query on a service's database, as lists of text."""
        connection = (f"host=127.0.0.1 port={self.base + 32} user=postgres dbname=nexus_{service} "
                      f"passfile={self.directory}/secrets/pgpass.postgres")
        result = subprocess.run(["psql", "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", connection, "-c", query],
                                capture_output=True, text=True, timeout=30)
        if result.returncode != 0:
            raise RuntimeError(result.stderr)
        return [line.split("\t") for line in result.stdout.splitlines() if line]

    def simulator(self, path, body=None):
        request = urllib.request.Request(self.control + path,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.loads(response.read() or "{}")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"the simulator says: {error.read().decode()}") from error

    def guests(self):
        return self.simulator("/state")["guests"]

    def foreign_guests(self):
        return {guest["vmid"]: guest for guest in self.guests() if not is_ours(guest)}

    def crash_at(self, point):
        """The next process that comes by `point` is killed with SIGKILL there."""
        (self.faults / point).write_text("crash")

    def fault_happened(self, point):
        return not (self.faults / point).exists()

    def pid(self, program):
        return int(subprocess.run(
            ["supervisorctl", "-c", str(self.directory / "supervisor" / "supervisord.conf"), "pid", program],
            capture_output=True, text=True, timeout=30).stdout.strip())

    def kill(self, program):
        os.kill(self.pid(program), 9)

    def error_lines(self):
        """Error-level lines in any log, but those that the test named beforehand."""
        found = []
        for log in sorted((self.directory / "log").glob("*.log")):
            for line in log.read_text(errors="replace").splitlines():
                bad = '"level":"error"' in line or '"level":"critical"' in line or " FATAL:  " in line or " PANIC:  " in line
                if bad and not any(expected in line for expected in self.expected_errors):
                    found.append(f"{log.name}: {line}")
        return found


def is_ours(guest):
    return "nexus:" in (guest.get("config", {}).get("description") or "")
