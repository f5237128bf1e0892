-- name: add(chat_id, slug)!
INSERT INTO subscriptions (slug, chat_id) VALUES (:slug, :chat_id) ON CONFLICT (slug, chat_id) DO NOTHING;

-- name: remove(chat_id, slug)!
DELETE FROM subscriptions WHERE slug = :slug AND chat_id = :chat_id;

-- name: withdraw(chat_id, slug)!
-- What this chat has not yet got of the campaign's alerts: nobody is told anything after leaving.
UPDATE outbox SET state = 6
WHERE chat_id = :chat_id AND state IN (0, 7)
    AND alert_id IN (SELECT id FROM alerts WHERE campaign = :slug AND open = 1 AND kind <> 'opens');

-- name: of(chat_id)
SELECT slug FROM subscriptions WHERE chat_id = :chat_id ORDER BY slug;

-- name: audiences(slug)
SELECT c.language, c.zone, c.kind, COUNT(*) AS number
FROM subscriptions AS s JOIN chats AS c ON c.id = s.chat_id
WHERE s.slug = :slug AND c.gone IS NULL
GROUP BY c.language, c.zone, c.kind
ORDER BY COUNT(*) DESC, c.language, c.zone, c.kind;
