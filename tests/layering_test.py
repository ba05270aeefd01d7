"""Reads every include and says which one points the wrong way. System headers
are visible to all, so the compiler does not."""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
SERVICES = ("auth", "billing", "instance", "audit", "scheduler")
INCLUDE = re.compile(r'^\s*#include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def includes(folder):
    for source in sorted((ROOT / folder).rglob("*")):
        if source.suffix in (".h", ".cc"):
            for header in INCLUDE.findall(source.read_text()):
                yield source.relative_to(ROOT), header


class LayeringTest(unittest.TestCase):
    def refuse(self, folder, pattern, why):
        wrong = [f"{source} includes {header}: {why}" for source, header in includes(folder)
                 if re.search(pattern, header) and not source.name.endswith("_test.cc")]
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_a_domain_knows_neither_grpc_nor_postgresql(self):
        for service in SERVICES:
            self.refuse(f"services/{service}/domain", r"^grpc|\.grpc\.pb\.h$|^pqxx|^libs/(db|rpc)/",
                        "the domain has rules only")

    def test_a_domain_knows_neither_its_api_nor_its_store(self):
        for service in SERVICES:
            self.refuse(f"services/{service}/domain", rf"^services/{service}/(api|store|clients|proxmox)/",
                        "api -> domain <- store")

    def test_a_store_does_not_know_the_api(self):
        for service in SERVICES:
            self.refuse(f"services/{service}/store", rf"^services/{service}/api/", "api -> domain <- store")

    def test_an_api_does_not_know_the_store(self):
        for service in SERVICES:
            self.refuse(f"services/{service}/api", rf"^services/{service}/store/", "api -> domain <- store")

    def test_a_service_knows_no_other_service(self):
        for service in SERVICES:
            others = "|".join(other for other in SERVICES if other != service)
            self.refuse(f"services/{service}", rf"^services/({others})/", "services talk by RPC and events")

    def test_libraries_and_the_gateway_know_no_service(self):
        self.refuse("libs", r"^services/|^gateway/|^simulator/", "a library is below all")
        self.refuse("gateway", r"^services/|^simulator/", "the gateway knows protos only")
        self.refuse("simulator", r"^services/|^gateway/|^libs/(db|rpc|events|queue)/",
                    "the simulator stands for somebody else's program")

    def test_libraries_know_only_those_below_them(self):
        below = ["base", "db", "events", "http", "rpc"]
        for index, library in enumerate(below):
            above = "|".join(below[index + 1:])
            if above:
                self.refuse(f"libs/{library}", rf"^libs/({above})/", "a library above it")


if __name__ == "__main__":
    print(f"checking {ROOT}", file=sys.stderr)
    unittest.main()
