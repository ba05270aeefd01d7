"""The simulator as a child process, and the way behind its curtain."""

import json
import pathlib
import subprocess
import tempfile
import urllib.request

TOKEN_USER = "nexus@pve"
TOKEN_NAME = "panel"
TOKEN_SECRET = "6ad1a1b0-3f2e-4c55-9d0e-7f0c2b1a9e44"
ROOT_PASSWORD = "correct horse"


class Simulator:
    """Starts on free ports with its state in a temporary directory; `with` ends it."""

    def __init__(self, binary, *flags):
        self.directory = tempfile.TemporaryDirectory(prefix="nexus-pve-")
        self.state_file = pathlib.Path(self.directory.name) / "state.json"
        self.command = [
            binary, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--state", str(self.state_file),
            "--api-token", f"{TOKEN_USER}!{TOKEN_NAME}={TOKEN_SECRET}", "--root-password", ROOT_PASSWORD,
            "--auth-delay-ms", "10", "--clone-ms", "20", "--start-ms", "10", "--stop-ms", "10",
            "--shutdown-ms", "10", *flags]
        self.start()

    def start(self):
        """Reads what the process says of itself until it serves."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        said = {}
        for line in self.process.stdout:
            word, _, value = line.strip().partition(" ")
            said[word] = value
            if word == "listening":
                break
        self.port, self.control_port = int(said["listening"]), int(said["control"])
        self.fingerprint = said["fingerprint"]

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=20)
        return self.process.returncode

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.directory.cleanup()

    def control(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.control_port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def settings(self, **changes):
        return self.control("POST", "/settings", changes)

    def fault(self, match, **action):
        return self.control("POST", "/faults", {"match": match, "action": action})["id"]

    def chaos(self, kind, **order):
        return self.control("POST", "/chaos", {"kind": kind, **order})

    def guest(self, vmid):
        """As it is, whatever the API says; nothing when it is not there."""
        guests = self.control("GET", "/state")["guests"]
        return next((guest for guest in guests if guest["vmid"] == vmid), None)

    def volumes(self, vmid):
        return [volume["id"] for volume in self.control("GET", "/state")["volumes"] if volume["vmid"] == vmid]
