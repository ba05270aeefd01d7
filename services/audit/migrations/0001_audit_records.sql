-- Who did what: one row per recorded call, in monthly partitions.

CREATE TABLE audit_records (
  -- When the call was made, and the id of the event that told of it: an event that
  -- comes twice has both the same.
  create_time timestamptz NOT NULL,
  id uuid NOT NULL,
  actor text NOT NULL,
  token text NOT NULL,
  method text NOT NULL CHECK (method <> ''),
  method_name text NOT NULL GENERATED ALWAYS AS (split_part(method, '.', -1)) STORED,
  resource text NOT NULL,
  project text NOT NULL,
  outcome text NOT NULL CHECK (outcome <> ''),
  client_address text NOT NULL,
  user_agent text NOT NULL,
  request_id text NOT NULL,
  request_json text NOT NULL,
  count int NOT NULL CHECK (count >= 1),
  store_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (create_time, id)
) PARTITION BY RANGE (create_time);

CREATE INDEX audit_records_project ON audit_records (project, create_time DESC, id DESC);
CREATE INDEX audit_records_actor ON audit_records (actor, create_time DESC, id DESC);
CREATE INDEX audit_records_resource ON audit_records (resource, create_time DESC, id DESC);
CREATE INDEX audit_records_method ON audit_records (method_name, create_time DESC, id DESC);
CREATE INDEX audit_records_refused ON audit_records (create_time DESC, id DESC)
  WHERE outcome <> 'ok';

-- A net for what no month takes; a row in it is an alarm.
CREATE TABLE audit_records_default PARTITION OF audit_records DEFAULT;

-- How long records are kept. Only the owner changes it.
CREATE TABLE audit_retention (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  days int NOT NULL CHECK (days >= 30)
);
INSERT INTO audit_retention (days) VALUES (90);

-- Makes the partitions of last month to two months ahead, and drops those whose
-- last day is longer ago than records are kept.
CREATE FUNCTION nexus_maintain_audit_records() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
  month date;
  old record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('nexus_maintain_audit_records'));
  FOR month IN SELECT generate_series(date_trunc('month', now()) - interval '1 month',
                                      date_trunc('month', now()) + interval '2 months',
                                      interval '1 month')::date LOOP
    IF to_regclass('audit_records_' || to_char(month, 'YYYYMM')) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF audit_records FOR VALUES FROM (%L) TO (%L)',
                     'audit_records_' || to_char(month, 'YYYYMM'), month,
                     (month + interval '1 month')::date);
    END IF;
  END LOOP;
  FOR old IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             CROSS JOIN audit_retention r
             WHERE i.inhparent = 'audit_records'::regclass AND c.relname ~ '^audit_records_\d{6}$'
               AND to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month'
                   < now() - r.days * interval '1 day' LOOP
    EXECUTE format('DROP TABLE %I', old.relname);
  END LOOP;
END
$$;
SELECT nexus_maintain_audit_records();

-- A record is never changed or removed by the running service.
GRANT SELECT, INSERT ON audit_records TO nexus_audit;
GRANT SELECT ON audit_records_default, audit_retention TO nexus_audit;
