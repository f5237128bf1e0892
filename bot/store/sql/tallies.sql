-- Every state is counted in one pass over the rows of an alert, by their keys: for readers only.

-- name: newest(since, limit)
SELECT * FROM alerts WHERE created >= :since ORDER BY id DESC LIMIT :limit;

-- name: states(alert_id)
SELECT state, COUNT(*) AS number, MAX(not_before) AS due FROM outbox WHERE alert_id = :alert_id GROUP BY state
UNION ALL
SELECT state, number, 0 FROM totals WHERE alert_id = :alert_id;

-- name: to_queue(slug, after)$
SELECT COUNT(*) FROM subscriptions WHERE slug = :slug AND chat_id > :after AND standing <> 0;

-- name: to_copy(target, after)$
SELECT COUNT(*) FROM outbox
WHERE alert_id = :target AND chat_id > :after AND state = 2 AND message_id IS NOT NULL;
