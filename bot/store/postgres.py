"""PostgreSQL, through asyncpg where it is installed: the same transactions, on a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .engine import Condition, Connection, Parameters, Row
from .errors import (
    AlreadyRunning,
    Damaged,
    Full,
    Locked,
    NewerDatabase,
    ReadOnly,
    StoreError,
    Unreachable,
    Unusable,
)
from .inspection import check_version
from .queries import NumberedAdapter
from .unbroken import transaction, unbroken

try:
    import asyncpg
except ModuleNotFoundError:
    INSTALLED = False
else:
    INSTALLED = True

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    AnyConnection = asyncpg.Connection[Any] | PoolConnectionProxy[Any]

LOCK = int.from_bytes(b"comrades")
"""Number of the advisory lock that one running bot holds within its database."""
CONNECTIONS = 4
"""One writes, the others read."""
HOLDERS = """
SELECT COUNT(*) FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1
    AND classid = $1::bigint::oid AND objid = $2::bigint::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""Who holds an advisory lock of 64 bits: the server keeps it as two halves."""
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
SERVER_SETTINGS = {"application_name": "solidarity-alerts", "lock_timeout": "5s"}
FAMILY: dict[str, type[StoreError]] = {
    "08": Unreachable,  # connection lost
    "28": Unreachable,  # wrong password or user
    "3D": Unreachable,  # no such database
    "57P": Unreachable,  # shutting down, starting up
    "53300": Unreachable,  # too many connections
    "53100": Full,
    "40": Locked,  # serialisation, deadlock
    "55P03": Locked,
    "25006": ReadOnly,
}
"""By the beginning of SQLSTATE. Source: PostgreSQL's appendix "Error Codes"."""
DAMAGE = "XX00"
UNWILLING = "The database server cannot be reached"


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn the driver's expected errors into ours; its others are mistakes of the program."""
    try:
        yield
    except asyncpg.PostgresError as error:
        state = error.sqlstate or ""
        if state.startswith(DAMAGE) and state != "XX000":
            raise Damaged(place, str(error)) from error
        family = next((FAMILY[start] for start in FAMILY if state.startswith(start)), None)
        if family is not None:
            raise family(f"{place}: {error}.") from error
        raise
    except asyncpg.InterfaceError as error:
        if type(error) is not asyncpg.InterfaceError:  # wrong arguments are subclasses of it
            raise
        raise Unreachable(f"{UNWILLING} ({place}): {error}.") from error
    except asyncpg.InternalClientError as error:  # met while the connection is being lost
        raise Unreachable(f"{UNWILLING} ({place}): {error}.") from error
    except OSError as error:
        raise Unreachable(
            f"{UNWILLING} ({place}): {str(error) or type(error).__name__}."
        ) from error


class PostgresConnection:
    """One connection of the pool, within a transaction."""

    def __init__(self, db: AnyConnection, place: str) -> None:
        self._db = db
        self._place = place

    async def rows(self, sql: str, parameters: Parameters = ()) -> Sequence[Row]:
        with told(self._place):
            return await self._db.fetch(sql, *parameters)

    async def change(self, sql: str, parameters: Parameters = ()) -> int:
        with told(self._place):
            status = await self._db.execute(sql, *parameters)
        touched = status.rpartition(" ")[2]
        return int(touched) if touched.isdigit() else 0

    async def change_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        with told(self._place):
            await self._db.executemany(sql, [tuple(each) for each in parameters])

    async def commit(self) -> None:
        with told(self._place):
            status = await self._db.execute("COMMIT")
        if status != "COMMIT":  # the server's answer when a statement before it had failed
            raise StoreError("The transaction was rolled back: one of its statements had failed.")

    async def roll_back(self) -> None:
        """Undo what is open; where the connection was lost, the server has done it."""
        with suppress(Unreachable), told(self._place):
            if self._db.is_in_transaction():
                await self._db.execute("ROLLBACK")


class PostgresEngine:
    """A database on a server, held by one process through an advisory lock."""

    name = "postgres"
    adapter = NumberedAdapter

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.place = f"{parts.hostname or 'localhost'}{parts.path}"
        self._url = url
        self._pool: asyncpg.Pool[Any] | None = None
        self._holder: asyncpg.Connection[Any] | None = None
        self._turn = asyncio.Lock()

    async def open(self, known: int, *, after_restore: bool = False) -> None:
        _check_driver()
        try:
            await self._hold()
            with told(self.place):
                self._pool = await asyncpg.create_pool(
                    self._url, min_size=1, max_size=CONNECTIONS, server_settings=SERVER_SETTINGS
                )
        except BaseException:
            await unbroken(self.close())
            raise

    @property
    def epoch(self) -> int:
        """A server has no place of ours apart from its databases."""
        return 0

    def note_epoch(self, epoch: int) -> None:
        """Nowhere."""

    async def look(self, known: int) -> Condition:
        await self.open(known)
        try:
            async with self.reading() as connection:
                version = await _version(connection)
        finally:
            await unbroken(self.close())
        if version > known:
            raise NewerDatabase(self.place, version, known)
        return Condition(version=version, known=known)

    @asynccontextmanager
    async def watching(self, known: int) -> AsyncIterator[Connection]:
        _check_driver()
        with told(self.place):
            db = await asyncpg.connect(self._url, server_settings=SERVER_SETTINGS)
        try:
            connection = PostgresConnection(db, self.place)
            async with transaction(connection, READING):
                check_version(self.place, await _version(connection), known)
                yield connection
        finally:
            await unbroken(db.close())

    async def held(self, db: Connection) -> bool:
        [row] = await db.rows(HOLDERS, (LOCK >> 32, LOCK & 0xFFFFFFFF))
        return bool(row[0])

    async def _hold(self) -> None:
        """Hold the lock; take it anew where the connection that held it was lost."""
        if self._holder is not None and not self._holder.is_closed():
            return
        with told(self.place):
            self._holder = await asyncpg.connect(self._url, server_settings=SERVER_SETTINGS)
            if not await self._holder.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
                await self._holder.close()
                raise AlreadyRunning(self.place)

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
        if self._holder is not None:
            await self._holder.close()
            self._holder = None

    def dialect(self, script: str) -> str:
        return (
            script.replace("STRICT, WITHOUT ROWID", "")
            .replace(") STRICT;", ");")
            .replace(" INTEGER", " BIGINT")
        )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[PostgresConnection]:
        async with self._turn:
            if self._pool is not None:
                await self._hold()
            async with self._transaction("BEGIN") as connection:
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresConnection]:
        async with self._transaction(READING) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[PostgresConnection]:
        if self._pool is None:
            raise Unreachable(f"The database {self.place} is closed.")
        with told(self.place):
            db = await self._pool.acquire()
        try:
            async with transaction(PostgresConnection(db, self.place), begin) as connection:
                yield connection
        finally:
            with told(self.place):
                await unbroken(self._pool.release(db))

    async def tidy(self) -> None:
        """Nothing, as below."""

    async def wipe(self, forgotten: Collection[int] | None) -> None:
        """Nothing: when its pages are cleaned is the server's own affair (autovacuum)."""


def _check_driver() -> None:
    if not INSTALLED:
        raise Unusable("PostgreSQL needs a driver: pip install 'solidarity-alerts[postgres]'")


async def _version(connection: PostgresConnection) -> int:
    [there] = await connection.rows("SELECT to_regclass('versions') IS NOT NULL")
    if not there[0]:
        return 0
    [row] = await connection.rows("SELECT COALESCE(MAX(number), 0) FROM versions")
    return int(row[0])
