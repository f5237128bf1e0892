-- name: create()!
CREATE TABLE IF NOT EXISTS versions (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied BIGINT NOT NULL);

-- name: current()$
SELECT COALESCE(MAX(number), 0) FROM versions;

-- name: add(number, name, applied)!
INSERT INTO versions (number, name, applied) VALUES (:number, :name, :applied);

-- name: next_epoch()$
UPDATE counters SET value = value + 1 WHERE name = 'epoch' RETURNING value;

-- name: unwiped()$
SELECT value FROM counters WHERE name = 'unwiped';

-- name: wiped()!
UPDATE counters SET value = 0 WHERE name = 'unwiped';
