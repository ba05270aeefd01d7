-- Who there is, in which projects they are, and how they come in.

CREATE TABLE projects (
  id uuid PRIMARY KEY,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 64),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '%_@_%'),
  role text NOT NULL CHECK (role IN ('user', 'administrator')),
  password_hash text NOT NULL CHECK (password_hash <> ''),
  personal_project uuid NOT NULL UNIQUE REFERENCES projects,
  create_time timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  revision bigint NOT NULL DEFAULT 1 CHECK (revision >= 1)
);
-- Collated so that `lower` means ASCII wherever the server was installed.
CREATE UNIQUE INDEX users_email ON users (lower(email COLLATE "C"));

CREATE TABLE memberships (
  project_id uuid NOT NULL REFERENCES projects,
  user_id uuid NOT NULL REFERENCES users,
  role text NOT NULL CHECK (role IN ('owner')),
  revision bigint NOT NULL DEFAULT 1 CHECK (revision >= 1),
  PRIMARY KEY (project_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id, project_id);

-- Nobody is without a way into the own project.
ALTER TABLE users ADD CONSTRAINT users_belong_to_their_project
  FOREIGN KEY (personal_project, id) REFERENCES memberships (project_id, user_id)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  user_id uuid NOT NULL REFERENCES users,
  create_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL CHECK (expire_time > create_time),
  last_use_time timestamptz NOT NULL,
  idle_expire_time timestamptz NOT NULL,
  revision bigint NOT NULL DEFAULT 1 CHECK (revision >= 1)
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_end ON sessions (least(expire_time, idle_expire_time));

CREATE TABLE api_tokens (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  user_id uuid NOT NULL REFERENCES users,
  project_id uuid NOT NULL REFERENCES projects,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 64),
  create_time timestamptz NOT NULL,
  expire_time timestamptz CHECK (expire_time > create_time),
  last_use_time timestamptz,
  revoke_time timestamptz,
  revision bigint NOT NULL DEFAULT 1 CHECK (revision >= 1)
);
CREATE INDEX api_tokens_listed ON api_tokens (user_id, project_id, id) WHERE revoke_time IS NULL;

-- Each attempt to log in is here once per key until it succeeds or is forgotten.
CREATE TABLE log_in_failures (
  kind text NOT NULL CHECK (kind IN ('account', 'address')),
  value text NOT NULL,
  attempt uuid NOT NULL,
  expire_time timestamptz NOT NULL,
  PRIMARY KEY (kind, value, attempt)
);
CREATE INDEX log_in_failures_newest ON log_in_failures (kind, value, expire_time);
CREATE INDEX log_in_failures_end ON log_in_failures (expire_time);

CREATE TABLE signing_keys (
  id uuid PRIMARY KEY,
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  sealed_private_key bytea NOT NULL,
  create_time timestamptz NOT NULL
);

-- Removes what has ended by itself, in batches.
CREATE FUNCTION nexus_maintain_credentials() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE least(expire_time, idle_expire_time) < clock_timestamp()
    ORDER BY least(expire_time, idle_expire_time) LIMIT 20000 FOR UPDATE SKIP LOCKED);
  DELETE FROM log_in_failures WHERE (kind, value, attempt) IN (
    SELECT kind, value, attempt FROM log_in_failures WHERE expire_time < clock_timestamp()
    ORDER BY expire_time LIMIT 20000 FOR UPDATE SKIP LOCKED);
$$;

-- Users, projects and tokens are never removed by the running service.
GRANT SELECT, INSERT ON projects, memberships TO nexus_auth;
GRANT SELECT, INSERT, UPDATE ON users, api_tokens TO nexus_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO nexus_auth;
GRANT SELECT, INSERT, DELETE ON log_in_failures, signing_keys TO nexus_auth;
