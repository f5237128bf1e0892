-- How calls went and which letters were sent: numbers only. Who told is a name made with a key that is not in here.

CREATE TABLE outcomes (
    slug TEXT NOT NULL,
    office TEXT NOT NULL,
    week TEXT NOT NULL,
    channel TEXT NOT NULL,
    number TEXT NOT NULL,
    outcome TEXT NOT NULL,
    weekday INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (slug, office, week, channel, number, outcome, weekday, hour)
) STRICT, WITHOUT ROWID;

CREATE INDEX outcomes_number ON outcomes (slug, channel, number, week);

CREATE TABLE letters (
    slug TEXT NOT NULL,
    office TEXT NOT NULL,
    week TEXT NOT NULL,
    letter TEXT NOT NULL,
    channel TEXT NOT NULL,
    outcome TEXT NOT NULL,
    letters INTEGER NOT NULL,
    PRIMARY KEY (slug, office, week, letter, channel, outcome)
) STRICT, WITHOUT ROWID;

-- What follows for each number. It is doubted from since until the last moment at which enough had told so.
CREATE TABLE lines (
    slug TEXT NOT NULL,
    channel TEXT NOT NULL,
    number TEXT NOT NULL,
    calls INTEGER NOT NULL DEFAULT 0,
    rank INTEGER NOT NULL DEFAULT 0,
    since INTEGER,
    until INTEGER,
    PRIMARY KEY (slug, channel, number)
) STRICT, WITHOUT ROWID;

-- Kept for two weeks, so that nobody is counted twice. The subject is the number that was rung, or the letter.
CREATE TABLE witnesses (
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    slug TEXT NOT NULL,
    office TEXT NOT NULL,
    channel TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    week TEXT NOT NULL,
    weekday INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (who, what, slug, office, channel, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX witnesses_told ON witnesses (slug, channel, subject, outcome, at);
CREATE INDEX witnesses_at ON witnesses (at);
