"""One measurement each, on a fresh queue. Every one answers {metric: figure}."""

import json
import random
import re
import time

from drivers import Counts, until

DRAIN_PATIENCE = 180


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def filled(driver, postgres, jobs):
    driver.call("setup")
    driver.call("enqueue", "--n", jobs, "--batch", min(jobs, 5000))
    postgres.sql("VACUUM ANALYZE", "CHECKPOINT")


def enqueue(driver, postgres, jobs, batch, connections):
    """Jobs a second that were taken for good."""
    driver.call("setup")
    postgres.sql("CHECKPOINT")
    answer = json.loads(driver.call("enqueue", "--n", jobs, "--batch", batch, "--conc", connections))
    return {"rate": jobs / answer["secs"]}


def drain(driver, postgres, jobs, profile, processes=1):
    """Jobs a second from a filled queue, and what each cost."""
    filled(driver, postgres, jobs)
    postgres.sql("SELECT pg_stat_statements_reset()")
    log_before = postgres.sql("SELECT pg_current_wal_insert_lsn()")
    processor_before = postgres.processor_seconds()
    counts = Counts()
    workers = [driver.start("worker", "--profile", profile, "--report", "count", on_line=counts.of(index))
               for index in range(processes)]
    try:
        if not until(lambda: counts.done() >= jobs, DRAIN_PATIENCE):
            raise TimeoutError(f"{counts.done()} of {jobs} jobs ended in {DRAIN_PATIENCE} s")
        processor = postgres.processor_seconds() - processor_before
    finally:
        for worker in workers:
            worker.stop()
    left = driver.pending()
    if left:
        raise RuntimeError(f"{left} jobs were left behind")
    written = postgres.sql(f"SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{log_before}')")
    statements = postgres.sql("SELECT sum(calls) FROM pg_stat_statements JOIN pg_database d ON d.oid = dbid "
                              "WHERE datname = current_database()")
    return {"rate": jobs / counts.seconds(), "wal_bytes": float(written) / jobs,
            "statements": float(statements) / jobs, "processor_us": 1e6 * processor / jobs}


class Starts:
    """The lines of `worker --report jobs`."""

    def __init__(self):
        self.first = {}  # Job to (sent, started), in microseconds.
        self.times = {}  # How often each was begun.
        self.ended = set()

    def __call__(self, line):
        words = line.split()
        job = int(words[1])
        if words[0] == "S":
            self.first.setdefault(job, (int(words[2]), int(words[3])))
            self.times[job] = self.times.get(job, 0) + 1
        else:
            self.ended.add(job)

    def waits_ms(self, skip):
        return [(started - sent) / 1000 for job, (sent, started) in list(self.first.items()) if job >= skip]


def start_latency(driver, postgres, jobs, rate=0):
    """Milliseconds from the call that enqueues to the start; `rate` a second, or one by one."""
    driver.call("setup")
    skip = 20  # The first ones warm up.
    starts = Starts()
    worker = driver.start("worker", "--profile", "lat", "--report", "jobs", on_line=starts).wait_until_ready()
    time.sleep(1.5)  # An idle queue, not one that just came up.
    try:
        if rate:
            driver.call("produce", "--rate", rate, "--n", jobs + skip, "--conc", 10)
        else:
            producer = driver.start("produce", "--rate", 0).wait_until_ready()
            for index in range(jobs + skip):
                producer.tell("1")
                until(lambda: len(starts.first) > index, 5)
                time.sleep(random.uniform(0.015, 0.035))
            producer.finish()
        if not until(lambda: len(starts.first) >= jobs + skip, 10):
            raise TimeoutError(f"{len(starts.first)} of {jobs + skip} jobs were begun")
    finally:
        worker.stop()
    waits = starts.waits_ms(skip)
    return {f"p{percent}": percentile(waits, percent) for percent in (50, 95, 99)}


def crash(driver, patience):
    """Kills a worker with ten jobs in flight while another is up: seconds until the
    last of them was begun again; `patience` when that takes longer."""
    driver.call("setup")
    driver.call("enqueue", "--n", 10, "--batch", 10)
    before, after = Starts(), Starts()
    first = driver.start("worker", "--profile", "crash-default", "--report", "jobs", "--sleep-ms", 3600000,
                         on_line=before)
    if not until(lambda: len(before.first) == 10, 30):
        raise TimeoutError(f"{len(before.first)} of 10 jobs were begun")
    second = driver.start("worker", "--profile", "crash-default", "--report", "jobs",
                          on_line=after).wait_until_ready()
    time.sleep(1)
    killed = time.time()
    first.kill()
    try:
        again = until(lambda: len(after.first) == 10, patience)
    finally:
        second.stop()
    last = max((started for _, started in after.first.values()), default=0) / 1e6
    return {"retry_s": last - killed if again else patience}


def crash_in_drain(driver, postgres, jobs):
    """Kills a worker in the middle of a fast drain; a second one takes over."""
    filled(driver, postgres, jobs)
    before, after = Starts(), Starts()
    first = driver.start("worker", "--profile", "best", "--report", "jobs", on_line=before)
    until(lambda: len(before.ended) >= jobs / 4, 60)
    first.kill()
    second = driver.start("worker", "--profile", "best", "--report", "jobs", on_line=after).wait_until_ready()
    until(lambda: len(before.ended | after.ended) == jobs, 3)
    quiet_since = -1
    while quiet_since != len(after.ended):  # It is still at what it could get.
        quiet_since = len(after.ended)
        time.sleep(1)
    stuck = driver.pending()
    driver.call("expire-leases")
    until(lambda: driver.pending() == 0, 15)
    second.stop()
    # One that ended may be pending too, when its end was not written.
    lost = max(0, jobs - len(before.ended | after.ended) - driver.pending())
    return {"stuck": stuck, "lost": lost, "ran_twice": len(before.ended & after.ended)}


def pgbench(postgres, here, script, clients, seconds=None, transactions=None, batch=1):
    """Transactions a second."""
    length = ["-T", str(seconds)] if seconds else ["-t", str(transactions)]
    answer = postgres.run("pgbench", "-n", "-M", "prepared", "-f", str(here / "floor" / script), "-D",
                          f"batch={batch}", "-c", str(clients), "-j", str(min(clients, 2)), *length)
    return float(re.search(r"tps = ([\d.]+)", answer)[1])
