-- States are those of bot.core.delivery.State: 0 pending, 1 sending, 2 sent, 3 gone, 4 failed, 5 expired,
-- 6 cancelled, 7 unknown, 8 unknown for good.
-- "state IN (0, 1, 7)" stands beside narrower conditions too: SQLite uses the index outbox_open only
-- where the question has the index's own condition word for word.

-- name: enqueue_subscribers(alert_id, slug)!
INSERT INTO outbox (alert_id, chat_id, thread, variant, priority, rank, state, not_before, attempts)
SELECT a.id, c.id, c.thread, t.variant, a.priority, t.rank, 0, 0, 0
FROM subscriptions AS s
JOIN chats AS c ON c.id = s.chat_id
JOIN alerts AS a ON a.id = :alert_id
JOIN texts AS t ON t.alert_id = a.id
    AND t.language = c.language AND t.zone = COALESCE(c.zone, '') AND t.kind = c.kind
WHERE s.slug = :slug AND c.gone IS NULL
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: missing(alert_id, slug)
SELECT DISTINCT c.language, c.zone, c.kind
FROM subscriptions AS s JOIN chats AS c ON c.id = s.chat_id
WHERE s.slug = :slug AND c.gone IS NULL AND NOT EXISTS (
    SELECT 1 FROM texts AS t WHERE t.alert_id = :alert_id
        AND t.language = c.language AND t.zone = COALESCE(c.zone, '') AND t.kind = c.kind
);

-- name: enqueue_chat(alert_id, chat_id, language, kind)!
-- Language and kind are for a chat about which nothing is kept.
INSERT INTO outbox (alert_id, chat_id, thread, variant, priority, rank, state, not_before, attempts)
SELECT a.id, CAST(:chat_id AS BIGINT), c.thread, t.variant, a.priority, t.rank, 0, 0, 0
FROM alerts AS a
JOIN texts AS t ON t.alert_id = a.id
LEFT JOIN chats AS c ON c.id = CAST(:chat_id AS BIGINT)
WHERE a.id = :alert_id AND t.language = COALESCE(c.language, :language)
    AND t.zone = COALESCE(c.zone, '') AND t.kind = COALESCE(c.kind, :kind) AND c.gone IS NULL
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: reopen(alert_id)!
UPDATE alerts SET open = 1 WHERE id = :alert_id AND open = 0;

-- name: claim(limit, now, epoch)
-- The outer condition on the state is looked at again when two transactions meet on one row.
UPDATE outbox SET state = 1, epoch = :epoch
WHERE state IN (0, 7) AND (alert_id, chat_id) IN (
    SELECT o.alert_id, o.chat_id
    FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
    WHERE o.state IN (0, 1, 7) AND o.state <> 1 AND o.not_before <= :now
        AND a.cancelled = 0 AND a.expires > :now
    ORDER BY o.priority, o.rank, o.alert_id, o.chat_id
    LIMIT :limit
)
RETURNING alert_id, chat_id, thread, variant, attempts, priority, rank,
    (SELECT policy FROM alerts WHERE alerts.id = outbox.alert_id) AS policy;

-- name: settle(alert_id, chat_id, epoch, state, message_id, not_before, reason, unknown)*!
UPDATE outbox
SET state = :state, message_id = :message_id, not_before = :not_before, reason = :reason,
    attempts = attempts + :unknown
WHERE alert_id = :alert_id AND chat_id = :chat_id AND state = 1 AND epoch = :epoch;

-- name: held(epoch)
SELECT alert_id, chat_id FROM outbox WHERE state IN (0, 1, 7) AND state = 1 AND epoch = :epoch;

-- name: orphans(epoch)
SELECT o.alert_id, o.chat_id, o.epoch, o.attempts, a.policy
FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
WHERE o.state IN (0, 1, 7) AND o.state = 1 AND o.epoch < :epoch;

-- name: expire(now)!
UPDATE outbox
SET state = CASE
    WHEN state = 7 THEN 8
    WHEN (SELECT cancelled FROM alerts WHERE alerts.id = outbox.alert_id) = 1 THEN 6
    ELSE 5
END
WHERE state IN (0, 7)
    AND alert_id IN (SELECT id FROM alerts WHERE open = 1 AND (cancelled = 1 OR expires <= :now));

-- name: close(now)!
UPDATE alerts SET open = 0
WHERE open = 1 AND (cancelled = 1 OR expires <= :now)
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.alert_id = alerts.id AND outbox.state IN (0, 1, 7));

-- name: cancel_alert(alert_id)!
UPDATE outbox SET state = CASE WHEN state = 7 THEN 8 ELSE 6 END
WHERE alert_id = :alert_id AND state IN (0, 7);

-- name: next_due(now)$
SELECT MIN(o.not_before)
FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
WHERE o.state IN (0, 1, 7) AND o.state <> 1
    AND a.cancelled = 0 AND a.expires > :now AND a.expires > o.not_before;

-- name: totals()
SELECT state, COUNT(*) AS number FROM outbox GROUP BY state
UNION ALL
SELECT state, number FROM totals;

-- name: cancel_chat(chat_id)!
-- One look per alert, so that no index has to hold every chat once more.
UPDATE outbox SET state = CASE WHEN state = 7 THEN 8 ELSE 6 END
WHERE alert_id IN (SELECT id FROM alerts WHERE open = 1) AND chat_id = :chat_id AND state IN (0, 7);

-- name: delete_chat(chat_id)!
DELETE FROM outbox WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :chat_id;

-- name: yield_to_older(old_id, new_id)!
-- What the old chat already got, or is getting, need not go to the new one.
DELETE FROM outbox
WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :new_id AND state = 0 AND EXISTS (
    SELECT 1 FROM outbox AS o
    WHERE o.alert_id = outbox.alert_id AND o.chat_id = :old_id AND o.state <> 0
);

-- name: yield_to_newer(old_id, new_id)!
DELETE FROM outbox
WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :old_id AND state <> 1 AND EXISTS (
    SELECT 1 FROM outbox AS o WHERE o.alert_id = outbox.alert_id AND o.chat_id = :new_id
);

-- name: rename(old_id, new_id)!
-- A request in flight keeps the id it was sent to, so that its result finds its row.
UPDATE outbox SET chat_id = :new_id
WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :old_id AND state <> 1;
