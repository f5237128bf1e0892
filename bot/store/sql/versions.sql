-- name: create()!
CREATE TABLE IF NOT EXISTS versions (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied BIGINT NOT NULL);

-- name: current()$
SELECT COALESCE(MAX(number), 0) FROM versions;

-- name: add(number, name, applied)!
INSERT INTO versions (number, name, applied) VALUES (:number, :name, :applied);

-- name: next_epoch(known)$
UPDATE counters SET value = CASE WHEN value < :known THEN :known ELSE value END + 1
WHERE name = 'epoch' RETURNING value;

-- name: complete_subscribers()!
-- Whose rows were still being made: after a restore nobody knows what they got.
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts)
SELECT a.id, s.chat_id, 0, 0, 8, 0, 0
FROM alerts AS a JOIN subscriptions AS s ON s.slug = a.campaign AND s.standing <> 0
WHERE a.open = 1 AND a.filled = 0 AND a.cancelled = 0 AND a.target IS NULL
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: complete_followers()!
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts)
SELECT a.id, o.chat_id, o.variant, o.turn, 8, 0, 0
FROM alerts AS a JOIN outbox AS o ON o.alert_id = a.target
WHERE a.open = 1 AND a.filled = 0 AND a.cancelled = 0
    AND ((a.act = 'send' AND o.state IN (2, 7, 8)) OR (o.state = 2 AND o.message_id IS NOT NULL))
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: end_messages()!
-- After a restore nobody knows what became of them: 0 pending, 1 sending, 7 unknown, 8 unknown for good.
UPDATE outbox SET state = 8, not_before = 0 WHERE state IN (0, 1, 7);

-- name: close_alerts()!
UPDATE alerts SET open = 0, filled = 1, fresh = 0, reached = NULL WHERE open = 1;

-- name: end_updates()!
UPDATE inbox SET done = 1, body = NULL, chat_id = NULL WHERE done = 0;

-- name: end_reminders(now)!
DELETE FROM reminders WHERE due <= :now;

-- name: end_looks()!
-- Whoever looks for what fell due begins anew, now.
DELETE FROM marks WHERE name = 'scheduler';

-- name: unwiped()$
SELECT value FROM counters WHERE name = 'unwiped';

-- name: wiped()!
UPDATE counters SET value = 0 WHERE name = 'unwiped';
