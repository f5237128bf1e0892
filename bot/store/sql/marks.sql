-- name: get(name)$
SELECT value FROM marks WHERE name = :name;

-- name: put(name, value)!
INSERT INTO marks (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
