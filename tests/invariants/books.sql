-- The promises of billing's books, to be asked after any test or incident:
--   psql -d nexus_billing -f tests/invariants/books.sql
-- Each row is a promise broken; no rows is right. Nothing is changed.

SELECT 'the entries of a transaction do not cancel out' AS broken,
       transaction_id::text AS subject,
       format('sum %s %s', sum(amount_micros), currency) AS detail
FROM entries GROUP BY transaction_id, currency HAVING sum(amount_micros) <> 0

UNION ALL
SELECT 'a transaction is not its customer''s entry', t.id::text,
       format('amount %s, entry %s', t.amount_micros, coalesce(e.amount_micros::text, 'none'))
FROM transactions t LEFT JOIN entries e ON e.transaction_id = t.id AND e.account = t.project
WHERE (e.amount_micros, e.currency) IS DISTINCT FROM (t.amount_micros, t.currency)

UNION ALL
SELECT 'wallet - debt is not the sum of the account''s entries', a.project,
       format('wallet %s, debt %s, entries %s', a.wallet_micros, a.debt_micros, coalesce(sum(e.amount_micros), 0))
FROM accounts a LEFT JOIN entries e ON e.account = a.project
GROUP BY a.project HAVING a.wallet_micros - a.debt_micros <> coalesce(sum(e.amount_micros), 0)

UNION ALL
SELECT 'money was booked on an account that does not exist', e.account, format('sum %s', sum(e.amount_micros))
FROM entries e LEFT JOIN accounts a ON a.project = e.account
WHERE e.account LIKE 'projects/%' AND a.project IS NULL GROUP BY e.account

UNION ALL
SELECT 'held is not the sum of the open holds', a.project,
       format('held %s, holds %s', a.held_micros, coalesce(sum(h.setup_fee_micros + h.first_hour_micros), 0))
FROM accounts a LEFT JOIN holds h ON h.project = a.project AND h.state = 'open'
GROUP BY a.project HAVING a.held_micros <> coalesce(sum(h.setup_fee_micros + h.first_hour_micros), 0)

UNION ALL
SELECT 'a balance does not follow from the one before', t.id::text,
       format('before %s, amount %s, after %s', t.before_it, t.amount_micros, t.balance_after_micros)
FROM (SELECT *, coalesce(lag(balance_after_micros) OVER (PARTITION BY project ORDER BY account_version), 0) AS before_it
      FROM transactions) t
WHERE t.balance_after_micros <> t.before_it + t.amount_micros

UNION ALL
SELECT 'an instance paid its setup fee more than once', subject, format('%s times', count(*))
FROM transactions WHERE kind = 'setup_fee' GROUP BY subject HAVING count(*) > 1

UNION ALL
SELECT 'a setup fee was taken without its hold being captured', t.subject, coalesce(h.state, 'no hold')
FROM transactions t LEFT JOIN holds h ON h.id::text = regexp_replace(t.subject, '^.*/', '')
WHERE t.kind = 'setup_fee' AND h.state IS DISTINCT FROM 'captured'

UNION ALL
SELECT 'an amount is in another currency than the books', x.subject, x.currency
FROM (SELECT project AS subject, currency FROM accounts
      UNION ALL SELECT id::text, currency FROM transactions
      UNION ALL SELECT transaction_id::text, currency FROM entries
      UNION ALL SELECT id::text, currency FROM holds
      UNION ALL SELECT id::text, currency FROM prices) x
WHERE x.currency <> (SELECT currency FROM books);
