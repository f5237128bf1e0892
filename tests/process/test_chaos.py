"""Fifty kills, at any moment and at every named point, amid all that can go wrong at Telegram."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import SystemRandom

import pytest

from bot.core.delivery import Act, State
from tests.emulator import Emulator
from tests.process.chaos import Chaos
from tests.process.lone import Point
from tests.store.builders import chance

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]

PEOPLE, GROUPS = 1490, 15
ENDINGS = [*(None, *Point) * 9, *["stop"] * 6]
"""54 kills, and stops in order."""
RATE = 90.0
"""With which sixteen messages may be under way."""


def test_fifty_kills_lose_nothing_and_repeat_no_more_than_was_under_way(
    tmp_path: Path, emulator: Emulator
) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or SystemRandom().randrange(2**32))
    print(f"CHAOS_SEED={seed}")  # noqa: T201  # shown when the test fails
    began = time.monotonic()
    chaos = Chaos(tmp_path, emulator, chance(seed), RATE)
    chaos.prepare(PEOPLE, GROUPS)
    emulator.act(lambda api: setattr(api.faults, "otherwise", chaos.mixture))
    for number, ending in enumerate(chaos.random.sample(ENDINGS, len(ENDINGS))):
        between(chaos, number)
        if ending == "stop":
            chaos.is_stopped(chaos.random.uniform(0.05, 0.3))
        else:
            waiting = chaos.count(f"state = {State.PENDING:d}")
            point = Point(ending) if ending else None
            chaos.is_killed(point, passes=2 * waiting // (len(ENDINGS) - number))
    chaos.comes_to_an_end()
    verdict, figures = chaos.verdict(), chaos.figures
    seconds = time.monotonic() - began
    print(f"{verdict}\n{figures}\n{chaos.mixture.struck}\n{seconds:.0f} s")  # noqa: T201
    assert not verdict.wrong
    assert verdict.rows >= 6000
    assert figures.kills >= 50
    assert len(figures.points) == 1 + len(Point)
    assert verdict.repeats <= figures.in_flight + chaos.mixture.doubtful
    assert "Traceback" not in chaos.written.read_text(encoding="utf-8")


def between(chaos: Chaos, number: int) -> None:
    """What happens beside the kills."""
    if number == len(ENDINGS) // 3:
        chaos.follow(2, Act.EDIT)
    if number == len(ENDINGS) * 4 // 5:
        chaos.follow(3, Act.DELETE)
    if number % 10 == 3:
        chaos.storm()
    if number % 3 == 0:
        chaos.migration()
    if number % 8 == 7:
        chaos.waives()
