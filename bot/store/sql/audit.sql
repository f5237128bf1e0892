-- name: add(at, actor, action, subject)!
INSERT INTO audit (at, actor, action, subject) VALUES (:at, :actor, :action, :subject);

-- name: purge(before)!
DELETE FROM audit WHERE at < :before;
