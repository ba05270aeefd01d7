"""Breaks one thing while a machine is made, started, stopped or deleted, and
checks that every promise is kept. One suite for all; each test ends with the
invariants."""

import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "suite"))

import invariants
import machines
from suite import ROOT, Refused, Suite

SETUP_FEE = 1_000_000
MONEY = 100_000_000


def sources(service):
    return [source.read_text() for source in (ROOT / "services" / service).rglob("*.cc")
            if not source.name.endswith("_test.cc")]


def fault_points(service):
    """Every fault point of a service, as its source has them."""
    if service == "scheduler":
        return scheduler_points()
    return sorted({point for text in sources(service)
                   for point in re.findall(r'NEXUS_FAULT\("([a-z_.]+)"\)', text)})


def scheduler_points():
    """Before and after each call of each step: `scheduler.<step>.<moment>`."""
    steps, moments = set(), set()
    for text in sources("scheduler"):
        steps |= set(re.findall(r'step\.name = "([a-z_]+)"', text))
        moments |= set(re.findall(r'Fault\([^)"]*, "(after_[a-z]+)"\)', text))
    return sorted(f"scheduler.{step}.{moment}" for step in steps for moment in moments)


class FaultTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite(replicas=int(cls.replicas)).start()
        cls.failed = False

    @classmethod
    def tearDownClass(cls):
        cls.suite.stop(keep=cls.failed)

    replicas = 1

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > before:
            type(self).failed = True

    def ends_right(self, api, name, before=MONEY):
        """Asks for a machine and follows it to an end: running and paid for, or
        failed and refunded."""
        instance = machines.create(api, name)
        instance = machines.wait_for(api, instance, "RUNNING", "FAILED", seconds=90)
        invariants.check(self.suite)
        wallet, held = machines.balance(api)
        paid = SETUP_FEE if instance["state"] == "RUNNING" else 0
        self.assertEqual((wallet, held), (before - paid, 0), instance)
        return instance


class CrashTest(FaultTest):
    """A process is killed at each fault point in turn, during a create."""

    def test_a_create_survives_the_death_of_instance_at_every_step(self):
        self.survives_each("instance")

    def test_a_create_survives_the_death_of_billing_at_every_step(self):
        self.survives_each("billing")

    def test_a_create_survives_the_death_of_the_scheduler_at_every_step(self):
        self.survives_each("scheduler")

    def survives_each(self, service):
        points = fault_points(service)
        self.assertTrue(points, f"{service} has no fault points")
        happened = 0
        for index, point in enumerate(points):
            with self.subTest(point=point):
                api = self.suite.customer(MONEY)
                self.suite.crash_at(point)
                instance = self.ends_right(api, f"{service}-{index}")
                if instance["state"] == "RUNNING":
                    machines.act(api, instance, "delete")
                    machines.wait_for(api, instance, "DELETED", seconds=90)
                happened += self.suite.fault_happened(point)
                (self.suite.faults / point).unlink(missing_ok=True)
                invariants.check(self.suite)
        self.assertGreater(happened, 0, "no fault happened")


class KillTest(FaultTest):
    """Any one process is killed while a machine is being made."""

    def test_a_create_survives_the_death_of_any_process(self):
        for program in ("auth-1", "billing-1", "instance-1", "scheduler-1", "audit-1", "gateway", "simulator", "postgres"):
            with self.subTest(program=program):
                api = self.suite.customer(MONEY)
                if program == "postgres":
                    self.suite.expected_errors += [" FATAL:  "]
                instance = machines.create(api, f"kill-{program}")
                self.suite.kill(program)
                instance = machines.wait_for(api, instance, "RUNNING", "FAILED", seconds=120)
                invariants.check(self.suite)
                wallet, held = machines.balance(api)
                self.assertEqual((wallet, held), (MONEY - (SETUP_FEE if instance["state"] == "RUNNING" else 0), 0))


