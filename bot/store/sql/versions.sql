-- name: create()!
CREATE TABLE IF NOT EXISTS versions (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied BIGINT NOT NULL);

-- name: current()$
SELECT COALESCE(MAX(number), 0) FROM versions;

-- name: add(number, name, applied)!
INSERT INTO versions (number, name, applied) VALUES (:number, :name, :applied);

-- name: next_epoch(known)$
UPDATE counters SET value = CASE WHEN value < :known THEN :known ELSE value END + 1
WHERE name = 'epoch' RETURNING value;

-- name: end_messages()!
-- After a restore nobody knows what became of them: 0 pending, 1 sending, 7 unknown, 8 unknown for good.
UPDATE outbox SET state = 8, not_before = 0 WHERE state IN (0, 1, 7);

-- name: close_alerts()!
UPDATE alerts SET open = 0 WHERE open = 1;

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
