from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.core.delivery import State
from bot.store import NewerDatabase, Store, open_store
from bot.store.migrations import FOLDER, Migration, found, statements
from bot.store.moments import stored
from bot.store.queries import FOLDER as SQL
from bot.store.queries import SUBJECTS
from bot.store.store import ENGINES
from tests.store.builders import NOW, StillClock, an_alert, end_all, queue_for_all, subscribe

LAST = max(step.number for step in found("sqlite"))
NEXT = Migration(
    number=LAST + 1,
    name="next",
    script="ALTER TABLE chats ADD COLUMN shoe_size INTEGER;\n"
    "CREATE INDEX shoes ON chats (shoe_size);\n",
)
BROKEN = Migration(
    number=LAST + 1,
    name="broken",
    script="ALTER TABLE chats ADD COLUMN shoe_size INTEGER;\nDROP TABLE no_such_table;\n",
)
SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
    "postgres": "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'"
    " UNION ALL SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes"
    " WHERE schemaname = 'public' ORDER BY 1, 2",
}


def with_steps(url: str, *, known: int, more: tuple[Migration, ...] = ()) -> Store:
    """A store that knows the steps up to a version, and perhaps some more."""
    engine = next(make for beginning, make in ENGINES.items() if url.startswith(beginning))(url)
    steps = tuple(step for step in found(engine.name) if step.number <= known)
    return Store(engine, StillClock(), steps + more)


async def schema(store: Store) -> list[str]:
    async with store._engine.reading() as db:
        rows: Any = await db.rows(SCHEMA[store._engine.name])
    return [str(tuple(row)) for row in rows]


def remove(path: Path) -> None:
    path.unlink()


async def emptied(url: str) -> None:
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        remove(file)
        remove(file.with_name(file.name + ".lock"))
        return
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
    await connection.close()


async def test_from_whatever_version_an_upgraded_database_equals_a_fresh_one(
    database_url: str,
) -> None:
    async with with_steps(database_url, known=LAST, more=(NEXT,)) as store:
        fresh = await schema(store)
    for version in range(1, LAST + 1):
        await emptied(database_url)
        async with with_steps(database_url, known=version) as store:
            assert await schema(store) != fresh
        async with with_steps(database_url, known=LAST, more=(NEXT,)) as store:
            assert await schema(store) == fresh


async def test_an_upgrade_keeps_what_is_there(database_url: str) -> None:
    async with with_steps(database_url, known=LAST) as store, store.transaction() as tx:
        await subscribe(tx, 1)
    async with with_steps(database_url, known=LAST, more=(NEXT,)) as store:
        async with store.reading() as tx:
            assert await tx.chats.counts() == {"private": 1}
        async with store._engine.reading() as db:
            [row] = await db.rows("SELECT shoe_size FROM chats")
    assert row[0] is None


async def test_a_step_that_fails_leaves_nothing_and_can_be_tried_again(database_url: str) -> None:
    async with with_steps(database_url, known=LAST) as store:
        before = await schema(store)
    with pytest.raises(Exception, match="no_such_table"):
        async with with_steps(database_url, known=LAST, more=(BROKEN,)):
            pytest.fail("a step has failed")
    async with with_steps(database_url, known=LAST) as store:
        assert await schema(store) == before
    async with with_steps(database_url, known=LAST, more=(NEXT,)):
        pass
    with pytest.raises(NewerDatabase):
        async with with_steps(database_url, known=LAST):
            pytest.fail("it was upgraded")


FIRST_VERSION = """
INSERT INTO chats (id, kind, language, language_chosen, zone, wakes, sleeps, joined)
VALUES ({chat}, 'private', 'en', 1, 'Europe/London', 7, 23, '2003-W01');
INSERT INTO subscriptions (slug, chat_id) VALUES ('karaganda-2003', {chat});
INSERT INTO outbox (alert_id, chat_id, variant, priority, rank, state, not_before, attempts, epoch)
VALUES (1, {chat}, 1, 20, 0, {state}, {not_before}, {attempts}, 1)"""
ITS_ALERT = """
INSERT INTO alerts (id, key, kind, campaign, subject, policy, priority, created, expires)
VALUES (1, 'a', 'update', 'karaganda-2003', 'update', 'alert', 20, {created}, {expires});
INSERT INTO texts (alert_id, variant, language, zone, kind, rank, body)
VALUES (1, 1, 'en', 'Europe/London', 'private', 0, 'Court tomorrow');
UPDATE counters SET value = 1 WHERE name = 'alert'"""
LATER = NOW + timedelta(minutes=5)


