-- name: get(chat_id)^
SELECT * FROM chats WHERE id = :chat_id;

-- name: meet(chat_id, user_id, now)^
-- One row in any case: of a stranger it tells nothing.
SELECT c.*, d.command, d.step, d.data
FROM (SELECT 1 AS one) AS always
LEFT JOIN chats AS c ON c.id = :chat_id
LEFT JOIN dialogues AS d ON d.chat_id = :chat_id AND d.user_id = :user_id AND d.expires > :now;

-- name: save(id, kind, thread, language, language_chosen, country, zone, place, wakes, sleeps, joined)!
-- A chat in which somebody chooses something is alive, so it is no longer gone.
INSERT INTO chats (id, kind, thread, language, language_chosen, country, zone, place, wakes, sleeps, joined, gone)
VALUES (:id, :kind, :thread, :language, :language_chosen, :country, :zone, :place, :wakes, :sleeps, :joined, NULL)
ON CONFLICT (id) DO UPDATE SET
    kind = excluded.kind, thread = excluded.thread, language = excluded.language,
    language_chosen = excluded.language_chosen, country = excluded.country, zone = excluded.zone,
    place = excluded.place, wakes = excluded.wakes, sleeps = excluded.sleeps, gone = NULL;

-- name: retire(chat_id, now)!
UPDATE chats SET gone = :now WHERE id = :chat_id AND gone IS NULL;

-- name: revive(chat_id)!
UPDATE chats SET gone = NULL WHERE id = :chat_id AND gone IS NOT NULL;

-- name: retired(before)
SELECT id FROM chats WHERE gone < :before ORDER BY gone;

-- name: counts()
SELECT CASE WHEN gone IS NULL THEN kind ELSE 'gone' END AS kind, COUNT(*) AS number FROM chats GROUP BY 1;

-- name: reminders(chat_id)$
SELECT COUNT(*) FROM reminders WHERE chat_id = :chat_id;

-- name: copy(old_id, new_id)!
INSERT INTO chats (id, kind, thread, language, language_chosen, country, zone, place, wakes, sleeps, joined, gone)
SELECT CAST(:new_id AS BIGINT), kind, thread, language, language_chosen, country, zone, place, wakes, sleeps, joined, NULL
FROM chats WHERE id = :old_id
ON CONFLICT (id) DO NOTHING;

-- name: copy_subscriptions(old_id, new_id)!
INSERT INTO subscriptions (slug, chat_id)
SELECT slug, CAST(:new_id AS BIGINT) FROM subscriptions WHERE chat_id = :old_id
ON CONFLICT (slug, chat_id) DO NOTHING;

-- name: copy_reminders(old_id, new_id)!
INSERT INTO reminders (chat_id, slug, office, due, created)
SELECT CAST(:new_id AS BIGINT), slug, office, due, created FROM reminders WHERE chat_id = :old_id
ON CONFLICT (chat_id, slug, office) DO NOTHING;

-- name: copy_sender(old_id, new_id)!
INSERT INTO senders (chat_id, data)
SELECT CAST(:new_id AS BIGINT), data FROM senders WHERE chat_id = :old_id
ON CONFLICT (chat_id) DO NOTHING;

-- name: delete(chat_id)!
DELETE FROM chats WHERE id = :chat_id;

-- name: delete_subscriptions(chat_id)!
DELETE FROM subscriptions WHERE chat_id = :chat_id;

-- name: delete_reminders(chat_id)!
DELETE FROM reminders WHERE chat_id = :chat_id;

-- name: delete_sender(chat_id)!
DELETE FROM senders WHERE chat_id = :chat_id;

-- name: delete_dialogues(chat_id)!
DELETE FROM dialogues WHERE chat_id = :chat_id OR user_id = :chat_id;

-- name: delete_tokens(chat_id)!
DELETE FROM tokens WHERE chat_id = :chat_id OR user_id = :chat_id;

-- name: delete_screen(chat_id)!
DELETE FROM screens WHERE chat_id = :chat_id;

-- name: empty_inbox(chat_id)!
UPDATE inbox SET done = 1, body = NULL, chat_id = NULL WHERE done = 0 AND chat_id = :chat_id;

-- name: mark_unwiped()!
UPDATE counters SET value = 1 WHERE name = 'unwiped';
