-- name: store_all(update_id, chat_id, body, received)*!
INSERT INTO inbox (update_id, chat_id, body, received) VALUES (:update_id, :chat_id, :body, :received)
ON CONFLICT (update_id) DO NOTHING;

-- name: take(limit)
SELECT i.update_id, i.chat_id, i.body, i.tries, first.number
FROM inbox AS i
JOIN (
    SELECT MIN(update_id) AS update_id, COUNT(*) AS number FROM inbox WHERE done = 0 GROUP BY chat_id
) AS first
    ON first.update_id = i.update_id
ORDER BY i.update_id
LIMIT :limit;

-- name: done(update_id)!
UPDATE inbox SET done = 1, body = NULL, chat_id = NULL WHERE update_id = :update_id;

-- name: done_all(update_id)*!
UPDATE inbox SET done = 1, body = NULL, chat_id = NULL WHERE update_id = :update_id;

-- name: seize(update_id)!
-- Changes nothing, but locks the row: of a commit of which nobody heard it waits for the end.
UPDATE inbox SET tries = tries WHERE update_id = :update_id AND done = 0;

-- name: failed(update_id)$
UPDATE inbox SET tries = tries + 1 WHERE update_id = :update_id RETURNING tries;

-- name: purge(before)!
DELETE FROM inbox WHERE done = 1 AND received < :before;

-- name: waiting()$
SELECT COUNT(*) FROM inbox WHERE done = 0;
