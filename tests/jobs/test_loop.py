"""A loop works while there is work, waits for a knock, and outlives a step that fails."""

from __future__ import annotations

import asyncio

import pytest

from bot.jobs import loop as loops
from bot.jobs.loop import Loop
from bot.store import Locked


@pytest.fixture(autouse=True)
def _no_long_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "PAUSE_AFTER_TROUBLE", 0.01)


async def ended(loop: Loop) -> None:
    async with asyncio.timeout(5):
        await loop.run()


async def test_it_repeats_a_step_as_long_as_there_is_work_then_waits_for_a_knock() -> None:
    left = 3
    rested = asyncio.Event()

    async def step() -> bool:
        nonlocal left
        left -= 1
        if left == 0:
            rested.set()
        if left < 0:
            loop.stop()
        return left > 0

    loop = Loop("test", step, every=60)
    running = asyncio.create_task(ended(loop))
    await asyncio.wait_for(rested.wait(), 5)
    await asyncio.sleep(0)
    assert not running.done()
    loop.wake.set()
    await running
    assert left == -1
    assert not loop.alive


@pytest.mark.parametrize("trouble", [ZeroDivisionError("a bug"), Locked("the disk is busy")])
async def test_a_step_that_fails_is_tried_again_after_a_rest(trouble: Exception) -> None:
    calls = 0

    async def step() -> bool:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise trouble
        loop.stop()
        return False

    loop = Loop("test", step, every=0)
    await ended(loop)
    assert calls == 2


BUG, BUSY = ZeroDivisionError("a bug"), Locked("the disk is busy")


@pytest.mark.parametrize(
    ("steps", "well"),
    [
        ([None, BUG], False),
        ([None, BUG, None], True),
        ([None, BUSY], True),
        ([None, BUSY, BUSY], False),
        ([None, BUSY, None, BUSY], True),
        ([None, BUG, BUSY], False),
        ([None, BUSY, BUG, None, BUSY], True),
    ],
)
async def test_it_is_ill_from_a_step_that_fails_until_one_succeeds(
    steps: list[Exception | None], well: bool
) -> None:
    left = iter(steps)
    found: list[bool] = []

    async def step() -> bool:
        trouble = next(left, StopAsyncIteration)
        if trouble is StopAsyncIteration:
            found.append(loop.well)
            loop.stop()
        elif isinstance(trouble, Exception):
            raise trouble
        return trouble is None  # there is always more to do

    loop = Loop("test", step, every=0)
    assert loop.well
    await ended(loop)
    assert found == [well]


async def test_told_to_stop_it_finishes_the_step_and_begins_no_other() -> None:
    begun = 0

    async def step() -> bool:
        nonlocal begun
        begun += 1
        loop.stop()
        await asyncio.sleep(0.01)
        return True

    loop = Loop("test", step, every=0)
    await ended(loop)
    assert begun == 1
