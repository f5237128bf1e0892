-- Written for SQLite. For PostgreSQL the applier reads INTEGER as BIGINT and drops STRICT and WITHOUT ROWID.
-- Moments are microseconds since 1970 in UTC. What is keyed by a chat has no rowid: the inner pages of a
-- table with rowids keep keys of rows that are long deleted.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('epoch', 0), ('alert', 0), ('unwiped', 0);

CREATE TABLE marks (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chats (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    thread INTEGER,
    language TEXT NOT NULL,
    language_chosen INTEGER NOT NULL,
    country TEXT,
    zone TEXT,
    place TEXT,
    wakes INTEGER NOT NULL,
    sleeps INTEGER NOT NULL,
    joined TEXT NOT NULL,
    gone INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX chats_gone ON chats (gone) WHERE gone IS NOT NULL;

CREATE TABLE subscriptions (
    slug TEXT NOT NULL,
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    PRIMARY KEY (slug, chat_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscriptions_chat ON subscriptions (chat_id);

CREATE TABLE revisions (
    slug TEXT NOT NULL,
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    letters TEXT NOT NULL,
    digest TEXT NOT NULL,
    author TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (slug, number)
) STRICT;

CREATE TABLE alerts (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    campaign TEXT NOT NULL,
    subject TEXT NOT NULL,
    policy TEXT NOT NULL,
    priority INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    cancelled INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX alerts_open ON alerts (expires) WHERE open = 1;
CREATE INDEX alerts_about ON alerts (campaign, subject, id);

CREATE TABLE texts (
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    variant INTEGER NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    kind TEXT NOT NULL,
    rank INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (alert_id, variant),
    UNIQUE (alert_id, language, zone, kind)
) STRICT;

CREATE TABLE totals (
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    state INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (alert_id, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    alert_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    thread INTEGER,
    variant INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    state INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    epoch INTEGER,
    message_id INTEGER,
    reason TEXT,
    PRIMARY KEY (alert_id, chat_id)
) STRICT, WITHOUT ROWID;

-- Pending, sending and unknown: claiming a row moves nothing in here, settling it takes it out.
CREATE INDEX outbox_open ON outbox (priority, rank, alert_id, chat_id) WHERE state IN (0, 1, 7);

CREATE TABLE inbox (
    update_id INTEGER NOT NULL PRIMARY KEY,
    chat_id INTEGER,
    body TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    received INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX inbox_waiting ON inbox (chat_id, update_id) WHERE done = 0;
CREATE INDEX inbox_received ON inbox (received, update_id);

CREATE TABLE reminders (
    chat_id INTEGER NOT NULL,
    slug TEXT NOT NULL,
    office TEXT NOT NULL,
    due INTEGER NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (chat_id, slug, office)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_due ON reminders (due);

CREATE TABLE dialogues (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    command TEXT NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (chat_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    token TEXT NOT NULL PRIMARY KEY,
    action TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    payload TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE senders (
    chat_id INTEGER NOT NULL PRIMARY KEY,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL
) STRICT;

CREATE INDEX audit_at ON audit (at);
