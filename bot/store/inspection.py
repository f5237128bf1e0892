"""A look at an existing SQLite file before anything may write to it, or instead of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from .engine import Condition
from .errors import Damaged, NewerDatabase, OlderCopy, Unreachable, Unusable
from .file import beside, bytes_in
from .sqlite_connection import SqliteConnection
from .unbroken import transaction, unbroken


async def inspect(path: Path, known: int, epoch: int) -> None:
    """Damaged or NewerDatabase where the file is not a sound database of ours up to ``known``.

    OlderCopy where it has not seen ``epoch``.
    """
    connection = await SqliteConnection.open(path, read_only=True)
    try:
        await _check(connection, path, known, epoch)
    finally:
        await unbroken(connection.close())


async def look(path: Path, known: int, epoch: int) -> Condition:
    """The same, and thoroughly; nothing is left beside the file that was not there."""
    index = beside(path, "-shm")
    indexed = index.exists()
    still = not bytes_in(beside(path, "-wal"))
    connection = await SqliteConnection.open(path, read_only=True, still=still)
    try:
        version = await _check(connection, path, known, epoch)
        found = [str(row[0]) for row in await connection.rows("PRAGMA integrity_check(5)")]
    finally:
        await unbroken(connection.close())
        if not indexed:
            index.unlink(missing_ok=True)
    wrong = [f"{path}: {line}" for line in found if line != "ok"]
    return Condition(version=version, known=known, problems=wrong + _shown(path))


def _shown(path: Path) -> list[str]:
    return [
        f"{each} can be read by others: chmod 600 {each}"
        for each in (path, beside(path, "-wal"))
        if each.exists() and each.stat().st_mode & 0o077
    ]


async def _check(connection: SqliteConnection, path: Path, known: int, epoch: int) -> int:
    await _check_soundness(connection, str(path))
    version = await _version(connection, str(path))
    if version > known:
        raise NewerDatabase(str(path), version, known)
    if version and await _epoch(connection) < epoch:
        raise OlderCopy(str(path))
    return version


async def _check_soundness(connection: SqliteConnection, place: str) -> None:
    found = [row[0] for row in await connection.rows("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise Damaged(place, "; ".join(found))


async def _version(connection: SqliteConnection, place: str) -> int:
    """Triggers and views are never ours: they would run somebody else's statements."""
    schema = {
        (row[0], row[1]) for row in await connection.rows("SELECT type, name FROM sqlite_schema")
    }
    strange = sorted(name for kind, name in schema if kind in {"trigger", "view"})
    if strange:
        raise Damaged(place, f"somebody has added {', '.join(strange)}")
    if not schema:
        return 0
    if ("table", "versions") not in schema:
        raise Damaged(place, "it belongs to another program")
    [row] = await connection.rows("SELECT COALESCE(MAX(number), 0) FROM versions")
    return int(row[0])


async def _epoch(connection: SqliteConnection) -> int:
    [row] = await connection.rows("SELECT value FROM counters WHERE name = 'epoch'")
    return int(row[0])


@asynccontextmanager
async def watching(path: Path, known: int) -> AsyncIterator[SqliteConnection]:
    """A reader of what stands in the file at this moment, beside a bot that may have it open.

    Takes no lock that anybody waits for, and changes nothing.
    """
    connection = await SqliteConnection.open(path, read_only=True, still=_is_still(path))
    try:
        await connection.rows("PRAGMA trusted_schema = OFF")
        await connection.only_read()
        async with transaction(connection, "BEGIN"):
            check_version(str(path), await _version(connection, str(path)), known)
            yield connection
    finally:
        await unbroken(connection.close())


def _is_still(path: Path) -> bool:
    """Whether nobody has it open and all of it is in the file; Unreachable where there is none."""
    if not path.is_file():
        raise Unreachable(f"There is no database {path}: the first `solidarity run` makes it.")
    return not bytes_in(beside(path, "-wal")) and not beside(path, "-shm").exists()


def check_version(place: str, version: int, known: int) -> None:
    """Only a database of just this version is understood by whoever may not change it."""
    if version > known:
        raise NewerDatabase(place, version, known)
    if version < known:
        raise Unusable(
            f"The database {place} has version {version}, and only version {known} can be read: "
            "`solidarity run` brings it up to date."
        )
