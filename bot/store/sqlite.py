"""SQLite: one writer, a few readers beside it, and nothing left behind of what was deleted."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

import aiosqlite

from .engine import Parameters, Row
from .errors import (
    Damaged,
    Full,
    Locked,
    NewerDatabase,
    ReadOnly,
    StoreError,
    Unreachable,
    Unusable,
)
from .file import DatabaseFile, beside
from .queries import NamedAdapter
from .traces import traces
from .unbroken import transaction, unbroken

OLDEST = (3, 37, 0)
"""The first version with STRICT tables; RETURNING came with 3.35."""
READERS = 2
BUSY_SECONDS = 5.0
SMALL = 32 * 1024 * 1024
"""Up to this size the whole file is rewritten after a /forget: it takes less than half a second."""
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
    sqlite3.SQLITE_CANTOPEN: Unreachable,
    sqlite3.SQLITE_PERM: Unreachable,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_IOERR: Full,
}
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


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
    async def open(cls, path: Path, *, read_only: bool = False) -> SqliteConnection:
        address = f"file:{quote(str(path))}?mode={'ro' if read_only else 'rw'}"
        with told(path):
            db = await aiosqlite.connect(
                address, uri=True, isolation_level=None, timeout=BUSY_SECONDS, cached_statements=256
            )
        db.row_factory = sqlite3.Row
        return cls(db, path)

    async def rows(self, sql: str, parameters: Parameters = ()) -> Sequence[Row]:
        with told(self._path):
            return list(await self._db.execute_fetchall(sql, parameters))

    async def change(self, sql: str, parameters: Parameters = ()) -> int:
        with told(self._path):
            async with self._db.execute(sql, parameters) as cursor:
                return cursor.rowcount

    async def change_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        with told(self._path):
            async with self._db.executemany(sql, parameters):
                pass

    async def close(self) -> None:
        with told(self._path):
            await self._db.close()

    async def commit(self) -> None:
        with told(self._path):
            await self._db.commit()

    async def roll_back(self) -> None:
        """Undo what is open; nothing to do where SQLite has done it itself."""
        with told(self._path):
            await self._db.rollback()


class SqliteEngine:
    """A database file and its connections."""

    name = "sqlite"
    adapter = NamedAdapter

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)
        self._file = DatabaseFile(path)
        self._writer: SqliteConnection | None = None
        self._turn = asyncio.Lock()
        self._all_readers: list[SqliteConnection] = []
        self._free_readers: asyncio.Queue[SqliteConnection] = asyncio.Queue()

    async def open(self, known: int) -> None:
        if sqlite3.sqlite_version_info < OLDEST:
            raise Unusable(
                f"This Python brings SQLite {sqlite3.sqlite_version}; the bot needs 3.37 or newer."
            )
        try:
            self._file.open()
            self._file.check_header()
            if self._file.size:
                await self._inspect(known)
            self._writer = await self._connect()
            await self._writer.rows("PRAGMA journal_mode = WAL")
            await self._writer.rows("PRAGMA journal_size_limit = 8388608")
            for _ in range(READERS):
                reader = await self._connect()
                await reader.rows("PRAGMA query_only = ON")
                self._all_readers.append(reader)
                self._free_readers.put_nowait(reader)
        except BaseException:
            await unbroken(self.close())
            raise

    async def _connect(self) -> SqliteConnection:
        connection = await SqliteConnection.open(self.path)
        for pragma in PRAGMAS:
            await connection.rows(pragma)
        return connection

    async def _inspect(self, known: int) -> None:
        """Look at an existing file through a connection that cannot write."""
        connection = await SqliteConnection.open(self.path, read_only=True)
        try:
            found = [row[0] for row in await connection.rows("PRAGMA quick_check(3)")]
            if found != ["ok"]:
                raise Damaged(str(self.path), "; ".join(found))
            tables = {row[0] for row in await connection.rows("SELECT name FROM sqlite_schema")}
            if tables and "versions" not in tables:
                raise Damaged(str(self.path), "it belongs to another program")
            if tables:
                [row] = await connection.rows("SELECT MAX(number) FROM versions")
                if (row[0] or 0) > known:
                    raise NewerDatabase(str(self.path), row[0], known)
        finally:
            await unbroken(connection.close())

    async def close(self) -> None:
        """After the running transaction has ended; the last connection empties the log."""
        async with self._turn:
            for reader in self._all_readers:
                await reader.close()
            self._all_readers.clear()
            if self._writer is not None:
                await self._writer.close()
                self._writer = None
            self._file.close()

    def dialect(self, script: str) -> str:
        return script

    @property
    def _open_writer(self) -> SqliteConnection:
        if self._writer is None:
            raise Unreachable(f"The database {self.path} is closed.")
        return self._writer

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqliteConnection]:
        async with self._turn, transaction(self._open_writer, "BEGIN IMMEDIATE") as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteConnection]:
        _ = self._open_writer
        reader = await self._free_readers.get()
        try:
            async with transaction(reader, "BEGIN"):
                yield reader
        finally:
            self._free_readers.put_nowait(reader)

    async def wipe(self, forgotten: Collection[int] | None) -> None:
        """Empty the log into the file; rewrite the file where it still holds a trace.

        ``secure_delete`` overwrites what is deleted, but not the copies that SQLite leaves in the
        unused middle of a page when it has moved rows to another (one deletion in forty here).
        """
        await self._empty_log()
        if forgotten is None or (forgotten and await self._rewriting_pays(forgotten)):
            async with self._turn:
                await unbroken(self._rewrite())
            await self._empty_log()

    async def _rewriting_pays(self, forgotten: Collection[int]) -> bool:
        return self._file.size <= SMALL or await asyncio.to_thread(
            self._file.holds, traces(forgotten)
        )

    async def _rewrite(self) -> None:
        await self._open_writer.rows("PRAGMA temp_store = FILE")
        try:
            await self._open_writer.change("VACUUM")
        finally:
            await self._open_writer.rows("PRAGMA temp_store = MEMORY")

    async def _empty_log(self) -> None:
        """Repeat until no reader stands in the way and the log is really cut to nothing."""
        pause = 0.01
        while not await self._truncated():
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)

    async def _truncated(self) -> bool:
        async with self._turn:
            return await unbroken(self._truncate())

    async def _truncate(self) -> bool:
        await self._open_writer.rows("PRAGMA busy_timeout = 50")
        try:
            [row] = await self._open_writer.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        except Locked:
            return False
        finally:
            await self._open_writer.rows(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return bool(row[0] == 0)

    async def problems(self) -> list[str]:
        async with self.reading() as connection:
            found = [str(row[0]) for row in await connection.rows("PRAGMA integrity_check(5)")]
        wrong = [f"{self.path}: {line}" for line in found if line != "ok"]
        return wrong + [
            f"{path} can be read by others: chmod 600 {path}"
            for path in (self.path, beside(self.path, "-wal"))
            if path.exists() and path.stat().st_mode & 0o077
        ]
