-- What happened in this service, in the order it was committed, and how far this
-- service has read what happened in others.

-- Raised when the database's history was changed behind us: by a restore, or a
-- promoted replica on another system.
CREATE TABLE event_generation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  generation int NOT NULL,
  system_identifier bigint NOT NULL
);
INSERT INTO event_generation SELECT true, 1, system_identifier FROM pg_control_system();

-- `<generation>.<timeline>`, fixed width: the timeline changes with a promotion.
CREATE FUNCTION nexus_event_epoch() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT lpad(to_hex(generation), 8, '0') || '.' ||
         lower(substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))
  FROM event_generation
$$;

-- Called at start: another system identifier means a restored or copied cluster.
CREATE FUNCTION nexus_check_generation() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  UPDATE event_generation g
  SET generation = g.generation + 1, system_identifier = c.system_identifier
  FROM pg_control_system() c WHERE g.system_identifier <> c.system_identifier
$$;

CREATE SEQUENCE event_positions AS bigint;

CREATE TABLE events (
  epoch text COLLATE "C" NOT NULL DEFAULT nexus_event_epoch(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  id uuid NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  version bigint NOT NULL,
  project text NOT NULL,
  actor text NOT NULL,
  token text NOT NULL,
  method text NOT NULL,
  request_id text NOT NULL,
  outcome text NOT NULL,
  client_address text NOT NULL,
  user_agent text NOT NULL,
  payload bytea NOT NULL
) PARTITION BY RANGE (create_time);
CREATE INDEX ON events (epoch, xid, position);
CREATE INDEX ON events (create_time);
CREATE TABLE events_default PARTITION OF events DEFAULT;

-- The newest event that was dropped with its partition: who reads from before it has lost events.
CREATE TABLE event_horizon (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch text COLLATE "C" NOT NULL,
  xid xid8 NOT NULL,
  position bigint NOT NULL
);
INSERT INTO event_horizon VALUES (true, '', '0', 0);

-- Makes partitions for the next 7 days and drops what is older than 14.
CREATE FUNCTION nexus_maintain_events() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  day date;
  old record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('nexus_maintain_events'));
  FOR day IN SELECT generate_series(current_date - 1, current_date + 7, '1 day')::date LOOP
    IF to_regclass('events_' || to_char(day, 'YYYYMMDD')) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)',
                     'events_' || to_char(day, 'YYYYMMDD'), day, day + 1);
    END IF;
  END LOOP;
  FOR old IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_\d{8}$'
               AND to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - 14 LOOP
    EXECUTE format(
      'UPDATE event_horizon h SET (epoch, xid, position) = (n.epoch, n.xid, n.position)
       FROM (SELECT epoch, xid, position FROM %I ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1) n
       WHERE (n.epoch, n.xid, n.position) > (h.epoch, h.xid, h.position)', old.relname);
    EXECUTE format('DROP TABLE %I', old.relname);
  END LOOP;
END
$$;
SELECT nexus_maintain_events();

-- How far this service has read. Moved in the transaction of the event's effect.
CREATE TABLE consumer_positions (
  consumer text NOT NULL,
  source text NOT NULL,
  cursor bytea NOT NULL,
  PRIMARY KEY (consumer, source)
);

-- Events that failed by themselves, with all later ones of their subject.
CREATE TABLE parked_events (
  consumer text NOT NULL,
  source text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  subject text NOT NULL,
  event bytea NOT NULL,
  error text NOT NULL,
  park_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, source, position)
);
CREATE INDEX ON parked_events (consumer, source, subject);

-- The running role is the owner's name without `_owner`.
DO $$
DECLARE role text := regexp_replace(current_user, '_owner$', '');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON events TO %I', role);
  EXECUTE format('GRANT SELECT ON event_horizon TO %I', role);
  EXECUTE format('GRANT USAGE ON SEQUENCE event_positions TO %I', role);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON consumer_positions TO %I', role);
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON parked_events TO %I', role);
END
$$;
