-- What the queue's operator needs: pauses, and lists that stay fast.

-- Tasks that match are not begun. Empty means any, so that a pause may be of a
-- kind, of a kind on one shard, of all that is done for a tenant, and so on.
CREATE TABLE queue_pauses (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shard text NOT NULL DEFAULT '',
  kind text NOT NULL DEFAULT '',
  tenant text NOT NULL DEFAULT '',
  serial_key text NOT NULL DEFAULT '',
  UNIQUE (shard, kind, tenant, serial_key),

  -- Why and by whom, for whoever wonders later.
  reason text NOT NULL CHECK (reason <> ''),
  author text NOT NULL,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The claim takes the first few of each tenant, wherever they stand in the queue.
DROP INDEX tasks_ready;
CREATE INDEX tasks_waiting ON tasks (shard, tenant, priority, id) WHERE state = 'waiting';

-- Dead letters, newest first.
CREATE INDEX tasks_failed ON tasks (id) WHERE state = 'ended' AND outcome = 'failed';

ALTER TABLE tasks ADD CONSTRAINT tasks_payload_is_small CHECK (octet_length(payload) <= 262144);

DO $$
DECLARE role text := regexp_replace(current_user, '_owner$', '');
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, DELETE ON queue_pauses TO %I', role);
END
$$;
