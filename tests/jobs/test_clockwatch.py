"""The machine's clock jumps: nothing goes out too early, nothing is ended by it, nothing twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.content.loader import load_folder
from bot.core.library import Library
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.jobs.brakes import Brakes
from bot.jobs.cleaning import Cleaner
from bot.jobs.clockwatch import ClockWatch
from bot.jobs.pace import Pace
from bot.jobs.scheduler import Scheduler
from bot.jobs.sender import Sender
from bot.settings import shipped
from bot.store import Store
from bot.words import Words
from tests.jobs.builders import PEOPLE, QuickClock, queued, states, texts
from tests.store.builders import subscribe

YEARS = timedelta(days=3653)
JUMPS = [timedelta(hours=-1), timedelta(hours=1), YEARS, -YEARS]


class Bot:
    """All that goes by the clock, step by step."""

    def __init__(
        self, store: Store, clock: QuickClock, messenger: TelegramMessenger, words: Words
    ) -> None:
        library = Library(load_folder(Path(shipped("campaigns"))).entries)
        self.clock = clock
        self.brakes = Brakes()
        watch = ClockWatch(clock, self.brakes)
        pace = Pace(clock, Pacer(rate=1000))
        self.sender = Sender(store, messenger, pace, clock, brakes=self.brakes)
        self.steps = [
            watch.before(Scheduler(store, library, words, clock).step),
            watch.before(Cleaner(store, clock).step),
            watch.before(self.sender.step),
        ]

    async def lives(self, minutes: int) -> None:
        """So much time passes, five minutes by five; after each, all there is to do is done."""
        for _ in range(0, minutes, 5):
            self.clock.forward(minutes=5)
            for step in self.steps:
                async with asyncio.timeout(20):
                    while await step():
                        pass

    def jumps(self, by: timedelta) -> None:
        """The wall clock alone, as when somebody sets it."""
        self.clock.moment += by


@pytest.fixture
def bot(store: Store, clock: QuickClock, messenger: TelegramMessenger, words: Words) -> Bot:
    return Bot(store, clock, messenger, words)


def told(api: BotApi, person: int) -> int:
    """How often somebody was told of the hearing."""
    return sum("09:00 in Karaganda" in text.replace("\u00a0", " ") for text in texts(api, person))


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("minutes", [-55, 30], ids=["before", "after"])
async def test_of_what_falls_due_around_a_jump_everybody_is_told_once_and_not_before(
    bot: Bot, store: Store, api: BotApi, jump: timedelta, minutes: int
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, *PEOPLE[:5])
    bot.clock.forward(hours=5)
    await bot.lives(60 + minutes)
    assert told(api, PEOPLE[0]) == (minutes > 0)
    bot.jumps(jump)
    await bot.lives(15)
    assert told(api, PEOPLE[0]) == (minutes > 0 or jump == timedelta(hours=1)), "when it is due"
    bot.jumps(-jump)
    await bot.lives(180)
    assert not bot.brakes.on
    assert [told(api, person) for person in PEOPLE[:5]] == [1] * 5


@pytest.mark.parametrize("jump", [YEARS, -YEARS], ids=str)
async def test_nothing_that_waits_is_ended_or_sent_by_a_clock_nobody_can_believe(
    bot: Bot, store: Store, api: BotApi, jump: timedelta
) -> None:
    alert_id = await queued(store, *PEOPLE[:5])
    bot.jumps(jump)
    await bot.lives(60)
    assert await states(store, alert_id) == {"PENDING": 5}
    assert not texts(api, PEOPLE[0])
    bot.jumps(-jump)
    await bot.lives(5)
    assert await states(store, alert_id) == {"SENT": 5}


async def test_it_is_believed_again_only_within_a_minute_of_what_it_should_be() -> None:
    clock, brakes = QuickClock(), Brakes()
    watch = ClockWatch(clock, brakes)
    clock.moment += YEARS
    assert not watch.look()
    clock.forward(hours=3)
    clock.moment += timedelta(minutes=2) - YEARS
    assert not watch.look()
    clock.moment -= timedelta(minutes=2)
    assert watch.look()
    assert not brakes.on


async def test_a_machine_that_slept_for_days_is_believed() -> None:
    clock, brakes, seconds = QuickClock(), Brakes(), iter((0.0, 3 * 86400.0))
    watch = ClockWatch(clock, brakes, lambda: next(seconds))
    clock.moment += timedelta(days=3)
    assert watch.look()
    assert not brakes.on


@pytest.mark.parametrize("hours", [-23, 23])
async def test_a_correction_of_less_than_a_day_is_accepted(hours: int) -> None:
    clock, brakes = QuickClock(), Brakes()
    watch = ClockWatch(clock, brakes)
    for _ in range(5):
        clock.moment += timedelta(hours=hours)
        assert watch.look()
    assert not brakes.on
