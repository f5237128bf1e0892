-- States are those of bot.core.delivery.State: 0 pending, 1 sending, 2 sent, 3 gone, 4 failed, 5 expired,
-- 6 cancelled, 7 unknown, 8 unknown for good.
-- A row that waits for nothing but its turn, or is under way, has not_before = 0 and is found by its key; one
-- that waits for its moment has that, and stands in the index outbox_moving; a row that has ended has 0 again.
-- SQLite uses that index only where the question has the index's own condition, not_before > 0, word for word.

-- name: open_alerts()
SELECT id, policy, priority, act, target, version, held, filled, reached, fresh, cancelled, expires
FROM alerts WHERE open = 1 ORDER BY priority, id;

-- name: turns(alert_id)
SELECT DISTINCT turn FROM turns WHERE alert_id = :alert_id ORDER BY turn;

-- name: last_row(alert_id, after, skip)$
-- The chat after so many others; in the last stretch there is none at that place, and its last one counts.
SELECT COALESCE(
    (SELECT chat_id FROM outbox
    WHERE alert_id = :alert_id AND chat_id > :after ORDER BY chat_id LIMIT 1 OFFSET :skip),
    (SELECT MAX(chat_id) FROM outbox WHERE alert_id = :alert_id AND chat_id > :after)
);

-- name: fresh(alert_id, turn, after, until)
SELECT chat_id FROM outbox
WHERE alert_id = :alert_id AND chat_id > :after AND chat_id <= :until
    AND turn = :turn AND state = 0 AND not_before = 0
ORDER BY chat_id;

-- name: claim_fresh(alert_id, chats, epoch)
-- "chats" is a JSON object whose keys are the chats: both engines can read that.
UPDATE outbox SET state = 1, epoch = :epoch
WHERE alert_id = :alert_id AND chat_id IN (SELECT CAST(key AS BIGINT) FROM json_each(:chats))
    AND state = 0 AND not_before = 0
RETURNING chat_id, variant, attempts, message_id,
    (SELECT thread FROM chats WHERE chats.id = outbox.chat_id) AS thread;

-- name: claim_due(alerts, limit, now, epoch)
-- "alerts" is a JSON object whose keys are the alerts of which something may be claimed.
-- The outer condition on the state is looked at again when two transactions meet on one row. The plus keeps
-- SQLite on the index of what waits: by the key it would go through every row of these alerts.
UPDATE outbox SET state = 1, epoch = :epoch
WHERE state IN (0, 7) AND not_before > 0 AND (alert_id, chat_id) IN (
    SELECT o.alert_id, o.chat_id
    FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
    WHERE o.not_before > 0 AND o.not_before <= :now AND o.state <> 1
        AND +o.alert_id IN (SELECT CAST(key AS BIGINT) FROM json_each(:alerts))
    ORDER BY a.priority, o.not_before, o.alert_id, o.chat_id
    LIMIT :limit
)
RETURNING alert_id, chat_id, variant, attempts, message_id,
    (SELECT thread FROM chats WHERE chats.id = outbox.chat_id) AS thread;

-- name: spent(alert_id)!
UPDATE alerts SET fresh = 0 WHERE id = :alert_id;

-- name: settle(alert_id, chat_id, epoch, state, message_id, not_before, reason, unknown)*!
UPDATE outbox
SET state = :state, message_id = COALESCE(:message_id, message_id), not_before = :not_before, reason = :reason,
    attempts = attempts + :unknown
WHERE alert_id = :alert_id AND chat_id = :chat_id AND state = 1 AND epoch = :epoch;

-- name: end_left(alert_id, chat_id)*!
-- Somebody left, or blocked the bot, while a request was under way that did not arrive: it is not tried again.
-- Only what goes to subscribers has turns. A chat of which nothing is kept has moved: its next number is asked.
UPDATE outbox SET state = CASE WHEN state = 7 OR attempts > 0 THEN 8 ELSE 6 END, not_before = 0
WHERE alert_id = :alert_id AND chat_id = :chat_id AND state IN (0, 7)
    AND EXISTS (SELECT 1 FROM chats AS c WHERE c.id = outbox.chat_id)
    AND EXISTS (
        SELECT 1 FROM alerts AS a
        WHERE a.id = :alert_id AND a.act = 'send' AND a.kind <> 'opens' AND a.target IS NULL
            AND EXISTS (SELECT 1 FROM turns AS t WHERE t.alert_id = a.id)
            AND NOT EXISTS (
                SELECT 1 FROM subscriptions AS s
                WHERE s.slug = a.campaign AND s.chat_id = :chat_id AND s.standing <> 0
            )
    );

