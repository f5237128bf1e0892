-- Rows of the outbox are made here, in slices along the numbers of chats.

-- name: unfilled()
SELECT * FROM alerts WHERE open = 1 AND filled = 0 AND cancelled = 0 ORDER BY priority, id;

-- name: stands(alert_id, after, start)$
SELECT COUNT(*) FROM alerts
WHERE id = :alert_id AND filled = 0 AND COALESCE(reached, CAST(:start AS BIGINT)) = :after;

-- name: add_turns(alert_id, standing, variant, turn)*!
INSERT INTO turns (alert_id, standing, variant, turn)
VALUES (:alert_id, :standing, :variant, :turn)
ON CONFLICT (alert_id, standing) DO NOTHING;

-- name: last_subscriber(slug, after, skip)$
-- The chat after so many others; in the last slice there is none at that place, and its last one counts.
SELECT COALESCE(
    (SELECT chat_id FROM subscriptions
    WHERE slug = :slug AND chat_id > :after ORDER BY chat_id LIMIT 1 OFFSET :skip),
    (SELECT MAX(chat_id) FROM subscriptions WHERE slug = :slug AND chat_id > :after)
);

-- name: subscribers(alert_id, slug, after, until)!
-- The order of the joins is fixed: the tables of the few are looked up for each of the many.
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts)
SELECT t.alert_id, s.chat_id, t.variant, t.turn, 0, 0, 0
FROM subscriptions AS s CROSS JOIN turns AS t
WHERE s.slug = :slug AND s.chat_id > :after AND s.chat_id <= :until
    AND t.alert_id = :alert_id AND t.standing = s.standing
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: living(slug, after, until)$
SELECT COUNT(*) FROM subscriptions
WHERE slug = :slug AND chat_id > :after AND chat_id <= :until AND standing <> 0;

-- name: copies(alert_id, target, last, after, until)!
-- What went out last is called back first.
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts, message_id)
SELECT CAST(:alert_id AS BIGINT), chat_id, variant, :last - turn, 0, 0, 0, message_id
FROM outbox
WHERE alert_id = :target AND chat_id > :after AND chat_id <= :until AND state = 2 AND message_id IS NOT NULL
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: told(alert_id, target, after, until)!
-- Who got a message, or may have got it, is told about it: who can act soonest is told first. Chats that are
-- gone are not asked, and counted as such.
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts)
SELECT CAST(:alert_id AS BIGINT), chat_id, variant, turn,
    CASE WHEN EXISTS (SELECT 1 FROM chats AS c WHERE c.id = outbox.chat_id AND c.gone IS NOT NULL)
        THEN 3 ELSE 0 END, 0, 0
FROM outbox
WHERE alert_id = :target AND chat_id > :after AND chat_id <= :until AND state IN (2, 7, 8)
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: late_copy(target, chat_id)*!
-- A copy that arrived after its alert was corrected or withdrawn is corrected or withdrawn as well, and its
-- readers are told; so are those where it may have arrived.
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts, message_id)
SELECT a.id, o.chat_id, o.variant, 0, 0, 1, 0, CASE WHEN a.act = 'send' THEN NULL ELSE o.message_id END
FROM outbox AS o JOIN alerts AS a ON a.target = o.alert_id AND a.open = 1 AND a.cancelled = 0
WHERE o.alert_id = :target AND o.chat_id = :chat_id
    AND ((a.act = 'send' AND o.state IN (2, 7, 8)) OR (o.state = 2 AND o.message_id IS NOT NULL))
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: reach(alert_id, reached)!
UPDATE alerts SET reached = :reached WHERE id = :alert_id;

-- name: step_back(old_id, new_id)!
-- Rows are being made, and a group that has none yet now has a number that was passed by: back to before it.
-- What is made twice is made once; a request to the old number that is under way brings its row along.
UPDATE alerts SET reached = CAST(:new_id AS BIGINT) - 1
WHERE open = 1 AND filled = 0 AND cancelled = 0 AND reached >= :new_id
    AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.alert_id = alerts.id AND o.chat_id IN (:old_id, :new_id))
    AND (
        EXISTS (SELECT 1 FROM outbox AS o WHERE o.alert_id = alerts.target AND o.chat_id = :new_id)
        OR (target IS NULL AND EXISTS (
            SELECT 1 FROM subscriptions AS s
            WHERE s.slug = alerts.campaign AND s.chat_id = :new_id AND s.standing <> 0
        ))
    );

-- name: complete(alert_id)!
UPDATE alerts SET filled = 1, reached = NULL WHERE id = :alert_id;

-- name: begin(alert_id)!
-- A new version: whoever has gone through its rows begins anew.
UPDATE alerts SET filled = 0, reached = NULL, fresh = 1, version = version + 1 WHERE id = :alert_id;

-- name: single(alert_id, chat_id, language, kind)!
-- Language and kind are for a chat about which nothing is kept. One chat alone is due at once.
INSERT INTO outbox (alert_id, chat_id, variant, turn, state, not_before, attempts)
SELECT a.id, CAST(:chat_id AS BIGINT), t.variant, 0, 0, 1, 0
FROM alerts AS a
JOIN texts AS t ON t.alert_id = a.id
LEFT JOIN chats AS c ON c.id = CAST(:chat_id AS BIGINT)
WHERE a.id = :alert_id AND t.language = COALESCE(c.language, :language)
    AND t.zone = COALESCE(c.zone, '') AND t.kind = COALESCE(c.kind, :kind) AND c.gone IS NULL
ON CONFLICT (alert_id, chat_id) DO NOTHING;

-- name: reopen(alert_id)!
UPDATE alerts SET open = 1 WHERE id = :alert_id AND open = 0;
