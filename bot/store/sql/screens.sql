-- name: all()
SELECT * FROM screens ORDER BY chat_id;

-- name: put(chat_id, message_id, press, until)!
INSERT INTO screens (chat_id, message_id, press, until)
VALUES (:chat_id, :message_id, :press, :until)
ON CONFLICT (chat_id) DO UPDATE SET
    message_id = excluded.message_id, press = excluded.press, until = excluded.until;

-- name: end(chat_id, message_id)!
DELETE FROM screens WHERE chat_id = :chat_id AND message_id = :message_id;