-- name: held(epoch)
SELECT alert_id, chat_id FROM outbox
WHERE alert_id IN (SELECT id FROM alerts WHERE open = 1) AND state = 1 AND epoch = :epoch;

-- name: orphans(epoch)
SELECT o.alert_id, o.chat_id, o.epoch, o.attempts, a.policy
FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
WHERE a.open = 1 AND o.state = 1 AND o.epoch < :epoch;

-- name: end_slice(alert_id, after, until, ended)!
UPDATE outbox SET state = CASE WHEN state = 7 OR attempts > 0 THEN 8 ELSE :ended END, not_before = 0
WHERE alert_id = :alert_id AND chat_id > :after AND chat_id <= :until AND state IN (0, 7);

-- name: ended_up_to(alert_id, reached)!
UPDATE alerts SET reached = :reached, filled = 1 WHERE id = :alert_id;

-- name: end_moving(alert_id, ended)!
UPDATE outbox SET state = CASE WHEN state = 7 OR attempts > 0 THEN 8 ELSE :ended END, not_before = 0
WHERE not_before > 0 AND state IN (0, 7) AND alert_id = :alert_id;

-- name: close(alert_id)!
UPDATE alerts SET open = 0, fresh = 0, filled = 1, reached = NULL
WHERE id = :alert_id AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE outbox.alert_id = :alert_id AND outbox.state IN (0, 1, 7)
);

-- name: waiting_of(alert_id)$
SELECT COUNT(*) FROM outbox WHERE alert_id = :alert_id AND state IN (0, 7);

-- name: has_fresh(now)$
SELECT COUNT(*) FROM alerts
WHERE open = 1 AND fresh = 1 AND cancelled = 0 AND held IN (0, 9) AND expires > :now;

-- name: next_due(now)$
SELECT MIN(o.not_before)
FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
WHERE o.not_before > 0 AND o.state <> 1
    AND a.open = 1 AND a.cancelled = 0 AND a.held IN (0, 9) AND a.expires > :now AND a.expires > o.not_before;

-- name: overdue(before, now)$
-- Rows whose moment came long ago and that nobody has taken, though nothing of their own holds them back.
SELECT COUNT(*) FROM outbox AS o JOIN alerts AS a ON a.id = o.alert_id
WHERE o.not_before > 0 AND o.not_before > 1 AND o.not_before <= :before AND o.state <> 1
    AND a.open = 1 AND a.filled = 1 AND a.cancelled = 0 AND a.held IN (0, 9) AND a.expires > :now;

-- name: cancel_chat(chat_id)!
-- One look per alert, so that no index has to hold every chat once more. Whether a copy can be taken away
-- from there is asked all the same.
UPDATE outbox SET state = CASE WHEN state = 7 OR attempts > 0 THEN 8 ELSE 6 END, not_before = 0
WHERE alert_id IN (SELECT id FROM alerts WHERE open = 1 AND act = 'send') AND chat_id = :chat_id AND state IN (0, 7);

-- name: delete_chat(chat_id)!
DELETE FROM outbox WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :chat_id;

-- name: yield_to_older(old_id, new_id)!
-- What the old chat got or is getting, or may have got, need not go to the new one.
DELETE FROM outbox
WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :new_id AND state = 0 AND EXISTS (
    SELECT 1 FROM outbox AS o
    WHERE o.alert_id = outbox.alert_id AND o.chat_id = :old_id AND o.state IN (1, 2, 7, 8)
);

-- name: yield_to_newer(old_id, new_id)!
-- Whatever else became of it in the old chat, the new one's row says more.
DELETE FROM outbox
WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :old_id AND state <> 1 AND EXISTS (
    SELECT 1 FROM outbox AS o WHERE o.alert_id = outbox.alert_id AND o.chat_id = :new_id
);

-- name: rename(old_id, new_id)!
-- A request in flight keeps the id it was sent to, so that its result finds its row. Whoever goes through
-- the rows by their keys may be past the new id: it is due at once. The numbers of messages are not those of
-- the new chat: what has them there is somebody else's.
UPDATE outbox SET chat_id = :new_id, message_id = NULL,
    not_before = CASE WHEN state IN (0, 7) AND not_before = 0 THEN 1 ELSE not_before END
WHERE alert_id IN (SELECT id FROM alerts) AND chat_id = :old_id AND state <> 1;
