-- name: known(key)$
SELECT id FROM alerts WHERE key = :key;

-- name: next_id()$
UPDATE counters SET value = value + 1 WHERE name = 'alert' RETURNING value;

-- name: add(id, key, kind, campaign, subject, policy, priority, created, expires, act, target, news)!
INSERT INTO alerts (id, key, kind, campaign, subject, policy, priority, created, expires, act, target, news)
VALUES (:id, :key, :kind, :campaign, :subject, :policy, :priority, :created, :expires, :act, :target, :news);

-- name: add_texts(alert_id, variant, language, zone, kind, body)*!
INSERT INTO texts (alert_id, variant, language, zone, kind, body)
VALUES (:alert_id, :variant, :language, :zone, :kind, :body)
ON CONFLICT (alert_id, language, zone, kind) DO NOTHING;

-- name: last_variant(alert_id)$
SELECT COALESCE(MAX(variant), 0) FROM texts WHERE alert_id = :alert_id;

-- name: texts(alert_id)
SELECT variant, body FROM texts WHERE alert_id = :alert_id;

-- name: text(alert_id, variant)$
SELECT body FROM texts WHERE alert_id = :alert_id AND variant = :variant;

-- name: audiences(alert_id)
SELECT variant, language, zone, kind FROM texts WHERE alert_id = :alert_id ORDER BY variant;

-- name: reword(alert_id, variant, body)*!
UPDATE texts SET body = :body WHERE alert_id = :alert_id AND variant = :variant;

-- name: next_version(alert_id, news)!
UPDATE alerts SET version = version + 1, news = COALESCE(CAST(:news AS TEXT), news) WHERE id = :alert_id;

-- name: hold(alert_id, held)!
UPDATE alerts SET held = :held WHERE id = :alert_id;

-- name: corrections(target)
SELECT * FROM alerts WHERE target = :target ORDER BY id;

-- name: get(alert_id)^
SELECT * FROM alerts WHERE id = :alert_id;

-- name: counts(alert_id)^
-- One pass along the keys: to group by the state would be to sort all rows first. Due is the last of what waits.
SELECT
    COUNT(*) FILTER (WHERE state = 0) AS pending,
    COUNT(*) FILTER (WHERE state = 1) AS sending,
    COUNT(*) FILTER (WHERE state = 2) AS sent,
    COUNT(*) FILTER (WHERE state = 3) AS gone,
    COUNT(*) FILTER (WHERE state = 4) AS failed,
    COUNT(*) FILTER (WHERE state = 5) AS expired,
    COUNT(*) FILTER (WHERE state = 6) AS cancelled,
    COUNT(*) FILTER (WHERE state = 7) AS unknown,
    COUNT(*) FILTER (WHERE state = 8) AS unknown_final,
    MAX(not_before) FILTER (WHERE state IN (0, 7)) AS due
FROM outbox WHERE alert_id = :alert_id;

-- name: folded(alert_id)
SELECT state, number FROM totals WHERE alert_id = :alert_id;

-- name: copies(alert_id, reason)^
-- Known: those whose number Telegram told. Doubtful: there may be one, or one more, and nobody knows its
-- number. Changed: too old to be taken away, so that its words were changed.
SELECT COUNT(*) AS number,
    COUNT(CASE WHEN state = 2 AND message_id IS NOT NULL THEN 1 END) AS known,
    COUNT(CASE WHEN state IN (7, 8) OR (state <> 1 AND attempts > 0) OR (state = 2 AND message_id IS NULL)
        THEN 1 END) AS doubtful,
    COUNT(CASE WHEN state = 2 AND reason = :reason THEN 1 END) AS changed
FROM outbox WHERE alert_id = :alert_id;

-- name: newest(kinds, number)
-- "kinds" is a JSON object whose keys are the kinds: both engines can read that.
SELECT * FROM alerts
WHERE target IS NULL AND kind IN (SELECT key FROM json_each(:kinds)) ORDER BY id DESC LIMIT :number;

-- name: latest(slug, number)
SELECT * FROM alerts WHERE campaign = :slug ORDER BY id DESC LIMIT :number;

-- name: open_of(slug)
SELECT * FROM alerts WHERE open = 1 AND campaign = :slug AND cancelled = 0 ORDER BY id;

-- name: unfinished()
-- Alerts with anything left to send or to learn; what is over was closed.
SELECT * FROM alerts AS a
WHERE a.open = 1 AND (a.filled = 0 OR EXISTS (
    SELECT 1 FROM outbox AS o WHERE o.alert_id = a.id AND o.state IN (0, 1, 7)
))
ORDER BY a.id;

-- name: about(campaign, subject, except_id)
SELECT id FROM alerts
WHERE campaign = :campaign AND subject = :subject AND id <> :except_id AND open = 1 AND cancelled = 0;

-- name: cancel(alert_id)!
UPDATE alerts SET cancelled = 1 WHERE id = :alert_id;

-- name: foldable(before)
-- Rows that may still be sent stay; texts stay as long as there may be such rows.
SELECT id FROM alerts AS a
WHERE a.created < :before AND (
    EXISTS (SELECT 1 FROM outbox AS o WHERE o.alert_id = a.id AND o.state NOT IN (0, 1, 7))
    OR (a.open = 0 AND EXISTS (SELECT 1 FROM texts AS t WHERE t.alert_id = a.id))
);

-- name: fold(alert_id, after, until)!
INSERT INTO totals (alert_id, state, number)
SELECT alert_id, state, COUNT(*) FROM outbox
WHERE alert_id = :alert_id AND chat_id > :after AND chat_id <= :until AND state NOT IN (0, 1, 7)
GROUP BY alert_id, state
ON CONFLICT (alert_id, state) DO UPDATE SET number = totals.number + excluded.number;

-- name: delete_rows(alert_id, after, until)!
DELETE FROM outbox
WHERE alert_id = :alert_id AND chat_id > :after AND chat_id <= :until AND state NOT IN (0, 1, 7);

-- name: delete_texts(alert_id)!
DELETE FROM texts
WHERE alert_id = :alert_id AND EXISTS (SELECT 1 FROM alerts AS a WHERE a.id = :alert_id AND a.open = 0);

-- name: delete_turns(alert_id)!
DELETE FROM turns
WHERE alert_id = :alert_id AND EXISTS (SELECT 1 FROM alerts AS a WHERE a.id = :alert_id AND a.open = 0);
