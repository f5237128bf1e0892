-- name: issue(token, action, user_id, chat_id, payload, expires)!
INSERT INTO tokens (token, action, user_id, chat_id, payload, expires)
VALUES (:token, :action, :user_id, :chat_id, :payload, :expires);

-- name: take(token, user_id, now, action)$
-- An empty action stands for any.
DELETE FROM tokens
WHERE token = :token AND user_id = :user_id AND expires > :now AND (:action = '' OR action = :action)
RETURNING payload;

-- name: purge(now)!
DELETE FROM tokens WHERE expires <= :now;
