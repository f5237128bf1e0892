-- Messages that the bot keeps up to date for a while: how far a broadcast is, for the host who asked.

CREATE TABLE screens (
    chat_id INTEGER NOT NULL PRIMARY KEY,
    message_id INTEGER NOT NULL,
    press TEXT NOT NULL,
    language TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
