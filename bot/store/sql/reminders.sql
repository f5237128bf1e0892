-- name: add(chat_id, slug, office, due, created, wall, zone)!
INSERT INTO reminders (chat_id, slug, office, due, created, wall, zone)
VALUES (:chat_id, :slug, :office, :due, :created, :wall, :zone)
ON CONFLICT (chat_id, slug, office)
DO UPDATE SET due = excluded.due, created = excluded.created, wall = excluded.wall, zone = excluded.zone
WHERE reminders.due <> excluded.due;

-- name: due(now, limit)
SELECT * FROM reminders WHERE due <= :now ORDER BY due, chat_id, slug, office LIMIT :limit;

-- name: remove(chat_id, slug, office)!
DELETE FROM reminders WHERE chat_id = :chat_id AND slug = :slug AND office = :office;

-- name: of(chat_id)
SELECT * FROM reminders WHERE chat_id = :chat_id ORDER BY due, slug, office;

-- name: next_due()$
SELECT MIN(due) FROM reminders;

-- name: walls(since)
SELECT DISTINCT wall, zone, due FROM reminders WHERE zone IS NOT NULL AND due > :since;

-- name: follow(wall, zone, before, due)!
UPDATE reminders SET due = :due WHERE wall = :wall AND zone = :zone AND due = :before;
