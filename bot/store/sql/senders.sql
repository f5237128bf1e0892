-- name: get(chat_id)$
SELECT data FROM senders WHERE chat_id = :chat_id;

-- name: put(chat_id, data)!
INSERT INTO senders (chat_id, data) VALUES (:chat_id, :data)
ON CONFLICT (chat_id) DO UPDATE SET data = excluded.data;

-- name: remove(chat_id)!
DELETE FROM senders WHERE chat_id = :chat_id;

-- name: in_clear()
SELECT chat_id, data FROM senders WHERE data LIKE '{%';
