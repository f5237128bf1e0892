"""What belongs to all loops of a bot together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs.brakes import Brake
from bot.jobs.heart import Heart
from bot.jobs.loop import Loop
from tests.jobs.builders import QuickClock


async def nothing() -> bool:
    return False


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


async def test_every_loop_is_roused_also_one_that_somebody_else_runs(clock: QuickClock) -> None:
    heart = Heart(clock)
    heart.keep("sender", nothing, 60)
    poller = heart.loop("poller", nothing, 0)
    heart.rouse()
    roused: list[Loop] = [poller, heart.loops["sender"]]
    assert all(loop._roused.is_set() for loop in roused)


async def test_a_brake_or_a_loop_that_has_ended_is_no_health(clock: QuickClock) -> None:
    heart = Heart(clock)
    heart.keep("sender", nothing, 60)
    assert await heart.health.broken() == []
    heart.brakes.put_on(Brake.CONFLICT)
    heart.loops["sender"].alive = False
    assert await heart.health.broken() == ["no brake: conflict", "sender"]


@pytest.mark.parametrize("travels", [True, False])
async def test_only_by_a_clock_that_jumps_on_purpose_steps_are_taken_after_a_jump(
    clock: QuickClock, travels: bool
) -> None:
    steps = 0

    async def step() -> bool:
        nonlocal steps
        steps += 1
        return False

    heart = Heart(clock, travels=travels)
    heart.keep("scheduler", step, 0, by_the_clock=True)
    heart.keep("inbox", step, 0)
    clock.moment += timedelta(days=3653)
    for loop in heart.loops.values():
        await loop._turn()
    assert steps == 1 + travels, "who only answers goes on"
    assert (Brake.CLOCK in heart.brakes.on) is not travels
