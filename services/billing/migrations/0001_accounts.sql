-- The currency that this installation keeps its books in: chosen at the first
-- start, never changed.
CREATE TABLE books (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);

GRANT SELECT, INSERT ON books TO nexus_billing;

-- What each project has. The ledger says why.
CREATE TABLE accounts (
  project text PRIMARY KEY CHECK (project ~ '^projects/[^/]+$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  wallet_micros bigint NOT NULL DEFAULT 0,
  debt_micros bigint NOT NULL DEFAULT 0,
  held_micros bigint NOT NULL DEFAULT 0,
  -- One hour of everything that runs: it cannot be reserved.
  running_hour_micros bigint NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 0,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),

  CONSTRAINT accounts_held_is_in_the_wallet CHECK (held_micros BETWEEN 0 AND wallet_micros),
  CONSTRAINT accounts_debt_is_not_negative CHECK (debt_micros >= 0),
  CONSTRAINT accounts_free_money_pays_debt CHECK (debt_micros = 0 OR wallet_micros = held_micros),
  CONSTRAINT accounts_running_hour_is_not_negative CHECK (running_hour_micros >= 0)
);

GRANT SELECT, INSERT ON accounts TO nexus_billing;
GRANT UPDATE (wallet_micros, debt_micros, held_micros, running_hour_micros, version)
  ON accounts TO nexus_billing;
