"""What claiming and settling cost, in steps of SQLite's virtual machine, not in seconds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.delivery import ALERT, CORRECTION, State
from bot.store import Line, Store, Tx
from bot.store.sqlite_connection import SqliteConnection
from tests.store.builders import NOW, end_all, queue, queue_for_all, settled

FEW, MANY = 200, 2000


class Meter:
    """Counts steps of the virtual machine within ``running``."""

    def __init__(self, store: Store) -> None:
        writer = store._engine._writer  # type: ignore[attr-defined]  # SQLite's own
        assert isinstance(writer, SqliteConnection)
        self._db = writer._db
        self.steps = 0

    def _count(self) -> int:
        self.steps += 1
        return 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.steps = 0
        await self._db.set_progress_handler(self._count, 1)
        yield
        await self._db.set_progress_handler(lambda: 0, 1_000_000)


async def send(tx: Tx, epoch: int, number: int, line: Line) -> None:
    claims = await tx.outbox.claim(number, NOW, epoch, line)
    assert len(claims) == number
    await tx.outbox.settle([settled(claim, epoch, State.SENT) for claim in claims])


async def test_a_claim_costs_the_same_however_much_was_sent_before(sqlite_store: Store) -> None:
    """Once it was looked which rows there are: this costs little for each, and is remembered."""
    meter, line = Meter(sqlite_store), Line()
    costs = []
    async with sqlite_store.transaction() as tx:
        await queue(tx, *range(1, MANY + 200))
        for already in (1, FEW, MANY - FEW):
            await send(tx, sqlite_store.epoch, already, line)
            async with meter.running():
                await end_all(tx, NOW)
                await send(tx, sqlite_store.epoch, 10, line)
            costs.append(meter.steps)
    assert max(costs) < 1.2 * min(costs)


async def test_a_claim_costs_the_same_however_much_is_waiting(sqlite_store: Store) -> None:
    meter = Meter(sqlite_store)
    costs = []
    async with sqlite_store.transaction() as tx:
        for number, policy in ((FEW, ALERT), (MANY, CORRECTION)):
            line = Line()
            await queue(tx, *range(1, number), key=policy.name, policy=policy)
            await send(tx, sqlite_store.epoch, 1, line)
            async with meter.running():
                await send(tx, sqlite_store.epoch, 10, line)
            costs.append(meter.steps)
    assert costs[1] < 1.2 * costs[0]


async def test_to_look_which_rows_there_are_goes_through_each_once_in_a_turn(
    sqlite_store: Store,
) -> None:
    meter = Meter(sqlite_store)
    costs = []
    async with sqlite_store.transaction() as tx:
        for number, policy in ((FEW, ALERT), (MANY, CORRECTION)):
            await queue(tx, *range(1, number + 1), key=policy.name, policy=policy)
            async with meter.running():
                await send(tx, sqlite_store.epoch, 1, Line())
            costs.append(meter.steps)
    assert costs[1] < 1.2 * MANY / FEW * costs[0]


async def test_queueing_is_one_statement_per_alert(sqlite_store: Store) -> None:
    statements: list[str] = []
    async with sqlite_store.transaction() as tx:
        alert_id = await queue(tx, *range(1, 50))
        db = Meter(sqlite_store)._db
        await db.set_trace_callback(statements.append)
        await queue_for_all(tx, alert_id)
        await db.set_trace_callback(None)  # type: ignore[arg-type]  # None ends the tracing
    assert len([each for each in statements if "INSERT INTO outbox" in each]) == 1
