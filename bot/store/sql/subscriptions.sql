-- name: add(chat_id, slug)!
INSERT INTO subscriptions (slug, chat_id) VALUES (:slug, :chat_id) ON CONFLICT (slug, chat_id) DO NOTHING;

-- name: remove(chat_id, slug)!
DELETE FROM subscriptions WHERE slug = :slug AND chat_id = :chat_id;

-- name: withdraw(chat_id, slug)!
-- What this chat has not yet got of the campaign's alerts: nobody is told anything after leaving. What is
-- there is still corrected or taken away.
UPDATE outbox SET state = 6, not_before = 0
WHERE chat_id = :chat_id AND state IN (0, 7)
    AND alert_id IN (SELECT id FROM alerts
        WHERE campaign = :slug AND open = 1 AND act = 'send' AND kind <> 'opens');

-- name: of(chat_id)
SELECT slug FROM subscriptions WHERE chat_id = :chat_id ORDER BY slug;

-- name: audiences(slug)
SELECT st.language, st.zone, st.kind, SUM(s.number) AS number
FROM (
    SELECT standing, COUNT(*) AS number FROM subscriptions
    WHERE slug = :slug AND standing <> 0 GROUP BY standing
) AS s
JOIN standings AS st ON st.id = s.standing
GROUP BY st.language, st.zone, st.kind
ORDER BY SUM(s.number) DESC, st.language, st.zone, st.kind;

-- name: number(slug)$
SELECT COUNT(*) FROM subscriptions WHERE slug = :slug AND standing <> 0;
