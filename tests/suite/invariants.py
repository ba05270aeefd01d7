"""What must be true after every end-to-end and fault test, checked by SQL, by
the simulator's own state, and in the logs."""

import pathlib

from suite import SERVICES, eventually, is_ours

ROOT = pathlib.Path(__file__).resolve().parents[2]

CONSUMERS = {"audit": SERVICES, "instance": ("scheduler",), "billing": ("instance",)}


def check(suite):
    """Raises AssertionError with every broken promise."""
    eventually(lambda: settled(suite), what="all work having ended and every consumer at its producer's head")
    broken = books(suite) + addresses(suite) + guests(suite) + trail(suite) + parked(suite)
    broken += [f"an error in a log: {line}" for line in suite.error_lines()]
    assert not broken, "\n".join(broken)


def settled(suite):
    return not lagging(suite) and not in_between(suite)


def in_between(suite):
    return suite.sql("instance", """
        SELECT id, state FROM instances
        WHERE state NOT IN ('RUNNING', 'STOPPED', 'DELETED', 'FAILED')
           OR enqueue_pending OR cancel_pending OR release_pending""") + \
        suite.sql("scheduler", "SELECT id, state FROM tasks WHERE state <> 'ended'")


def lagging(suite):
    behind = []
    for consumer, sources in CONSUMERS.items():
        positions = dict(suite.sql(consumer, f"""
            SELECT source, convert_from(cursor, 'UTF8') FROM consumer_positions WHERE consumer = '{consumer}'"""))
        for source in sources:
            head = suite.sql(source, """
                SELECT epoch || '/' || xid || '/' || position FROM events
                ORDER BY epoch DESC, xid DESC, position DESC LIMIT 1""")
            if head and positions.get(source) != head[0][0]:
                behind.append((consumer, source))
    return behind


def books(suite):
    query = (ROOT / "tests" / "invariants" / "books.sql").read_text()
    return [f"the books are wrong: {row}" for row in suite.sql("billing", query)]


def addresses(suite):
    """Each address has one instance at most (a constraint), and only one that lives;
    each instance that lives has one."""
    return [f"an address is not where it belongs: {row}" for row in suite.sql("instance", """
        SELECT a.address, i.id, i.state FROM addresses a FULL JOIN instances i ON i.id = a.instance_id
        WHERE (i.state IN ('RUNNING', 'STOPPED') AND a.address IS NULL)
           OR (i.state IN ('DELETED', 'FAILED') AND a.address IS NOT NULL)""")]


def guests(suite):
    """Ours: exactly one guest for each instance that lives, and none else.
    Foreign: exactly as they were."""
    broken = []
    living = {row[0] for row in suite.sql(
        "instance", "SELECT id FROM instances WHERE state NOT IN ('DELETED', 'FAILED')")}
    marked = [guest["config"]["description"].split("nexus:", 1)[1].split(":")[1]
              for guest in suite.guests() if is_ours(guest)]
    for instance in living - set(marked):
        broken.append(f"instance {instance} has no guest")
    for instance in set(marked) - living:
        broken.append(f"a guest of instance {instance} is left behind")
    if len(marked) != len(set(marked)):
        broken.append(f"an instance has two guests: {sorted(marked)}")
    if suite.foreign_guests() != suite.guests_before:
        broken.append("a foreign guest was changed")
    return broken


def trail(suite):
    """Each recorded call of every service is in the trail, once."""
    called = sorted(row[0] for service in SERVICES for row in suite.sql(
        service, "SELECT id FROM events WHERE type = 'nexus.events.v1.Called'"))
    recorded = sorted(row[0] for row in suite.sql("audit", "SELECT id FROM audit_records"))
    return [] if called == recorded else [
        f"the trail has {len(recorded)} records for {len(called)} calls"]


def parked(suite):
    return [f"{service} parked an event: {row}" for service in SERVICES
            for row in suite.sql(service, "SELECT source, subject, error FROM parked_events")]
