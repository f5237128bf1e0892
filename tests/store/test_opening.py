from __future__ import annotations

import hashlib
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import bot.store.store
from bot.store import (
    AlreadyRunning,
    Condition,
    Damaged,
    Full,
    Locked,
    NewerDatabase,
    ReadOnly,
    Store,
    Unreachable,
    Unusable,
    look,
    open_store,
    sqlite,
    sqlite_connection,
)
from bot.store.migrations import Migration, found, newest
from bot.store.sqlite_connection import SqliteConnection
from tests.store.builders import StillClock, queue, unsound

CLOCK = StillClock()
NEWEST = newest(found("sqlite"))


def contents(folder: Path) -> dict[str, str]:
    """The database and what its log holds, by the hash of their bytes."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name.endswith((".db", "-wal")) and path.stat().st_size
    }


def names(folder: Path) -> list[Path]:
    """Everything below it."""
    return sorted(folder.rglob("*"))


def modes(folder: Path) -> dict[str, int]:
    """Who may do what with each file."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def show(path: Path) -> None:
    """Let everybody read a file."""
    path.chmod(0o644)


def remove(path: Path) -> None:
    path.unlink()


def write(path: Path, data: bytes) -> None:
    """Put something else in place of a file's contents."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


async def filled(url: str) -> None:
    async with open_store(url, CLOCK) as store, store.transaction() as tx:
        await queue(tx, *range(1, 500))


async def test_each_opening_is_a_new_epoch(database_url: str) -> None:
    epochs = []
    for _ in range(3):
        async with open_store(database_url, CLOCK) as store:
            epochs.append(store.epoch)
    assert epochs == [1, 2, 3]


async def test_what_was_written_is_there_after_reopening(database_url: str) -> None:
    async with open_store(database_url, CLOCK) as store, store.transaction() as tx:
        await tx.marks.put("a", "1")
    async with open_store(database_url, CLOCK) as store, store.reading() as tx:
        assert await tx.marks.get("a") == "1"


async def test_a_second_copy_is_refused_and_harms_nothing(database_url: str) -> None:
    async with open_store(database_url, CLOCK) as store:
        with pytest.raises(AlreadyRunning):
            async with open_store(database_url, CLOCK):
                pytest.fail("both are running")
        async with store.transaction() as tx:
            await tx.marks.put("a", "1")
    async with open_store(database_url, CLOCK) as store, store.reading() as tx:
        assert await tx.marks.get("a") == "1"


async def test_a_look_at_a_sound_database_finds_its_version(database_url: str) -> None:
    await filled(database_url)
    condition = await look(database_url)
    assert condition == Condition(version=NEWEST, known=NEWEST)


async def test_a_look_at_an_empty_database_creates_nothing(
    database_url: str, tmp_path: Path
) -> None:
    before = names(tmp_path)
    for _ in range(2):  # had it made tables, the second would find them
        assert await look(database_url) == Condition(version=0, known=NEWEST)
    assert names(tmp_path) == before


async def test_a_look_at_an_older_database_leaves_it_as_old_as_it_is(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(database_url)
    steps = (*found("sqlite"), Migration(number=NEWEST + 1, name="next", script=""))
    monkeypatch.setattr(bot.store.store, "found", lambda _: steps)
    for _ in range(2):
        assert await look(database_url) == Condition(version=NEWEST, known=NEWEST + 1)


async def test_a_look_is_refused_where_opening_would_be(database_url: str) -> None:
    async with open_store(database_url, CLOCK) as store:
        with pytest.raises(AlreadyRunning):
            await look(database_url)
        async with store._engine.writing() as db:
            await db.change("INSERT INTO versions VALUES (9999, 'from the future', 0)")
    with pytest.raises(NewerDatabase, match="9999"):
        await look(database_url)


def raise_and_crash(path: Path) -> None:
    """Give the database a version of tomorrow, which a crash leaves in the log."""
    program = (
        "import os, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1])\n"
        "db.execute('INSERT INTO versions VALUES (9999, ?, 0)', ['next'])\n"
        "db.commit()\n"
        "os._exit(0)\n"
    )
    subprocess.run((sys.executable, "-c", program, str(path)), check=True)


@pytest.mark.parametrize("gone", ((), ("-shm",), ("-shm", ".lock"), ("-wal", "-shm")))
async def test_a_look_leaves_no_file_behind_and_reads_what_a_crash_left_in_the_log(
    sqlite_url: str, sqlite_file: Path, gone: tuple[str, ...]
) -> None:
    await filled(sqlite_url)
    raise_and_crash(sqlite_file)
    for ending in gone:
        remove(sqlite_file.with_name(f"bot.db{ending}"))
    before = contents(sqlite_file.parent), names(sqlite_file.parent)
    if "-wal" in gone:
        assert (await look(sqlite_url)).version == NEWEST
    else:
        with pytest.raises(NewerDatabase):
            await look(sqlite_url)
    assert (contents(sqlite_file.parent), names(sqlite_file.parent)) == before


async def test_a_closed_store_says_so(database_url: str) -> None:
    async with open_store(database_url, CLOCK) as store:
        pass
    with pytest.raises(Unreachable, match="closed"):
        async with store.transaction():
            pytest.fail("it is closed")
    with pytest.raises(Unreachable, match="closed"):
        async with store.reading():
            pytest.fail("it is closed")


async def test_a_newer_database_is_refused(database_url: str) -> None:
    async with open_store(database_url, CLOCK) as store, store._engine.writing() as db:
        await db.change("INSERT INTO versions VALUES (9999, 'from the future', 0)")
    with pytest.raises(NewerDatabase, match="9999"):
        async with open_store(database_url, CLOCK):
            pytest.fail("it is newer")


@pytest.mark.parametrize(
    "url", ("sqlite://bot.db", "sqlite:///", "sqlite:///:memory:", "mysql://h/d")
)
def test_an_address_nobody_can_open_is_refused(url: str) -> None:
    with pytest.raises(Unusable, match="sqlite:///"):
        open_store(url, CLOCK)


def test_the_store_works_without_the_postgresql_driver(tmp_path: Path) -> None:
    program = f"""