async def test_what_waited_in_the_first_version_s_outbox_can_be_claimed_and_recovered(
    database_url: str,
) -> None:
    rows = {
        1: {"state": State.PENDING, "not_before": 0, "attempts": 0},
        2: {"state": State.PENDING, "not_before": stored(LATER), "attempts": 0},
        3: {"state": State.SENDING, "not_before": 0, "attempts": 0},
        4: {"state": State.SENDING, "not_before": stored(NOW), "attempts": 1},
        5: {"state": State.UNKNOWN, "not_before": stored(LATER), "attempts": 1},
        6: {"state": State.UNKNOWN, "not_before": 0, "attempts": 2},
        7: {"state": State.SENT, "not_before": 0, "attempts": 0},
    }
    script = ITS_ALERT.format(created=stored(NOW), expires=stored(NOW + timedelta(hours=6)))
    for chat, row in rows.items():
        script += ";" + FIRST_VERSION.format(chat=chat, **row | {"state": int(row["state"])})
    async with with_steps(database_url, known=1) as store, store._engine.writing() as db:
        for statement in script.split(";"):
            await db.change(statement)
    async with with_steps(database_url, known=LAST) as store, store.transaction() as tx:
        claims = await tx.outbox.claim(9, NOW, store.epoch)
        assert [(claim.chat_id, claim.attempts) for claim in claims] == [(1, 0), (6, 2)]
        assert (await tx.alerts.texts(1))[claims[0].variant] == "Court tomorrow"
        assert await tx.outbox.recover(store.epoch, NOW) == 2
        claims = await tx.outbox.claim(9, LATER, store.epoch)
        assert [(claim.chat_id, claim.attempts) for claim in claims] == [
            (2, 0),
            (3, 1),
            (4, 2),
            (5, 1),
        ]
        await tx.outbox.recover(store.epoch + 1, NOW)
        assert await end_all(tx, NOW + timedelta(hours=6)) == 6
        assert await tx.alerts.counts(1) == {State.SENT: 1, State.UNKNOWN_FINAL: 6}
        assert await queue_for_all(tx, await tx.alerts.add(an_alert()) or 0) == len(rows)


async def test_opening_again_changes_nothing(database_url: str) -> None:
    async with open_store(database_url, StillClock()) as store:
        before = await schema(store)
    async with open_store(database_url, StillClock()) as store:
        assert await schema(store) == before


def test_numbers_are_without_gaps_and_the_same_for_both_engines() -> None:
    numbers = [step.number for step in found("sqlite")]
    assert numbers == list(range(1, LAST + 1))
    assert [step.number for step in found("postgres")] == numbers
    assert len(list(FOLDER.iterdir())) >= LAST


def test_where_engines_differ_each_has_its_file(tmp_path: Path) -> None:
    for name in ("0001_first.sql", "0002_rest.sqlite.sql", "0002_rest.postgres.sql", "notes.txt"):
        (tmp_path / name).write_text(f"-- {name}\n")
    assert [step.script for step in found("sqlite", tmp_path)] == [
        "-- 0001_first.sql\n",
        "-- 0002_rest.sqlite.sql\n",
    ]
    assert [step.script for step in found("postgres", tmp_path)][1] == "-- 0002_rest.postgres.sql\n"


def test_a_script_is_cut_into_statements() -> None:
    script = "-- why; really\nCREATE TABLE a (\n  b TEXT DEFAULT ';'\n);\n\nSELECT 1;\n-- end\n"
    assert list(statements(script)) == [
        "-- why; really\nCREATE TABLE a (\n  b TEXT DEFAULT ';'\n);",
        "SELECT 1;",
    ]


def test_every_table_keyed_by_a_chat_is_without_row_numbers() -> None:
    """The inner pages of tables with row numbers keep the numbers of deleted rows."""
    tables = re.findall(
        r"CREATE TABLE (\w+) \((.+?)\n\) (.+?);", found("sqlite")[0].script, re.DOTALL
    )
    keyed = {name for name, columns, _ in tables if re.search(r"chat_id INTEGER NOT NULL", columns)}
    assert {"subscriptions", "outbox", "reminders", "dialogues", "senders"} <= keyed
    with_rows = {name for name, _, ending in tables if "WITHOUT ROWID" not in ending}
    assert not with_rows & (keyed | {"chats"}) - {"tokens"}


def test_every_file_of_statements_is_loaded() -> None:
    assert {path.stem for path in SQL.glob("*.sql")} == {*SUBJECTS, "cities"}
