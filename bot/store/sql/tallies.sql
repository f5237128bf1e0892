-- What is not there yet is counted too, by the keys of what it is made from: for readers only.

-- name: newest(since, limit)
SELECT * FROM alerts WHERE created >= :since ORDER BY id DESC LIMIT :limit;

-- name: to_queue(slug, after)$
SELECT COUNT(*) FROM subscriptions WHERE slug = :slug AND chat_id > :after AND standing <> 0;

-- name: to_copy(target, after)$
SELECT COUNT(*) FROM outbox
WHERE alert_id = :target AND chat_id > :after AND state = 2 AND message_id IS NOT NULL;
