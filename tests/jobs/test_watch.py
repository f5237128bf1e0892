"""The bot notices by itself that it stands still, that its parts fail, and what is not well."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.clock import SystemClock
from bot.jobs.watch import Fuse, Health, Pulse
from bot.store import Locked
from tests.store.builders import StillClock


class Stumbles(StillClock):
    """The first sleep is ten seconds too long; every other one ends in the middle."""

    slept = 0

    async def sleep(self, seconds: float) -> None:
        self.slept += 1
        if self.slept > 1:
            raise asyncio.CancelledError
        self.moment += timedelta(seconds=seconds + 10)


@asynccontextmanager
async def beating(pulse: Pulse) -> AsyncIterator[None]:
    task = asyncio.create_task(pulse.run())
    await asyncio.sleep(0.02)
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_event_loop_that_stands_still_is_noticed_at_once_and_after_it_beats_again() -> (
    None
):
    pulse = Pulse(SystemClock(), every=0.01, latest=1)
    async with beating(pulse):
        before = pulse.well
        time.sleep(1.2)  # noqa: ASYNC251  # this is what must be noticed
        at_once = pulse.well
        await asyncio.sleep(0.05)
        assert (before, at_once, pulse.well) == (True, False, False)


async def test_a_beat_that_was_late_is_forgiven_after_a_minute() -> None:
    clock = Stumbles()
    pulse = Pulse(clock)
    found = []
    for seconds in (0, 59, 2):
        clock.moment += timedelta(seconds=seconds)
        with pytest.raises(asyncio.CancelledError):
            await pulse.run()
        found.append(pulse.well)
    assert found == [False, False, True]


async def test_how_long_it_stood_still_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with beating(Pulse(SystemClock(), every=0.01, latest=0.1)):
        time.sleep(0.2)  # noqa: ASYNC251  # this is what must be noticed
        await asyncio.sleep(0.05)
    assert "the event loop stood still" in caplog.text


@pytest.mark.parametrize(
    ("moments", "blown"),
    [
        ([0, 1, 2, 3], False),
        ([0, 1, 2, 3, 299], True),
        ([0, 100, 200, 250, 301], False),
        ([0, 100, 200, 250, 301, 302], True),
    ],
)
async def test_five_failures_within_five_minutes_are_too_many(
    moments: list[int], blown: bool
) -> None:
    clock = StillClock()
    fuse = Fuse(clock, lambda: None)
    for earlier, moment in pairwise([0, *moments]):
        await clock.sleep(moment - earlier)
        fuse.burn("sender")
    assert fuse.blown is blown


def test_a_fuse_blows_once_and_for_all() -> None:
    times: list[bool] = []
    fuse = Fuse(StillClock(), lambda: times.append(True))
    for _ in range(20):
        fuse.burn("sender")
    assert times == [True]


async def test_what_does_not_hold_is_named_in_the_log_when_it_changes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    health, well = Health(), False

    async def locked() -> bool:
        raise Locked("somebody makes a backup")

    health.conditions["sender"] = lambda: well
    health.conditions["database"] = locked
    health.conditions["updates"] = lambda: True
    for _ in range(3):
        assert await health.broken() == ["sender", "database"]
    assert caplog.text.count("sender, database") == 1
    well = True
    del health.conditions["database"]
    assert await health.broken() == []
    assert caplog.text.count("well again") == 1
