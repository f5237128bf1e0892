-- name: intern(chat_id)!
INSERT INTO standings (id, language, zone, kind, country, wakes, sleeps)
SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM standings),
    c.language, COALESCE(c.zone, ''), c.kind, COALESCE(c.country, ''), c.wakes, c.sleeps
FROM chats AS c WHERE c.id = :chat_id
ON CONFLICT (language, zone, kind, country, wakes, sleeps) DO NOTHING;

-- name: assign(chat_id)!
UPDATE subscriptions SET standing = COALESCE((
    SELECT st.id FROM chats AS c JOIN standings AS st
        ON st.language = c.language AND st.zone = COALESCE(c.zone, '') AND st.kind = c.kind
        AND st.country = COALESCE(c.country, '') AND st.wakes = c.wakes AND st.sleeps = c.sleeps
    WHERE c.id = subscriptions.chat_id AND c.gone IS NULL
), 0)
WHERE chat_id = :chat_id;

-- name: lacking(alert_id, slug)
-- Standings of living subscribers for whom the alert has no turn yet.
SELECT st.id, st.language, st.zone, st.kind, st.country, st.wakes, st.sleeps, s.number
FROM (
    SELECT standing, COUNT(*) AS number FROM subscriptions
    WHERE slug = :slug AND standing <> 0 GROUP BY standing
) AS s
JOIN standings AS st ON st.id = s.standing
WHERE NOT EXISTS (SELECT 1 FROM turns AS t WHERE t.alert_id = :alert_id AND t.standing = s.standing)
ORDER BY s.number DESC, st.id;

-- name: lacking_between(alert_id, slug, after, until)
SELECT st.id, st.language, st.zone, st.kind, st.country, st.wakes, st.sleeps, s.number
FROM (
    SELECT standing, COUNT(*) AS number FROM subscriptions
    WHERE slug = :slug AND chat_id > :after AND chat_id <= :until AND standing <> 0 GROUP BY standing
) AS s
JOIN standings AS st ON st.id = s.standing
WHERE NOT EXISTS (SELECT 1 FROM turns AS t WHERE t.alert_id = :alert_id AND t.standing = s.standing)
ORDER BY st.id;
