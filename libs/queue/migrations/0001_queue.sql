-- Work that must be done once, kept until it is.

-- A shard is worked by one owner at a time: who raises the epoch owns it until
-- `lease_until`, by this database's clock.
CREATE TABLE queue_shards (
  shard text PRIMARY KEY,

  -- The application_name of the owner's connections; empty when it left in order.
  owner text NOT NULL DEFAULT '',

  epoch bigint NOT NULL DEFAULT 0,
  lease_until timestamptz NOT NULL DEFAULT '-infinity'
);

-- A claim's number: only grows, so a worker that was presumed dead changes no row.
CREATE SEQUENCE task_fences AS bigint;

CREATE TABLE tasks (
  -- The caller's UUIDv7.
  id uuid PRIMARY KEY,

  -- NULL and an empty kind: closed before it came.
  shard text REFERENCES queue_shards,
  kind text NOT NULL,

  tenant text NOT NULL,
  serial_key text NOT NULL,
  payload bytea NOT NULL,

  -- Who asked for it, as JSON: goes into the record of what comes of it.
  origin jsonb NOT NULL,

  -- 0 is first.
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 9),

  -- NULL: retried for ever.
  max_attempts int CHECK (max_attempts > 0),

  state text NOT NULL CHECK (state IN ('waiting', 'running', 'ended')),

  -- Set before the end when something must still be put in order.
  outcome text CHECK (outcome IN ('succeeded', 'failed', 'cancelled')),

  cancel_requested boolean NOT NULL DEFAULT false,
  run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempt int NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  rescues int NOT NULL DEFAULT 0 CHECK (rescues >= 0),

  -- Of the claim that holds it; NULL when nobody does.
  fence bigint,
  epoch bigint,

  -- The worker's own memory, and what it brought.
  progress jsonb NOT NULL DEFAULT '{}',
  result bytea NOT NULL DEFAULT '',
  error_reason text NOT NULL DEFAULT '',
  error_message text NOT NULL DEFAULT '',

  version bigint NOT NULL DEFAULT 1,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  start_time timestamptz,
  end_time timestamptz,

  CHECK ((state = 'running') = (fence IS NOT NULL AND epoch IS NOT NULL)),
  CHECK (state <> 'ended' OR outcome IS NOT NULL),
  CHECK ((outcome IS NULL) = (end_time IS NULL)),
  CHECK (shard IS NOT NULL OR (state = 'ended' AND outcome = 'cancelled'))
);

CREATE INDEX tasks_ready ON tasks (shard, priority, id) WHERE state = 'waiting';
CREATE INDEX tasks_held ON tasks (shard) WHERE state = 'running';
CREATE INDEX tasks_open_by_key ON tasks (serial_key, id) WHERE state <> 'ended';
CREATE INDEX tasks_by_tenant ON tasks (tenant, id);
CREATE INDEX tasks_by_key ON tasks (serial_key, id);

-- The last guard of "one at a time per key".
CREATE UNIQUE INDEX tasks_one_per_key ON tasks (serial_key) WHERE state = 'running';

-- The running role is the owner's name without `_owner`.
DO $$
DECLARE role text := regexp_replace(current_user, '_owner$', '');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON queue_shards, tasks TO %I', role);
  EXECUTE format('GRANT USAGE ON SEQUENCE task_fences TO %I', role);
END
$$;
