"""A loop works while there is work, waits for a knock, and outlives a step that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.jobs import loop as loops
from bot.jobs.loop import Loop, rest
from bot.store import Full, Locked, StoreError
from tests.store.builders import StillClock


@pytest.fixture(autouse=True)
def _no_long_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "PAUSE_AFTER_TROUBLE", 0.01)
    monkeypatch.setattr(loops, "PAUSE_AFTER_BUG", 0.01)
    monkeypatch.setattr(loops, "LONGEST_PAUSE", 0.02)


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


@pytest.mark.parametrize(
    "trouble",
    [ZeroDivisionError("a bug"), Locked("the disk is busy"), asyncio.CancelledError("not meant")],
)
async def test_a_step_that_fails_is_tried_again_after_a_rest(trouble: BaseException) -> None:
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


def failing(error: Exception, times: int) -> Callable[[], Awaitable[bool]]:
    """A step that fails so often, and is well then."""
    left = times

    async def step() -> bool:
        nonlocal left
        left -= 1
        if left >= 0:
            raise error
        return False

    return step


async def test_only_what_nobody_expected_counts_as_a_failure() -> None:
    failed: list[str] = []
    for error in (BUG, BUSY, BUG):
        loop = Loop("test", failing(error, 1), every=0, failed=failed.append)
        await loop._turn()
    assert failed == ["test", "test"]


async def test_a_loop_whose_task_is_cancelled_ends_and_is_not_alive() -> None:
    async def step() -> bool:
        await asyncio.sleep(60)
        return True

    loop = Loop("test", step, every=0)
    running = asyncio.create_task(loop.run())
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait([running], timeout=5)
    assert running.cancelled()
    assert not loop.alive


def test_each_rest_is_twice_as_long_as_the_one_before_up_to_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    rests = [rest(1.0, failures, lambda: 1.0) for failures in range(1, 9)]
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert rest(1.0, 9999, lambda: 0.0) == 30
    assert len({rest(1.0, 3) for _ in range(20)}) > 10, "not all come back at once"


@pytest.mark.parametrize("trouble", [Locked("a backup"), Full("no room")])
async def test_a_database_in_trouble_is_told_once_a_minute_and_without_a_traceback(
    trouble: StoreError, caplog: pytest.LogCaptureFixture
) -> None:
    clock = StillClock()
    loop = Loop("test", failing(trouble, 9), every=0, clock=clock)
    for turn in range(10):
        if turn == 6:
            await clock.sleep(61)
        await loop._turn()
    told = [line.getMessage() for line in caplog.records]
    assert len(told) == 2
    assert "'left_out': 0" in told[0]
    assert "'left_out': 5" in told[1]
    assert not any(line.exc_info for line in caplog.records)


async def test_a_loop_that_rests_after_trouble_tries_again_when_it_is_roused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loops, "PAUSE_AFTER_TROUBLE", 60.0)
    monkeypatch.setattr(loops, "LONGEST_PAUSE", 60.0)
    done = asyncio.Event()
    fails = failing(BUSY, 1)

    async def step() -> bool:
        await fails()
        done.set()
        return False

    loop = Loop("test", step, every=60)
    running = asyncio.create_task(loop.run())
    await asyncio.sleep(0.02)
    loop.wake.set()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(done.wait(), 0.05)  # a knock alone is no reason
    loop.rouse()
    await asyncio.wait_for(done.wait(), 5)
    loop.stop()
    await running