import asyncio, sys
sys.modules["asyncpg"] = None
from bot.clock import SystemClock
from bot.store import Unusable, open_store
async def main():
    async with open_store("sqlite:///{tmp_path}/bot.db", SystemClock()) as store:
        print(store.epoch)
    try:
        async with open_store("postgresql://localhost/bot", SystemClock()):
            pass
    except Unusable as error:
        print(error)
asyncio.run(main())
"""
    printed = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=True
    ).stdout
    assert printed == ("1\nPostgreSQL needs a driver: pip install 'solidarity-alerts[postgres]'\n")


async def test_only_its_owner_can_read_the_file(sqlite_store: Store, sqlite_file: Path) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.marks.put("a", "1")
    assert modes(sqlite_file.parent) == dict.fromkeys(
        ("bot.db", "bot.db-wal", "bot.db-shm", "bot.db.lock"), 0o600
    )
    assert modes(sqlite_file.parent.parent)["kept"] == 0o700


async def test_a_file_others_could_read_is_closed_to_them(
    sqlite_url: str, sqlite_file: Path
) -> None:
    await filled(sqlite_url)
    show(sqlite_file)
    [problem] = (await look(sqlite_url)).problems
    assert "chmod 600" in problem
    async with open_store(sqlite_url, CLOCK):
        assert modes(sqlite_file.parent)["bot.db"] == 0o600


async def test_every_connection_is_careful(sqlite_store: Store) -> None:
    careful = {
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "synchronous": 2,
        "journal_mode": "wal",
        "busy_timeout": 5000,
    }
    for transaction in (sqlite_store._engine.writing, sqlite_store._engine.reading):
        async with transaction() as db:
            settings = {name: (await db.rows(f"PRAGMA {name}"))[0][0] for name in careful}
        assert settings == careful


async def test_the_log_is_gone_after_a_clean_end(sqlite_url: str, sqlite_file: Path) -> None:
    await filled(sqlite_url)
    assert {path.name for path in sqlite_file.parent.iterdir()} == {"bot.db", "bot.db.lock"}


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


@pytest.mark.parametrize("page", (2, 5, 9))
async def test_a_damaged_file_is_named_and_not_written_to(
    sqlite_url: str, sqlite_file: Path, page: int
) -> None:
    await filled(sqlite_url)
    overwrite(sqlite_file, page * 4096, b"\xa5" * 2048)
    before = contents(sqlite_file.parent)
    with pytest.raises(Damaged, match=r"bot\.db") as refused:
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it is damaged")
    assert "backup" in str(refused.value)
    with pytest.raises(Damaged, match=r"bot\.db"):
        await look(sqlite_url)
    assert contents(sqlite_file.parent) == before


@pytest.mark.parametrize("size", (10, 100_000))
async def test_a_file_that_is_no_database_is_not_written_to(
    sqlite_url: str, sqlite_file: Path, size: int
) -> None:
    write(sqlite_file, b"a letter" * size)
    before = contents(sqlite_file.parent)
    with pytest.raises(Damaged):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it is no database")
    assert contents(sqlite_file.parent) == before


async def test_another_programs_database_is_not_written_to(
    sqlite_url: str, sqlite_file: Path
) -> None:
    sqlite_file.parent.mkdir()
    other = sqlite3.connect(sqlite_file)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = contents(sqlite_file.parent)
    with pytest.raises(Damaged, match="another program"):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it is not ours")
    assert contents(sqlite_file.parent) == before


async def test_a_newer_file_is_not_written_to(sqlite_url: str, sqlite_file: Path) -> None:
    await test_a_newer_database_is_refused(sqlite_url)
    before = contents(sqlite_file.parent)
    with pytest.raises(NewerDatabase):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it is newer")
    assert contents(sqlite_file.parent) == before


async def test_a_log_without_its_database_is_not_taken_for_a_new_one(
    sqlite_url: str, sqlite_file: Path
) -> None:
    write(sqlite_file.with_name("bot.db-wal"), b"something")
    with pytest.raises(Damaged, match="missing"):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("the database is gone")
    assert contents(sqlite_file.parent).keys() == {"bot.db-wal"}


@pytest.mark.parametrize("how", ("deleted", "emptied"))
async def test_a_database_that_has_vanished_is_not_begun_anew(
    sqlite_url: str, sqlite_file: Path, how: str
) -> None:
    await filled(sqlite_url)
    if how == "deleted":
        remove(sqlite_file)
    else:
        write(sqlite_file, b"")
    before = contents(sqlite_file.parent)
    with pytest.raises(Damaged, match=r"bot\.db\.lock"):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("all subscribers are gone")
    assert contents(sqlite_file.parent) == before
    remove(sqlite_file.with_name("bot.db.lock"))
    async with open_store(sqlite_url, CLOCK) as store:
        assert store.epoch == 1


@pytest.mark.parametrize(
    "statement",
    (
        "CREATE TRIGGER spy AFTER INSERT ON chats BEGIN SELECT 1; END",
        "CREATE VIEW spy AS SELECT * FROM chats",
    ),
)
async def test_statements_somebody_has_planted_are_not_run(
    sqlite_url: str, sqlite_file: Path, statement: str
) -> None:
    await filled(sqlite_url)
    other = sqlite3.connect(sqlite_file)
    other.execute(statement)
    other.close()
    with pytest.raises(Damaged, match="spy"):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it would be run")


async def test_a_reader_can_do_nothing_but_read(sqlite_store: Store) -> None:
    for statement in ("ATTACH ':memory:' AS other", "DELETE FROM chats"):
        with pytest.raises(ReadOnly):
            async with sqlite_store._engine.reading() as db:
                await db.rows(statement)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    write(tmp_path / "file", b"in the way")
    with pytest.raises(Unreachable, match=r"bot\.db"):
        async with open_store(f"sqlite:///{tmp_path / 'file' / 'bot.db'}", CLOCK):
            pytest.fail("there is no such folder")


async def test_after_a_refusal_the_lock_is_free_again(sqlite_url: str, sqlite_file: Path) -> None:
    await filled(sqlite_url)
    whole = sqlite_file.with_suffix(".whole")
    shutil.copy(sqlite_file, whole)
    write(sqlite_file, b"a letter" * 1000)
    with pytest.raises(Damaged):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it is damaged")
    shutil.copy(whole, sqlite_file)
    async with open_store(sqlite_url, CLOCK) as store:
        assert await unsound(store) == []


async def test_an_old_sqlite_is_refused(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(Unusable, match=r"3\.37"):
        async with open_store(sqlite_url, CLOCK):
            pytest.fail("it is too old")
    with pytest.raises(Unusable, match=r"3\.37"):
        await look(sqlite_url)


async def test_a_database_held_by_another_program_is_locked_and_then_free(
    sqlite_url: str, sqlite_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connection, "BUSY_SECONDS", 0.01)
    async with open_store(sqlite_url, CLOCK) as store:
        other = sqlite3.connect(sqlite_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked):
            async with store.transaction():
                pytest.fail("somebody else is writing")
        async with store.reading() as tx:
            assert await tx.chats.counts() == {}
        other.execute("ROLLBACK")
        other.close()
        async with store.transaction() as tx:
            await tx.marks.put("a", "1")


async def test_a_full_disk_is_told_and_overcome(sqlite_store: Store) -> None:
    writer = sqlite_store._engine._writer  # type: ignore[attr-defined]  # SQLite's own
    assert isinstance(writer, SqliteConnection)
    [pages] = await writer.rows("PRAGMA page_count")
    await writer.rows(f"PRAGMA max_page_count = {pages[0]}")
    with pytest.raises(Full):
        async with sqlite_store.transaction() as tx:
            await tx.marks.put("a", "x" * 100_000)
    await writer.rows("PRAGMA max_page_count = 1000000")
    async with sqlite_store.transaction() as tx:
        assert await tx.marks.get("a") is None
        await tx.marks.put("a", "x" * 100_000)


def damage(path: Path) -> None:
    """Spoil a file in use, from a process of its own: closing it here would drop SQLite's locks."""
    program = f"f=open({str(path)!r},'r+b'); f.seek(8192); f.write(b'\\xa5'*400000)"
    subprocess.run((sys.executable, "-c", program), check=True)


async def test_damage_met_while_running_is_named(sqlite_store: Store, sqlite_file: Path) -> None:
    async with sqlite_store.transaction() as tx:
        await queue(tx, *range(1, 2000))
    await sqlite_store.wipe_log()
    damage(sqlite_file)
    with pytest.raises(Damaged, match=r"bot\.db"):
        await unsound(sqlite_store)


def intrude(path: Path) -> str:
    """What another program is told that wants the file for itself."""
    program = (
        "import sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "db.execute('PRAGMA locking_mode = EXCLUSIVE')\n"
        "db.execute('PRAGMA journal_mode = DELETE')\n"
    )
    return subprocess.run(
        (sys.executable, "-c", program, str(path)), capture_output=True, text=True, check=False
    ).stderr


async def test_no_descriptor_of_the_file_is_closed_while_sqlite_has_it(
    sqlite_store: Store, sqlite_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would drop the locks of this process; another program could then write under our hands."""
    monkeypatch.setattr(sqlite, "SMALL", 0)
    async with sqlite_store.transaction() as tx:
        await queue(tx, 1, 2)
        await tx.chats.forget(1)
    await sqlite_store.wipe_log()
    assert "database is locked" in intrude(sqlite_file)
