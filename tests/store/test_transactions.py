from __future__ import annotations

import asyncio

import pytest

from bot.store import ReadOnly, Store, Tx
from tests.store.builders import SLUG, subscribe


class Mishap(Exception):
    """Something that goes wrong in the middle of a transaction."""


async def value(store: Store, name: str = "a") -> str | None:
    async with store.reading() as tx:
        return await tx.marks.get(name)


async def test_what_ends_well_is_kept(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.marks.put("a", "1")
    assert await value(store) == "1"


async def test_what_fails_leaves_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction() as tx:
            await tx.marks.put("a", "1")
            raise Mishap

    with pytest.raises(Mishap):
        await fail()
    assert await value(store) is None
    async with store.transaction() as tx:
        await tx.marks.put("a", "2")
    assert await value(store) == "2"


async def test_reading_sees_one_state_however_much_is_written_meanwhile(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.marks.put("a", "before")
    async with store.reading() as reader:
        assert await reader.marks.get("a") == "before"
        async with store.transaction() as tx:
            await tx.marks.put("a", "after")
        assert await reader.marks.get("a") == "before"
    assert await value(store) == "after"


async def test_what_is_not_committed_is_not_seen(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.marks.put("a", "1")
        assert await value(store) is None


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(ReadOnly):
        async with store.reading() as tx:
            await tx.marks.put("a", "1")
    async with store.transaction() as tx:
        await tx.marks.put("a", "2")
    assert await value(store) == "2"


async def test_many_readers_take_turns(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.marks.put("a", "1")
    assert await asyncio.gather(*(value(store) for _ in range(30))) == ["1"] * 30


async def test_writers_take_turns(store: Store) -> None:
    async def count_up() -> None:
        async with store.transaction() as tx:
            before = int(await tx.marks.get("a") or 0)
            await asyncio.sleep(0)
            await tx.marks.put("a", str(before + 1))

    await asyncio.gather(*(count_up() for _ in range(20)))
    assert await value(store) == "20"


async def test_whenever_it_is_cancelled_a_transaction_is_whole_or_nothing(store: Store) -> None:
    async def write() -> None:
        async with store.transaction() as tx:
            await subscribe(tx, 1, 2, 3)
            await tx.marks.put("a", "1")

    seen = set()
    for turns in (*range(0, 60, 2), 100_000):  # the last ends before it is cancelled
        task = asyncio.create_task(write())
        for _ in range(turns):
            if task.done():
                break
            await asyncio.sleep(0.0002)
        task.cancel()
        await asyncio.wait({task})
        async with store.transaction() as tx:
            written = await tx.subscriptions.of(1), await tx.subscriptions.of(3)
            marked = await tx.marks.get("a") == "1"
            assert written == (((SLUG,), (SLUG,)) if marked else ((), ()))
            assert marked or task.cancelled()
            await tx.marks.put("a", "0")
            for chat in (1, 2, 3):
                await tx.chats.forget(chat)
        seen.add(marked)
    assert seen == {False, True}


async def test_a_cancelled_reader_gives_its_place_back(store: Store) -> None:
    async def read_for_ever(tx_open: asyncio.Event) -> None:
        async with store.reading() as tx:
            await tx.marks.get("a")
            tx_open.set()
            await asyncio.Event().wait()

    for _ in range(10):
        tx_open = asyncio.Event()
        task = asyncio.create_task(read_for_ever(tx_open))
        await tx_open.wait()
        task.cancel()
        await asyncio.wait({task})
    assert await value(store) is None


async def test_someone_cancelled_while_waiting_for_a_turn_holds_up_nobody(store: Store) -> None:
    async def write(tx_open: asyncio.Event) -> Tx:
        async with store.transaction() as tx:
            tx_open.set()
            return tx

    async with store.transaction():
        task = asyncio.create_task(write(asyncio.Event()))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
    await write(asyncio.Event())


async def test_a_second_cancellation_does_not_cut_the_rollback(store: Store) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with store.transaction() as tx:
            await tx.marks.put("a", "1")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert await value(store) is None
