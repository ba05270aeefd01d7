-- Money set aside for instances being made: one row per instance, for ever, so
-- that a command that comes late or twice finds out. A release that came before
-- its reservation is a released row of zero.
CREATE TABLE holds (
  id uuid PRIMARY KEY,
  project text NOT NULL REFERENCES accounts,
  currency text NOT NULL,
  setup_fee_micros bigint NOT NULL CHECK (setup_fee_micros >= 0),
  first_hour_micros bigint NOT NULL CHECK (first_hour_micros >= 0),
  display_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'captured', 'released')),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  update_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX holds_open ON holds (project) WHERE state = 'open';

GRANT SELECT, INSERT ON holds TO nexus_billing;
GRANT UPDATE (state, update_time) ON holds TO nexus_billing;

-- Open ends once. What was released may still be captured, when the instance ran
-- after all: its fee was then booked without a hold.
CREATE FUNCTION holds_must_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE check_violation USING CONSTRAINT = 'holds_must_end_once',
    MESSAGE = format('hold %s is %s and cannot become %s', OLD.id, OLD.state, NEW.state);
END $$;

CREATE TRIGGER holds_must_end_once BEFORE UPDATE ON holds FOR EACH ROW
  WHEN (NEW.state <> OLD.state AND (OLD.state = 'captured' OR NEW.state = 'open'))
  EXECUTE FUNCTION holds_must_end_once();

-- What an account holds is the sum of its open holds.
CREATE FUNCTION accounts_must_match_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT held_micros FROM accounts WHERE project = NEW.project)
     <> (SELECT coalesce(sum(setup_fee_micros + first_hour_micros), 0) FROM holds
         WHERE project = NEW.project AND state = 'open') THEN
    RAISE check_violation USING CONSTRAINT = 'accounts_must_match_holds',
      MESSAGE = format('the account of %s does not hold what its open holds need', NEW.project);
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER accounts_must_match_holds
  AFTER INSERT OR UPDATE OF held_micros ON accounts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_must_match_holds();
CREATE CONSTRAINT TRIGGER accounts_must_match_holds AFTER INSERT OR UPDATE ON holds
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_must_match_holds();
