-- What can be ordered.
CREATE TABLE plans (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  display_name text NOT NULL CHECK (display_name <> ''),
  vcpus int NOT NULL CHECK (vcpus BETWEEN 1 AND 128),
  memory_mib bigint NOT NULL CHECK (memory_mib BETWEEN 128 AND 4194304),
  disk_gib bigint NOT NULL CHECK (disk_gib BETWEEN 1 AND 65536),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE images (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  display_name text NOT NULL CHECK (display_name <> ''),
  default_user text NOT NULL CHECK (default_user ~ '^[a-z_][a-z0-9_-]{0,31}$'),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT ON plans, images TO nexus_instance;
