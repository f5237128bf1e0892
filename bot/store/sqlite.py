"""SQLite: one writer, a few readers beside it, and nothing left behind of what was deleted."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from . import sqlite_connection
from .engine import Condition, Connection
from .errors import Locked, Unreachable, Unusable
from .file import DatabaseFile, is_held
from .inspection import inspect, look, watching
from .queries import NamedAdapter
from .sqlite_connection import SqliteConnection
from .traces import traces
from .unbroken import transaction, unbroken

OLDEST = (3, 37, 0)
"""The first version with STRICT tables; RETURNING came with 3.35."""
READERS = 2
SMALL = 32 * 1024 * 1024
"""Up to this size the whole file is rewritten after a /forget: it takes less than half a second."""
CACHE = 8192
"""KiB of pages that the writer keeps in memory: a slice of a broadcast fits in."""
LONGEST_LOG = 8 * 1024 * 1024
"""Bytes to which the log is cut when it has grown."""


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
        self._connections: list[SqliteConnection] = []
        self._free_readers: asyncio.Queue[SqliteConnection] = asyncio.Queue()

    async def open(self, known: int, *, after_restore: bool = False) -> None:
        _check_age()
        try:
            self._file.open()
            if self._file.size:
                self._file.check_header()
                await inspect(self.path, known, 0 if after_restore else self._file.epoch)
            await self._connect_all()
            self._file.remember()
        except BaseException:
            await unbroken(self.close())
            raise

    async def look(self, known: int) -> Condition:
        _check_age()
        try:
            self._file.open_to_look()
            if not self._file.size:
                return Condition(version=0, known=known)
            self._file.check_header()
            return await look(self.path, known, self._file.epoch)
        finally:
            self._file.close()

    def watching(self, known: int) -> AbstractAsyncContextManager[Connection]:
        _check_age()
        return watching(self.path, known)

    async def held(self, _db: Connection) -> bool:
        return await asyncio.to_thread(is_held, self.path)

    @property
    def epoch(self) -> int:
        return self._file.epoch

    def note_epoch(self, epoch: int) -> None:
        self._file.note_epoch(epoch)

    async def _connect_all(self) -> None:
        self._writer = await self._connect()
        await self._writer.rows("PRAGMA journal_mode = WAL")
        await self._writer.rows(f"PRAGMA cache_size = -{CACHE}")
        await self._writer.rows(f"PRAGMA journal_size_limit = {LONGEST_LOG}")
        for _ in range(READERS):
            reader = await self._connect()
            await reader.only_read()
            self._free_readers.put_nowait(reader)

    async def _connect(self) -> SqliteConnection:
        connection = await SqliteConnection.open(self.path)
        self._connections.append(connection)
        await connection.prepare()
        return connection

    async def close(self) -> None:
        """After the running transaction has ended; the last connection empties the log."""
        async with self._turn:
            self._writer = None
            while self._connections:
                await self._connections.pop().close()
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

    async def tidy(self) -> None:
        await self._truncated()

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
            await self._open_writer.rows(
                f"PRAGMA busy_timeout = {int(sqlite_connection.BUSY_SECONDS * 1000)}"
            )
        return bool(row[0] == 0)


def _check_age() -> None:
    if sqlite3.sqlite_version_info < OLDEST:
        raise Unusable(
            f"This Python brings SQLite {sqlite3.sqlite_version}; the bot needs 3.37 or newer."
        )
