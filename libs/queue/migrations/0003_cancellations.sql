-- The owner looks for these at every round, and there are hardly ever any.
CREATE INDEX tasks_to_cancel ON tasks (shard) WHERE state = 'running' AND cancel_requested;
