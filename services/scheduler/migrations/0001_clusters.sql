-- The clusters that we may use, and the guests that we made there.

CREATE TABLE clusters (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,40}$'),
  endpoints text[] NOT NULL CHECK (cardinality(endpoints) > 0),
  fingerprints text[] NOT NULL CHECK (cardinality(fingerprints) > 0),
  token_id text NOT NULL,

  -- AES-256-GCM under the key file, the cluster's name as context.
  sealed_token bytea NOT NULL,

  -- Ids that are ours to give; each is given once, ever.
  first_vmid int NOT NULL CHECK (first_vmid >= 100),
  last_vmid int NOT NULL CHECK (last_vmid <= 999999999),
  next_vmid int NOT NULL,
  CHECK (first_vmid < last_vmid),
  CHECK (next_vmid BETWEEN first_vmid AND last_vmid + 1),

  storage text NOT NULL,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE guests (
  cluster text NOT NULL REFERENCES clusters,
  vmid int NOT NULL,
  PRIMARY KEY (cluster, vmid),

  -- `projects/{project}/instances/{instance}`, and the task that makes it.
  instance text NOT NULL,
  operation uuid NOT NULL,

  -- Where it was put, and the memory that it counts for there.
  node text NOT NULL,
  memory_mib bigint NOT NULL CHECK (memory_mib > 0),

  -- burnt: somebody else had the id. gone: confirmed absent.
  state text NOT NULL DEFAULT 'given' CHECK (state IN ('given', 'burnt', 'gone')),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX guests_one_per_operation ON guests (operation) WHERE state = 'given';
CREATE UNIQUE INDEX guests_one_per_instance ON guests (instance) WHERE state = 'given';

DO $$
DECLARE role text := regexp_replace(current_user, '_owner$', '');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON clusters TO %I', role);
  EXECUTE format('GRANT UPDATE (next_vmid) ON clusters TO %I', role);
  EXECUTE format('GRANT SELECT, INSERT ON guests TO %I', role);
  EXECUTE format('GRANT UPDATE (state, node) ON guests TO %I', role);
END
$$;