class HypervisorTest(FaultTest):
    """The hypervisor refuses, fails, or belongs to somebody else too."""

    def test_a_failed_clone_refunds_and_leaves_nothing(self):
        self.suite.simulator("/faults", {"match": {"task_type": "qmclone", "times": 0}, "action": {
            "kind": "task_fail", "text": "clone failed: storage is full"}})
        try:
            api = self.suite.customer(MONEY)
            instance = self.ends_right(api, "no-clone")
            self.assertEqual(instance["state"], "FAILED")
            self.assertTrue(instance["error"]["message"])
        finally:
            self.suite.simulator("/faults", {"clear": True})

    def test_a_foreign_vmid_is_never_touched(self):
        api = self.suite.customer(MONEY)
        first = self.ends_right(api, "first")
        taken = max(guest["vmid"] for guest in self.suite.guests()) + 1
        self.suite.simulator("/chaos", {"kind": "create_guest", "vmid": taken, "node": "pve1", "name": "somebody-else"})
        self.suite.guests_before = self.suite.foreign_guests()
        wallet, _ = machines.balance(api)
        second = self.ends_right(api, "second", before=wallet)
        self.assertEqual((first["state"], second["state"]), ("RUNNING", "RUNNING"))
        self.assertEqual(self.suite.foreign_guests()[taken]["name"], "somebody-else")

    def test_a_lost_answer_makes_no_second_machine(self):
        for path in ("/clone", "/status/start"):
            with self.subTest(path=path):
                self.suite.simulator("/faults", {"match": {"method": "POST", "path": f"*{path}", "nth": 1}, "action": {
                    "kind": "reset_after_effect"}})
                try:
                    self.ends_right(self.suite.customer(MONEY), "lost" + path.replace("/", "-"))
                finally:
                    self.suite.simulator("/faults", {"clear": True})


class MoneyTest(FaultTest):
    """Refusals leave nothing behind."""

    def test_an_instance_that_cannot_be_paid_for_is_refused_with_nothing_left(self):
        api = self.suite.customer()
        with self.assertRaises(Refused) as refused:
            machines.create(api, "too-dear")
        self.assertEqual((refused.exception.status, refused.exception.reason), (402, "INSUFFICIENT_FUNDS"))
        listed = api.call("GET", f"/api/v1/{api.project}/instances")
        self.assertEqual(listed.get("instances", []), [])
        invariants.check(self.suite)

    def test_the_same_request_id_makes_one_machine(self):
        api = self.suite.customer(MONEY)
        first = machines.create(api, "once", request_id="the-same")
        second = machines.create(api, "once", request_id="the-same")
        self.assertEqual(first["name"], second["name"])
        machines.wait_for(api, first, "RUNNING")
        invariants.check(self.suite)
        self.assertEqual(machines.balance(api), (MONEY - SETUP_FEE, 0))


class TwoReplicasTest(FaultTest):
    """Two of every service at once are correct, and one of two may die."""

    replicas = 2

    def test_ten_machines_live_their_lives(self):
        api = self.suite.customer(MONEY)
        made = [machines.create(api, f"twin-{index}") for index in range(10)]
        for instance in made:
            machines.wait_for(api, instance, "RUNNING", seconds=120)
        invariants.check(self.suite)
        self.assertEqual(machines.balance(api), (MONEY - 10 * SETUP_FEE, 0))
        for instance in made:
            machines.act(api, instance, "stop")
        for instance in made:
            machines.wait_for(api, instance, "STOPPED", seconds=120)
            machines.act(api, instance, "delete")
        for instance in made:
            machines.wait_for(api, instance, "DELETED", seconds=120)
        invariants.check(self.suite)

    def test_one_of_two_may_die_at_work(self):
        for service in ("auth", "billing", "instance", "audit", "scheduler"):
            with self.subTest(service=service):
                api = self.suite.customer(MONEY)
                instance = machines.create(api, f"half-{service}")
                self.suite.kill(f"{service}-1")
                machines.wait_for(api, instance, "RUNNING", "FAILED", seconds=120)
                invariants.check(self.suite)


if __name__ == "__main__":
    unittest.main(verbosity=2)
