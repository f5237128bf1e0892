"""A look into a database beside whoever has it open: nothing is taken, made or changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import bot.store.watching
from bot.store import (
    Damaged,
    NewerDatabase,
    ReadOnly,
    Store,
    Unreachable,
    Unusable,
    open_store,
    watch,
)
from bot.store.file import beside
from bot.store.migrations import Migration, newest
from bot.store.migrations import found as found_steps
from tests.store.builders import NOW, StillClock, queue

NEWEST = newest(found_steps("sqlite"))


async def test_what_is_committed_is_seen_while_a_bot_has_it_open(
    store: Store, database_url: str
) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 7, 8)
    async with store.transaction() as tx, watch(database_url, NOW) as watched:
        await tx.marks.put("something", "not committed yet")
        assert await watched.held()
        assert sum((await watched.tx.alerts.counts(alert_id)).values()) == 2
        assert await watched.tx.marks.get("something") is None


async def test_nobody_can_write_through_it(store: Store, database_url: str) -> None:
    async with store.transaction() as tx:
        await tx.marks.put("something", "1")
    with pytest.raises(ReadOnly):
        async with watch(database_url, NOW) as watched:
            await watched.tx.marks.put("something", "2")


async def test_a_database_that_nobody_has_open_is_seen_to_be_so(database_url: str) -> None:
    async with open_store(database_url, StillClock()) as store, store.transaction() as tx:
        await tx.marks.put("something", "1")
    async with watch(database_url, NOW) as watched:
        assert await watched.tx.marks.get("something") == "1"
        assert not await watched.held()
    async with open_store(database_url, StillClock()):
        pass  # whoever looked holds nothing


async def test_a_look_leaves_the_folder_as_it_was(sqlite_url: str, sqlite_file: Path) -> None:
    async with open_store(sqlite_url, StillClock()):
        pass

    def there() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sqlite_file.parent.iterdir()}

    before = await asyncio.to_thread(there)
    async with watch(sqlite_url, NOW):
        pass
    assert await asyncio.to_thread(there) == before


async def test_where_there_is_no_database_none_is_made(sqlite_url: str, sqlite_file: Path) -> None:
    with pytest.raises(Unreachable, match=r"There is no database .*: the first `solidarity run`"):
        async with watch(sqlite_url, NOW):
            pass
    assert not sqlite_file.parent.exists()


async def test_what_is_no_database_is_told(sqlite_url: str, sqlite_file: Path) -> None:
    sqlite_file.parent.mkdir()
    await asyncio.to_thread(sqlite_file.write_bytes, b"no database at all" * 100)
    with pytest.raises(Damaged):
        async with watch(sqlite_url, NOW):
            pass


async def test_another_version_s_database_is_not_guessed_at(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(database_url, StillClock()):
        pass

    def one_more(engine: str) -> tuple[Migration, ...]:
        later = Migration(number=NEWEST + 1, name="later", script="")
        return (*found_steps(engine), later)

    with monkeypatch.context() as patched:
        patched.setattr(bot.store.watching, "found", one_more)
        with pytest.raises(Unusable, match="`solidarity run` brings it up to date"):
            async with watch(database_url, NOW):
                pass
    monkeypatch.setattr(bot.store.watching, "found", lambda engine: found_steps(engine)[:-1])
    with pytest.raises(NewerDatabase):
        async with watch(database_url, NOW):
            pass


async def test_a_log_that_a_kill_left_behind_is_read(sqlite_url: str, sqlite_file: Path) -> None:
    async with open_store(sqlite_url, StillClock()) as store:
        async with store.transaction() as tx:
            await tx.marks.put("something", "1")
        copy = sqlite_file.with_name("copy.db")
        for ending in ("", "-wal"):
            beside(copy, ending).write_bytes(beside(sqlite_file, ending).read_bytes())
    async with watch(f"sqlite:///{copy}", NOW) as watched:
        assert await watched.tx.marks.get("something") == "1"
