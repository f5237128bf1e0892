from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.commands.kept import closed
from bot.core.drafts import Sender
from bot.store import Store
from tests.commands.visitor import GROUP, Visitor


def bytes_of(database: str) -> bytes:
    file = Path(database.removeprefix("sqlite:///"))
    return b"".join(path.read_bytes() for path in file.parent.iterdir() if path.is_file())


async def test_privacy_says_what_is_kept_and_what_it_does_not_protect(member: Visitor) -> None:
    await member.says("/privacy")
    assert "the number of this chat" in member.text
    assert "Never kept: your name in Telegram" in member.text
    assert "a question I asked you, with what you have answered so far" in member.text
    assert "your name, city and union for letters" in member.text
    assert "which buttons under a draft an organiser has used" in member.text
    assert "call back" not in member.text
    await member.taps("What it protects against")
    assert "Bots are not end-to-end encrypted" in member.text
    (taken,) = [line for line in member.text.splitlines() if "takes the server" in line]
    for kept in ("number", "subscribes", "language", "place", "alerts", "Names kept for letters"):
        assert kept in taken
    await member.taps("What is kept")
    assert "What is kept of you" in member.text


async def test_of_a_stranger_nothing_is_kept(member: Visitor) -> None:
    await member.says("/mydata")
    assert member.text == "<b>Nothing is kept about this chat.</b>"


async def test_mydata_shows_everything_that_is_kept(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("London, UK")
    await member.presses("settings:in:en")
    async with kept.transaction() as tx:
        due = member.stage.now + timedelta(hours=7)
        await tx.reminders.add(member.home, "karaganda-2003", "court", due, member.stage.now)
        box = closed(member.stage.desk.keys, member.home, Sender(name="Jane <Doe>"))
        await tx.senders.put(member.home, box)
    await member.says("/mydata")
    assert "<code>7000000001</code>" in member.text
    assert "Kind: private chat" in member.text
    assert "Language: English (chosen)" in member.text
    assert "Place and clock: London, United Kingdom, Europe/London" in member.text
    assert "Subscribed to: karaganda-2003" in member.text
    assert "First week here: 2003-W01" in member.text
    assert "1 reminder waiting" in member.text
    assert "Besides: which alerts came here in the last 7 days" in member.text
    assert "<code>Jane &lt;Doe&gt;</code>" in member.text


async def test_mydata_says_that_a_question_is_open(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.presses("mydata")
    assert "A question to you is open; with what you have answered so far" in member.text


async def test_nothing_is_not_said_to_be_kept_while_a_question_is_open(member: Visitor) -> None:
    await member.says("/letter karaganda-2003")
    await member.presses("mydata")
    assert "A question to you is open" in member.text
    assert "Nothing is kept" not in member.text


async def test_mydata_of_a_group_names_its_topic(admin: Visitor) -> None:
    admin.thread = 77
    await admin.says("/subscribe karaganda-2003")
    await admin.says("/mydata")
    assert "Kind: group" in admin.text
    assert "Topic for alerts: 77" in admin.text


async def test_forget_asks_once(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("/forget")
    assert "It cannot be undone." in member.text
    await member.taps("Keep it")
    assert "Everything stays as it was." in member.text
    async with kept.reading() as tx:
        assert await tx.chats.get(member.home) is not None


async def test_after_forget_not_a_row_is_left(member: Visitor, kept: Store, database: str) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("London, UK")
    async with kept.transaction() as tx:
        due = member.stage.now + timedelta(hours=7)
        await tx.reminders.add(member.home, "karaganda-2003", "court", due, member.stage.now)
        await tx.senders.put(member.home, "Jane Doe")
    await member.says("/forget")
    await member.taps("Forget everything")
    assert "Forgotten." in member.text
    assert member.reply.wipe
    await kept.wipe_log()
    assert rows_about(database, member.home) == []
    traces = bytes_of(database)
    assert b"Jane Doe" not in traces
    assert member.home.to_bytes(8, "big") not in traces
    assert str(member.home).encode() not in traces


async def test_nothing_recreates_a_forgotten_chat_by_itself(member: Visitor, database: str) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.presses("forget:yes")
    for event in ("blocked", "unblocked"):
        await member.has(event)
    for command in ("/start", "/help", "/settings", "/campaigns", "/mydata", "/forget"):
        await member.says(command)
    assert rows_about(database, member.home) == []


async def test_a_group_is_forgotten_by_its_admins(admin: Visitor, database: str) -> None:
    await admin.says("/subscribe karaganda-2003")
    await admin.says("/forget")
    assert "Forget everything about this group?" in admin.text
    await admin.taps("Forget everything")
    assert rows_about(database, GROUP) == []


async def test_the_language_stays_for_the_last_word(member: Visitor) -> None:
    await member.presses("settings:in:ru")
    await member.presses("forget:yes")
    assert member.reply.edit is not None


def rows_about(database: str, chat_id: int) -> list[tuple[str, int]]:
    """Every table with a column for chats or people, and its rows about this one."""
    found = []
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
        tables = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            columns = [row[1] for row in file.execute(f"PRAGMA table_info({table})")]
            for column in {"id", "chat_id", "user_id"} & set(columns):
                query = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608  # own names
                (count,) = file.execute(query, (chat_id,)).fetchone()
                found += [(table, count)] if count else []
    return found
