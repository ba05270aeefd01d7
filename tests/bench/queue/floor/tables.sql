-- The least that a queue can do, for pgbench.
DROP TABLE IF EXISTS floor_inserts, floor_jobs;
CREATE TABLE floor_inserts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT NULL);
CREATE TABLE floor_jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ready boolean NOT NULL DEFAULT true,
  payload jsonb NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX floor_jobs_ready ON floor_jobs (id) WHERE ready;
