-- name: all()
SELECT * FROM screens ORDER BY chat_id;

-- name: put(chat_id, message_id, press, language, until)!
INSERT INTO screens (chat_id, message_id, press, language, until)
VALUES (:chat_id, :message_id, :press, :language, :until)
ON CONFLICT (chat_id) DO UPDATE SET
    message_id = excluded.message_id, press = excluded.press, language = excluded.language,
    until = excluded.until;

-- name: end(chat_id, message_id)!
DELETE FROM screens WHERE chat_id = :chat_id AND message_id = :message_id;
