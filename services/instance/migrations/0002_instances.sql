-- Machines, and the calls to neighbours that each still has to make.
CREATE TABLE instances (
  id uuid PRIMARY KEY,
  project text NOT NULL CHECK (project ~ '^projects/[^/]+$'),
  display_name text NOT NULL CHECK (display_name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  plan text NOT NULL REFERENCES plans,
  image text NOT NULL REFERENCES images,
  cluster text NOT NULL CHECK (cluster ~ '^clusters/[^/]+$'),
  ssh_keys text[] NOT NULL,
  login_user text NOT NULL,

  vcpus int NOT NULL CHECK (vcpus > 0),
  memory_mib bigint NOT NULL CHECK (memory_mib > 0),
  disk_gib bigint NOT NULL CHECK (disk_gib > 0),

  -- As quoted.
  price text NOT NULL,
  currency text NOT NULL,
  setup_fee_micros bigint NOT NULL CHECK (setup_fee_micros >= 0),
  hour_micros bigint NOT NULL CHECK (hour_micros >= 0),
  month_micros bigint NOT NULL CHECK (month_micros >= 0),

  state text NOT NULL CHECK (state IN ('RESERVING', 'PROVISIONING', 'RUNNING', 'STOPPING', 'STOPPED',
                                       'STARTING', 'REBOOTING', 'DELETING', 'DELETED', 'FAILED')),
  operation uuid,
  operation_kind text CHECK (operation_kind IN ('create', 'start', 'stop', 'delete')),
  create_operation uuid,
  error_reason text,
  error_message text,
  hidden boolean NOT NULL DEFAULT false,
  ran boolean NOT NULL DEFAULT false,

  enqueue_pending boolean NOT NULL DEFAULT false,
  cancel_pending boolean NOT NULL DEFAULT false,
  release_pending boolean NOT NULL DEFAULT false,

  -- When the sweeper looks next; NULL when nothing is left to call.
  wake_time timestamptz,

  -- When a create that billing did not answer is given up.
  reserve_until timestamptz NOT NULL,

  -- On whose behalf it is in between: a CallContext.
  caller json NOT NULL,

  version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  update_time timestamptz NOT NULL DEFAULT clock_timestamp(),

  CONSTRAINT instances_operation_is_whole CHECK ((operation IS NULL) = (operation_kind IS NULL)),
  CONSTRAINT instances_error_is_whole CHECK ((error_reason IS NULL) = (error_message IS NULL)),
  CONSTRAINT instances_failed_has_error CHECK (state <> 'FAILED' OR error_reason IS NOT NULL),
  CONSTRAINT instances_hidden_failed CHECK (NOT hidden OR state IN ('FAILED', 'DELETING', 'DELETED')),

  -- A hold of what ran is moved by events only.
  CONSTRAINT instances_release_before_run CHECK (NOT (release_pending AND ran)),
  CONSTRAINT instances_enqueue_has_operation CHECK (NOT enqueue_pending OR operation IS NOT NULL),
  CONSTRAINT instances_cancel_has_operation CHECK (NOT cancel_pending OR create_operation IS NOT NULL),

  -- No call to a neighbour is ever forgotten.
  CONSTRAINT instances_wake_for_calls CHECK (
    (wake_time IS NOT NULL) =
    (state = 'RESERVING' OR enqueue_pending OR cancel_pending OR release_pending))
);

CREATE UNIQUE INDEX instances_display_name ON instances (project, display_name)
  WHERE state <> 'DELETED' AND NOT hidden;
CREATE INDEX instances_listed ON instances (project, id DESC)
  WHERE state <> 'DELETED' AND NOT hidden;
CREATE INDEX instances_awake ON instances (wake_time) WHERE wake_time IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON instances TO nexus_instance;
