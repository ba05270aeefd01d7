"""Our queue beside those that a user would pick instead and beside the least
that PostgreSQL itself needs, on one server, in turns. README.md says what is
measured; NEXUS_BENCH_QUICK=1 takes one round with few jobs."""

import os
import statistics
import sys

import measures
from bench_postgres import BenchPostgres
from drivers import HERE, Driver, drivers

QUICK = os.environ.get("NEXUS_BENCH_QUICK") == "1"
ROUNDS = 1 if QUICK else 3
CRASH_PATIENCE = 10 if QUICK else 30
FLOOR_SECONDS = 2 if QUICK else 4


def jobs(count):
    return count // 10 if QUICK else count


# What is measured: name, how, and its figures as (metric, figure, unit, whether less is better).
MEASURES = [
    ("enqueue one by one", lambda d, p: measures.enqueue(d, p, jobs(2500), 1, 1),
     [("enqueue_one_by_one_1", "rate", "/s", False)]),
    ("enqueue from ten", lambda d, p: measures.enqueue(d, p, jobs(10000), 1, 10),
     [("enqueue_one_by_one_10", "rate", "/s", False)]),
    ("enqueue in batches", lambda d, p: measures.enqueue(d, p, jobs(50000), 1000, 1),
     [("enqueue_batch_1000", "rate", "/s", False)]),
    ("drain one at a time", lambda d, p: measures.drain(d, p, jobs(5000), "c1"),
     [("drain_c1", "rate", "/s", False)]),
    ("drain ten at a time", lambda d, p: measures.drain(d, p, jobs(10000), "c10"),
     [("drain_c10", "rate", "/s", False), ("statements_per_task_c10", "statements", "", True)]),
    ("drain at its best", lambda d, p: measures.drain(d, p, jobs(50000), "best"),
     [("drain_best", "rate", "/s", False), ("statements_per_task", "statements", "", True),
      ("wal_bytes_per_task", "wal_bytes", "B", True),
      ("postgres_cpu_per_task", "processor_us", "us", True)]),
    ("drain with two processes", lambda d, p: measures.drain(d, p, jobs(50000), "best", 2),
     [("drain_best_2", "rate", "/s", False)]),
    ("start on an idle queue", lambda d, p: measures.start_latency(d, p, jobs(300)),
     [("start_latency_idle_p50", "p50", "ms", True), ("start_latency_idle_p99", "p99", "ms", True)]),
    ("start at 200 a second", lambda d, p: measures.start_latency(d, p, jobs(2000), 200),
     [("start_latency_200_p50", "p50", "ms", True), ("start_latency_200_p95", "p95", "ms", True),
      ("start_latency_200_p99", "p99", "ms", True)]),
    ("kill -9 with long jobs", lambda d, p: measures.crash(d, CRASH_PATIENCE),
     [("crash_retry_s", "retry_s", "s", True)]),
    ("kill -9 in a drain", lambda d, p: measures.crash_in_drain(d, p, jobs(10000)),
     [("crash_lost", "lost", "", True), ("crash_stuck", "stuck", "", True),
      ("crash_ran_twice", "ran_twice", "", True)]),
]

# Figures that hang on whether the end of a job waits for the disk. Ours does, as the peers' do.
FLUSHED = ("drain_", "wal_", "statements_", "postgres_cpu_")


def floors(postgres):
    """The least that PostgreSQL needs for the same, driven by pgbench: {metric: figure}."""
    postgres.sql((HERE / "floor" / "tables.sql").read_text())
    figures = {}
    for metric, clients in (("enqueue_one_by_one_1", 1), ("enqueue_one_by_one_10", 10)):
        figures[metric] = measures.pgbench(postgres, HERE, "insert.sql", clients, seconds=FLOOR_SECONDS)
    for metric, clients, batch, count in (("drain_c1", 1, 1, 5000), ("drain_c10", 10, 1, 10000),
                                          ("drain_best", 2, 100, 50000)):
        postgres.sql("TRUNCATE floor_jobs",
                     "INSERT INTO floor_jobs (payload) SELECT jsonb_build_object('id', n, 't', 0) "
                     f"FROM generate_series(1, {jobs(count)}) n", "VACUUM ANALYZE", "CHECKPOINT")
        rounds = int(jobs(count) * 0.9 / batch / clients)
        figures[metric] = batch * measures.pgbench(postgres, HERE, "claim_and_delete.sql", clients,
                                                   transactions=rounds, batch=batch)
    return figures


def measure(postgres):
    """{metric: {who: [figure of each round]}}"""
    figures = {}
    for number in range(1, ROUNDS + 1):
        for name, take, metrics in MEASURES:
            for who, command in drivers().items():
                print(f"round {number} of {ROUNDS}: {name}, {who}", file=sys.stderr)
                taken = take(Driver(command, postgres), postgres)
                for metric, figure, _, _ in metrics:
                    figures.setdefault(metric, {}).setdefault(who, []).append(taken[figure])
        for metric, figure in floors(postgres).items():
            figures[metric].setdefault("pgbench", []).append(figure)
    return figures


def ratio(ours, theirs, less_is_better):
    better, worse = (theirs, ours) if less_is_better else (ours, theirs)
    return better / worse if worse else None


def run():
    with BenchPostgres() as postgres:
        figures = measure(postgres)
    rows = []
    for _, _, metrics in MEASURES:
        for metric, _, unit, less_is_better in metrics:
            medians = {who: statistics.median(values) for who, values in figures[metric].items()}
            ours = medians.pop("ours")
            rows += [{"bench": "queue", "metric": metric, "unit": unit, "ours": ours, "peer": peer,
                      "theirs": theirs, "ratio": ratio(ours, theirs, less_is_better), "runs": ROUNDS,
                      **({"completion": "flushed"} if metric.startswith(FLUSHED) else {})}
                     for peer, theirs in medians.items()]
    return rows
