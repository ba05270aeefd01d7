"""Starts a suite, lets the browser tests of web/test/e2e drive it, and checks the
invariants and the logs afterwards."""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "suite"))

import invariants
from suite import ROOT, Suite


def main():
    suite = Suite().start()
    failed = True
    try:
        result = subprocess.run(
            ["npx", "playwright", "test", *sys.argv[1:]], cwd=ROOT / "web",
            env={**os.environ, "NEXUS_E2E_URL": suite.url, "NEXUS_E2E_ADMIN_EMAIL": "admin@nexus.local",
                 "NEXUS_E2E_ADMIN_PASSWORD": suite.secret("administrator")}, timeout=1200)
        if result.returncode == 0:
            invariants.check(suite)
            failed = False
    finally:
        suite.stop(keep=failed)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
