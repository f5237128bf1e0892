-- Broadcasts to millions: rows are made in slices, in the order in which readers can act, and are taken in
-- the order of their keys. What waits, is under way or is of unknown fate stands in one small index.
-- An alert may be an edit or a deletion of the copies of another one.

CREATE TABLE standings (
    id INTEGER NOT NULL PRIMARY KEY,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    wakes INTEGER NOT NULL,
    sleeps INTEGER NOT NULL,
    UNIQUE (language, zone, kind, country, wakes, sleeps)
) STRICT;

INSERT INTO standings (id, language, zone, kind, country, wakes, sleeps)
SELECT ROW_NUMBER() OVER (ORDER BY language, zone, kind, country, wakes, sleeps),
    language, zone, kind, country, wakes, sleeps
FROM (
    SELECT DISTINCT language, COALESCE(zone, '') AS zone, kind, COALESCE(country, '') AS country, wakes, sleeps
    FROM chats
) AS known;

-- 0: the chat is gone, nothing is sent there.
ALTER TABLE subscriptions ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;

UPDATE subscriptions SET standing = COALESCE((
    SELECT st.id FROM chats AS c JOIN standings AS st
        ON st.language = c.language AND st.zone = COALESCE(c.zone, '') AND st.kind = c.kind
        AND st.country = COALESCE(c.country, '') AND st.wakes = c.wakes AND st.sleeps = c.sleeps
    WHERE c.id = subscriptions.chat_id AND c.gone IS NULL
), 0);

-- Standings of a campaign are counted in this order, without sorting a million rows in memory.
CREATE INDEX subscriptions_standing ON subscriptions (slug, standing);

-- Which text of an alert a standing gets, and when it is its turn: 0 goes first.
CREATE TABLE turns (
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    standing INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (alert_id, standing)
) STRICT, WITHOUT ROWID;

ALTER TABLE alerts ADD COLUMN act TEXT NOT NULL DEFAULT 'send';
ALTER TABLE alerts ADD COLUMN target INTEGER;
ALTER TABLE alerts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE alerts ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN news TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN filled INTEGER NOT NULL DEFAULT 1;
ALTER TABLE alerts ADD COLUMN reached INTEGER;
ALTER TABLE alerts ADD COLUMN fresh INTEGER NOT NULL DEFAULT 1;

DROP INDEX outbox_open;
ALTER TABLE outbox DROP COLUMN thread;
ALTER TABLE outbox DROP COLUMN priority;
ALTER TABLE texts DROP COLUMN rank;
ALTER TABLE outbox RENAME COLUMN rank TO turn;

-- What was open before is found by the new index.
UPDATE outbox SET not_before = 1 WHERE state IN (0, 7) AND not_before = 0;
UPDATE outbox SET not_before = 0 WHERE state NOT IN (0, 1, 7);
UPDATE alerts SET fresh = 0;
-- Every new row is held against this condition: a list of states in it would double what a row costs.
CREATE INDEX outbox_moving ON outbox (not_before) WHERE not_before > 0;
