-- name: put(chat_id, user_id, command, step, data, expires)!
INSERT INTO dialogues (chat_id, user_id, command, step, data, expires)
VALUES (:chat_id, :user_id, :command, :step, :data, :expires)
ON CONFLICT (chat_id, user_id) DO UPDATE SET
    command = excluded.command, step = excluded.step, data = excluded.data, expires = excluded.expires;

-- name: end(chat_id, user_id)!
DELETE FROM dialogues WHERE chat_id = :chat_id AND user_id = :user_id;

-- name: purge(now)!
DELETE FROM dialogues WHERE expires <= :now;
