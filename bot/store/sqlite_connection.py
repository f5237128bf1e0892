"""One connection to an SQLite file, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import aiosqlite

from .engine import Parameters, Row
from .errors import Damaged, Full, Locked, ReadOnly, StoreError, Unreachable

BUSY_SECONDS = 5.0
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA synchronous = FULL",
)
FAMILY: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_FULL: Full,
    sqlite3.SQLITE_IOERR: Full,
    sqlite3.SQLITE_CANTOPEN: Unreachable,
    sqlite3.SQLITE_PERM: Unreachable,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_AUTH: ReadOnly,
}
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
READING = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_PRAGMA,
    }
)
"""All that a reader's statements may do."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the driver's expected errors into ours; its others are mistakes of the program."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGE:
            raise Damaged(str(path), str(error)) from error
        if code in FAMILY:
            raise FAMILY[code](f"{path}: {error}.") from error
        raise


class SqliteConnection:
    """One connection in its own thread, where what a cancelled caller began still ends in order."""

    def __init__(self, db: aiosqlite.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    @classmethod
    async def open(
        cls, path: Path, *, read_only: bool = False, still: bool = False
    ) -> SqliteConnection:
        """``still``: nobody writes and the log is empty, so that none is made beside the file."""
        address = f"file:{quote(str(path))}?mode={'ro' if read_only else 'rw'}&immutable={still:d}"
        with told(path):
            db = await aiosqlite.connect(
                address, uri=True, isolation_level=None, timeout=BUSY_SECONDS, cached_statements=256
            )
        db.row_factory = sqlite3.Row
        return cls(db, path)

    async def prepare(self) -> None:
        """Make it careful: durable, constrained, overwriting what it deletes."""
        for pragma in PRAGMAS:
            await self.rows(pragma)

    async def only_read(self) -> None:
        """From now on it can do nothing but read."""
        await self.rows("PRAGMA query_only = ON")
        with told(self._path):
            await self._db.set_authorizer(_only_reading)

    async def rows(self, sql: str, parameters: Parameters = ()) -> Sequence[Row]:
        with told(self._path):
            return list(await self._db.execute_fetchall(sql, parameters))

    async def change(self, sql: str, parameters: Parameters = ()) -> int:
        with told(self._path):
            # Not closed: nothing is left open of it, and each word to the thread costs as much.
            return (await self._db.execute(sql, parameters)).rowcount

    async def change_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        with told(self._path):
            await self._db.executemany(sql, parameters)

    async def commit(self) -> None:
        with told(self._path):
            await self._db.commit()

    async def roll_back(self) -> None:
        """Undo what is open; nothing to do where SQLite has done it itself."""
        with told(self._path):
            await self._db.rollback()

    async def close(self) -> None:
        with told(self._path):
            await self._db.close()


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY
