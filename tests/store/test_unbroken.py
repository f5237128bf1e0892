from __future__ import annotations

import asyncio

import pytest

from bot.store.unbroken import unbroken


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def fail() -> int:
    await asyncio.sleep(0)
    raise KeyError("x")


async def test_work_gives_its_result() -> None:
    assert await unbroken(answer()) == 42


async def test_work_gives_its_error() -> None:
    with pytest.raises(KeyError):
        await unbroken(fail())


async def test_a_cancellation_waits_for_the_end_of_the_work() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    task = asyncio.create_task(unbroken(work()))
    await begun.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    await asyncio.wait({task})
    assert ended.is_set()
    assert task.cancelled()


async def test_an_error_under_a_cancellation_is_named_as_its_cause() -> None:
    task = asyncio.create_task(unbroken(fail()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert isinstance(cancelled.value.__cause__, KeyError)
