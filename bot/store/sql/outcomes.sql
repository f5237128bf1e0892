-- name: witness(who, what, slug, office, channel, subject)^
SELECT * FROM witnesses
WHERE who = :who AND what = :what AND slug = :slug AND office = :office AND channel = :channel
    AND subject = :subject;

-- name: remember(who, what, slug, office, channel, subject, outcome, week, weekday, hour, at)!
INSERT INTO witnesses (who, what, slug, office, channel, subject, outcome, week, weekday, hour, at)
VALUES (:who, :what, :slug, :office, :channel, :subject, :outcome, :week, :weekday, :hour, :at)
ON CONFLICT (who, what, slug, office, channel, subject) DO UPDATE SET
    outcome = excluded.outcome, week = excluded.week, weekday = excluded.weekday, hour = excluded.hour,
    at = excluded.at;

-- name: count(slug, office, week, channel, number, outcome, weekday, hour)!
INSERT INTO outcomes (slug, office, week, channel, number, outcome, weekday, hour, calls)
VALUES (:slug, :office, :week, :channel, :number, :outcome, :weekday, :hour, 1)
ON CONFLICT (slug, office, week, channel, number, outcome, weekday, hour) DO UPDATE SET
    calls = outcomes.calls + 1;

-- name: uncount(slug, office, week, channel, number, outcome, weekday, hour)!
UPDATE outcomes SET calls = calls - 1
WHERE slug = :slug AND office = :office AND week = :week AND channel = :channel AND number = :number
    AND outcome = :outcome AND weekday = :weekday AND hour = :hour;

-- name: drop(slug, office, week, channel, number, outcome, weekday, hour)!
DELETE FROM outcomes
WHERE slug = :slug AND office = :office AND week = :week AND channel = :channel AND number = :number
    AND outcome = :outcome AND weekday = :weekday AND hour = :hour AND calls < 1;

-- name: line(slug, channel, number)^
SELECT * FROM lines WHERE slug = :slug AND channel = :channel AND number = :number;

-- name: called(slug, channel, number, calls)!
INSERT INTO lines (slug, channel, number, calls) VALUES (:slug, :channel, :number, :calls)
ON CONFLICT (slug, channel, number) DO UPDATE SET calls = lines.calls + excluded.calls;

-- name: judge(slug, channel, number, rank, since, until)!
UPDATE lines SET rank = :rank, since = :since, until = :until
WHERE slug = :slug AND channel = :channel AND number = :number;

-- name: last_answered(slug, channel, number)$
-- When anybody got through last. One step in the index for each outcome.
SELECT MAX(at) FROM (
    SELECT MAX(at) AS at FROM witnesses
    WHERE slug = :slug AND channel = :channel AND subject = :number AND outcome = 'r'
    UNION ALL
    SELECT MAX(at) AS at FROM witnesses
    WHERE slug = :slug AND channel = :channel AND subject = :number AND outcome = 'f'
    UNION ALL
    SELECT MAX(at) AS at FROM witnesses
    WHERE slug = :slug AND channel = :channel AND subject = :number AND outcome = 't'
) AS each;

-- name: answered(slug, channel, number, since)$
-- How many chats got through after a moment.
SELECT COUNT(DISTINCT who) FROM witnesses
WHERE slug = :slug AND channel = :channel AND subject = :number AND outcome IN ('r', 'f', 't') AND at > :since;

-- name: dead(slug, channel, number, since, number_of)
-- When each chat found the number dead last, after a moment.
SELECT who, MAX(at) AS at FROM witnesses
WHERE slug = :slug AND channel = :channel AND subject = :number AND outcome = 'd' AND at > :since
GROUP BY who ORDER BY at DESC LIMIT :number_of;

-- name: ends(slug, channel, number, since)
SELECT outcome, SUM(calls) AS calls FROM outcomes
WHERE slug = :slug AND channel = :channel AND number = :number AND week >= :since
GROUP BY outcome;

-- name: told(slug, now)
SELECT channel, number, rank, until > :now AS doubted FROM lines
WHERE slug = :slug AND (rank <> 0 OR until > :now);

-- name: hours(slug, office, since)
SELECT weekday, hour, outcome, SUM(calls) AS calls FROM outcomes
WHERE slug = :slug AND office = :office AND week >= :since
GROUP BY weekday, hour, outcome;

-- name: cells(slug)
SELECT * FROM outcomes WHERE slug = :slug
ORDER BY office, week, channel, number, outcome, weekday, hour;

-- name: count_letter(slug, office, week, letter, channel, outcome)!
INSERT INTO letters (slug, office, week, letter, channel, outcome, letters)
VALUES (:slug, :office, :week, :letter, :channel, :outcome, 1)
ON CONFLICT (slug, office, week, letter, channel, outcome) DO UPDATE SET letters = letters.letters + 1;

-- name: letters(slug)
SELECT * FROM letters WHERE slug = :slug ORDER BY week, office, letter, channel, outcome;

-- name: all_letters(slug)$
SELECT SUM(letters) FROM letters WHERE slug = :slug AND outcome = 'sent';

-- name: all_calls(slug)$
SELECT SUM(calls) FROM lines WHERE slug = :slug;

-- name: of(who)$
SELECT COUNT(*) FROM witnesses WHERE who = :who;

-- name: forget(who)!
DELETE FROM witnesses WHERE who = :who;

-- name: purge(before)!
DELETE FROM witnesses WHERE at < :before;
