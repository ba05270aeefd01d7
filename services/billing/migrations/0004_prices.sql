-- What plans cost. A row never changes; the newest of a plan is in force, the
-- older ones are what was promised before.
CREATE TABLE prices (
  id uuid PRIMARY KEY,
  plan text NOT NULL CHECK (plan ~ '^plans/[^/]+$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  setup_fee_micros bigint NOT NULL CHECK (setup_fee_micros >= 0),
  hour_micros bigint NOT NULL CHECK (hour_micros >= 0),
  month_micros bigint NOT NULL CHECK (month_micros >= 0),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX prices_in_force ON prices (plan, create_time DESC, id DESC);

GRANT SELECT, INSERT ON prices TO nexus_billing;
