-- Answers to calls that may be repeated, kept for a day.
CREATE TABLE requests (
  principal text NOT NULL,
  method text NOT NULL,
  request_id text NOT NULL CHECK (length(request_id) BETWEEN 1 AND 64),
  request_hash text NOT NULL,

  -- NULL while the first call is at work.
  answer bytea,

  expire_time timestamptz NOT NULL DEFAULT clock_timestamp() + interval '24 hours',
  PRIMARY KEY (principal, method, request_id)
);
CREATE INDEX ON requests (expire_time);

CREATE FUNCTION nexus_maintain_requests() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  DELETE FROM requests WHERE (principal, method, request_id) IN (
    SELECT principal, method, request_id FROM requests
    WHERE expire_time < clock_timestamp() ORDER BY expire_time LIMIT 20000 FOR UPDATE SKIP LOCKED)
$$;

DO $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON requests TO %I',
                 regexp_replace(current_user, '_owner$', ''));
END
$$;
