"""What only a server can do: disappear, be claimed from twice, refuse."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from bot.store import (
    AlreadyRunning,
    Damaged,
    Full,
    Locked,
    Store,
    StoreError,
    Unreachable,
    open_store,
)
from bot.store.outbox import Outbox
from bot.store.postgres import LOCK, PostgresEngine, told
from bot.store.queries import load
from tests.store.builders import NOW, StillClock, chats_of, queue

pytestmark = pytest.mark.postgres
CLOCK = StillClock()


@pytest.fixture
async def outside(postgres_database: str) -> Any:
    """Somebody else's connection to the same database."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(postgres_database)
    yield connection
    await connection.close()


async def test_two_transactions_that_meet_do_not_claim_the_same(postgres_database: str) -> None:
    async with open_store(postgres_database, CLOCK) as store:
        async with store.transaction() as tx:
            await queue(tx, *range(1, 11))
        engine = store._engine
        assert isinstance(engine, PostgresEngine)
        queries = load(engine.adapter)

        async def claim(hold: asyncio.Event, asked: asyncio.Event) -> list[int]:
            async with engine._transaction("BEGIN") as db:
                asked.set()
                claims = await Outbox(db, queries, NOW, set()).claim(5, NOW, store.epoch)
                await hold.wait()
            return chats_of(claims)

        hold, first_asked, second_asked = asyncio.Event(), asyncio.Event(), asyncio.Event()
        first = asyncio.create_task(claim(hold, first_asked))
        await first_asked.wait()
        second = asyncio.create_task(claim(hold, second_asked))
        await second_asked.wait()
        await asyncio.sleep(0.1)  # let the second one run into the first one's rows
        hold.set()
        claimed = [*await first, *await second]
    assert len(claimed) == len(set(claimed)) >= 5


async def lock_lost(store: Store, outside: Any) -> None:
    """The server ends the connection that holds our lock; until the news has come here."""
    engine = store._engine
    assert isinstance(engine, PostgresEngine)
    holder = engine._holder
    assert holder is not None
    await outside.execute("SELECT pg_terminate_backend($1)", holder.get_server_pid())
    async with asyncio.timeout(30):
        while not holder.is_closed():  # noqa: ASYNC110  # it knows of no event
            await asyncio.sleep(0.01)


async def test_a_lost_lock_is_taken_again(postgres_database: str, outside: Any) -> None:
    async with open_store(postgres_database, CLOCK) as store:
        await lock_lost(store, outside)
        async with store.transaction() as tx:
            await tx.marks.put("a", "1")
        assert await outside.fetchval("SELECT pg_try_advisory_lock($1)", LOCK) is False


async def test_a_lock_taken_by_another_meanwhile_stops_the_writing(
    postgres_database: str, outside: Any
) -> None:
    async with open_store(postgres_database, CLOCK) as store:
        await lock_lost(store, outside)
        assert await outside.fetchval("SELECT pg_advisory_lock($1) IS NOT NULL", LOCK)
        for _ in range(2):
            with pytest.raises(AlreadyRunning):
                async with store.transaction():
                    pytest.fail("another copy writes now")


async def test_a_server_that_throws_us_out_is_unreachable_and_then_back(
    postgres_database: str, outside: Any
) -> None:
    async with open_store(postgres_database, CLOCK) as store:

        async def write() -> None:
            async with store.transaction() as tx:
                await tx.marks.put("a", "1")
                await outside.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                await tx.marks.put("a", "2")

        with pytest.raises(Unreachable):
            await write()
        async with store.transaction() as tx:
            assert await tx.marks.get("a") is None


async def test_a_mistake_that_was_swallowed_does_not_pass_for_a_commit(
    postgres_database: str,
) -> None:
    async with open_store(postgres_database, CLOCK) as store:

        async def swallow() -> None:
            async with store.transaction() as tx:
                with suppress(asyncpg.ForeignKeyViolationError):
                    await tx.subscriptions.add(1, "nobody-there")

        with pytest.raises(StoreError, match="rolled back"):
            await swallow()


@pytest.mark.parametrize(
    "url",
    (
        pytest.param("postgresql://localhost:1/bot", id="nothing listens"),
        pytest.param("postgresql://nobody:secret@localhost:1/bot", id="with a password"),
    ),
)
async def test_a_server_that_is_not_there_is_unreachable(url: str) -> None:
    with pytest.raises(Unreachable) as refused:
        async with open_store(url, CLOCK):
            pytest.fail("there is no server")
    assert "localhost/bot" in str(refused.value)
    assert "secret" not in str(refused.value)


async def test_a_database_that_is_not_there_is_unreachable(postgres_database: str) -> None:
    with pytest.raises(Unreachable, match="does not exist"):
        async with open_store(postgres_database.replace("solidarity_store", "no_such"), CLOCK):
            pytest.fail("there is no such database")


@pytest.mark.parametrize(
    ("error", "family"),
    (
        (asyncpg.DiskFullError("x"), Full),
        (asyncpg.DeadlockDetectedError("x"), Locked),
        (asyncpg.LockNotAvailableError("x"), Locked),
        (asyncpg.DataCorruptedError("x"), Damaged),
        (asyncpg.AdminShutdownError("x"), Unreachable),
        (asyncpg.InterfaceError("connection is closed"), Unreachable),
        (asyncpg.InternalClientError("cannot switch to state 12"), Unreachable),
        (TimeoutError(), Unreachable),
        (asyncpg.UniqueViolationError("x"), asyncpg.UniqueViolationError),
        (asyncpg.InternalServerError("x"), asyncpg.InternalServerError),
        (asyncpg.DataError("wrong type"), asyncpg.DataError),
    ),
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else each.__name__,
)
def test_the_servers_errors_are_sorted(error: Exception, family: type[Exception]) -> None:
    with pytest.raises(family), told("server"):
        raise error
