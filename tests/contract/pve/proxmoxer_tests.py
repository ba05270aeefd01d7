"""Drives the simulator with proxmoxer: a client of Proxmox VE that was written
for the real thing and knows nothing of this project.

NEXUS_PVE_SIMULATOR names the simulator's binary. Arguments are unittest's."""

import pathlib
import unittest


def load_tests(loader, _, __):
    here = pathlib.Path(__file__).parent
    return loader.discover(str(here), pattern="*_test.py", top_level_dir=str(here))


if __name__ == "__main__":
    unittest.main()
