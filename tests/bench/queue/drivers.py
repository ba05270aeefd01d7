"""Queues as programs: each answers the same calls (README.md)."""

import json
import os
import signal
import subprocess
import threading
import time
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PATIENCE = 120


def drivers():
    """Ours first."""
    node = os.environ.get("NEXUS_NODE", "node")
    ours = str(ROOT / "build" / "ci" / "bin" / "nexus-queue-driver")
    peers = {name: [node, str(HERE / "peers" / f"{name}.mjs")] for name in ("graphile-worker", "pg-boss")}
    return {"ours": [ours], **peers}


class Driver:
    def __init__(self, command, postgres):
        self.command = command
        self.environment = postgres.environment

    def call(self, *arguments):
        """Runs a call to its end; the last line that it printed."""
        done = subprocess.run([*self.command, *map(str, arguments)], env=self.environment, text=True,
                              stdout=subprocess.PIPE, check=True, timeout=PATIENCE)
        return done.stdout.strip().rpartition("\n")[2]

    def start(self, *arguments, on_line=lambda line: None):
        return Running([*self.command, *map(str, arguments)], self.environment, on_line)

    def pending(self):
        return int(self.call("pending"))


class Running:
    """A call that goes on: `on_line` gets what it prints, on a thread."""

    def __init__(self, command, environment, on_line):
        self.process = subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.on_line = on_line
        self.is_ready = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            if line.startswith('{"ready"'):
                self.is_ready.set()
            else:
                self.on_line(line)

    def wait_until_ready(self):
        if not self.is_ready.wait(PATIENCE):
            raise TimeoutError(f"{self.process.args} is not ready")
        return self

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def finish(self):
        """Closes its input and waits for its end."""
        self.process.stdin.close()
        self.ended()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.reader.join()

    def kill(self):
        self.process.kill()
        self.ended()

    def ended(self):
        self.process.wait(PATIENCE)
        self.reader.join()


class Counts:
    """The lines of `worker --report count` of several processes, added up."""

    def __init__(self):
        self.latest = {}

    def of(self, worker):
        def keep(line):
            self.latest[worker] = json.loads(line)
        return keep

    def done(self):
        return sum(count["done"] for count in list(self.latest.values()))

    def seconds(self):
        """From the first start to the last end."""
        counts = self.latest.values()
        return (max(c["t"] for c in counts) - min(c["first"] for c in counts)) / 1e6


def until(condition, seconds):
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
