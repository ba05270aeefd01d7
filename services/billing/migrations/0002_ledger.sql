-- What was booked, and between which accounts. Rows are only ever added: the
-- running role may do nothing else. By the triggers below, checked at commit,
-- wallet - debt of an account is the sum of its entries, without ever adding
-- them all up.

CREATE TABLE transactions (
  id uuid PRIMARY KEY,
  project text NOT NULL REFERENCES accounts,
  -- The account's version that this transaction made: its order in the account.
  account_version bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('credit', 'setup_fee')),
  description text NOT NULL,
  -- The full name of what it was for; empty for a credit.
  subject text NOT NULL,
  currency text NOT NULL,
  amount_micros bigint NOT NULL CHECK (amount_micros <> 0),
  balance_after_micros bigint NOT NULL,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),

  UNIQUE (project, account_version)
);

-- A setup fee is taken once in an instance's life.
CREATE UNIQUE INDEX transactions_one_setup_fee ON transactions (subject) WHERE kind = 'setup_fee';

CREATE TABLE entries (
  transaction_id uuid NOT NULL REFERENCES transactions,
  -- `projects/{project}`, or one of ours such as `operator/credits`.
  account text NOT NULL,
  currency text NOT NULL,
  amount_micros bigint NOT NULL CHECK (amount_micros <> 0),

  PRIMARY KEY (transaction_id, account)
);

CREATE INDEX entries_by_account ON entries (account);

GRANT SELECT, INSERT ON transactions, entries TO nexus_billing;

-- A transaction's entries cancel out, and touch no other customer's account.
CREATE FUNCTION entries_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM entries WHERE transaction_id = NEW.transaction_id
             GROUP BY currency HAVING sum(amount_micros) <> 0) THEN
    RAISE check_violation USING CONSTRAINT = 'entries_must_balance',
      MESSAGE = format('the entries of transaction %s do not cancel out', NEW.transaction_id);
  END IF;
  IF EXISTS (SELECT FROM entries AS e JOIN transactions AS t ON t.id = e.transaction_id
             WHERE t.id = NEW.transaction_id AND e.account LIKE 'projects/%'
               AND (e.account, e.currency, e.amount_micros)
                   <> (t.project, t.currency, t.amount_micros)) THEN
    RAISE check_violation USING CONSTRAINT = 'entries_must_balance',
      MESSAGE = format('transaction %s has an entry that is not its own', NEW.transaction_id);
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entries_must_balance AFTER INSERT ON entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entries_must_balance();

-- A transaction has its customer's entry, and stands between the balances of
-- its neighbours: none can be slipped in later.
CREATE FUNCTION transactions_must_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before_it bigint;
  after_next bigint;
BEGIN
  SELECT balance_after_micros INTO before_it FROM transactions
    WHERE project = NEW.project AND account_version < NEW.account_version
    ORDER BY account_version DESC LIMIT 1;
  SELECT balance_after_micros - amount_micros INTO after_next FROM transactions
    WHERE project = NEW.project AND account_version > NEW.account_version
    ORDER BY account_version LIMIT 1;
  IF NEW.balance_after_micros - NEW.amount_micros <> coalesce(before_it, 0)
     OR NEW.balance_after_micros <> coalesce(after_next, NEW.balance_after_micros) THEN
    RAISE check_violation USING CONSTRAINT = 'transactions_must_follow',
      MESSAGE = format('transaction %s does not follow from the one before', NEW.id);
  END IF;
  IF NOT EXISTS (SELECT FROM entries WHERE transaction_id = NEW.id AND account = NEW.project) THEN
    RAISE check_violation USING CONSTRAINT = 'transactions_must_follow',
      MESSAGE = format('transaction %s has no entry on its account', NEW.id);
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER transactions_must_follow AFTER INSERT ON transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transactions_must_follow();

-- An account is where its newest transaction left it.
CREATE FUNCTION accounts_must_match_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account accounts;
  booked transactions;
BEGIN
  SELECT * INTO account FROM accounts WHERE project = NEW.project;
  SELECT * INTO booked FROM transactions
    WHERE project = NEW.project ORDER BY account_version DESC LIMIT 1;
  IF account.wallet_micros - account.debt_micros <> coalesce(booked.balance_after_micros, 0)
     OR account.version < coalesce(booked.account_version, 0)
     OR account.currency <> coalesce(booked.currency, account.currency) THEN
    RAISE check_violation USING CONSTRAINT = 'accounts_must_match_ledger',
      MESSAGE = format('the account of %s is not what was booked on it', NEW.project);
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER accounts_must_match_ledger
  AFTER INSERT OR UPDATE OF wallet_micros, debt_micros ON accounts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_must_match_ledger();
CREATE CONSTRAINT TRIGGER accounts_must_match_ledger AFTER INSERT ON transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_must_match_ledger();
