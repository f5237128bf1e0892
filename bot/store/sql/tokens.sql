-- name: issue(token, action, user_id, chat_id, payload, expires)!
INSERT INTO tokens (token, action, user_id, chat_id, payload, expires)
VALUES (:token, :action, :user_id, :chat_id, :payload, :expires);

-- name: take(token, user_id, now, action)$
-- An empty action stands for any but that of tokens that are past.
DELETE FROM tokens
WHERE token = :token AND user_id = :user_id AND expires > :now AND action <> 'past'
    AND (:action = '' OR action = :action)
RETURNING payload;

-- name: of(user_id, action)
SELECT token, payload FROM tokens WHERE user_id = :user_id AND action = :action;

-- name: leave(token, user_id, chat_id, payload, expires)!
INSERT INTO tokens (token, action, user_id, chat_id, payload, expires)
VALUES (:token, 'past', :user_id, :chat_id, :payload, :expires)
ON CONFLICT (token) DO UPDATE SET action = excluded.action, payload = excluded.payload, expires = excluded.expires
WHERE tokens.user_id = excluded.user_id;

-- name: past(token, user_id)$
SELECT payload FROM tokens WHERE token = :token AND user_id = :user_id AND action = 'past';

-- name: purge(now)!
DELETE FROM tokens WHERE expires <= :now;
