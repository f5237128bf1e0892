"""What the bot tells of itself: written while it sends and when something changes, else not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.breaker import Trouble
from bot.core.bulletin import MARK, Bulletin, from_json
from bot.core.messages import Wait
from bot.jobs.brakes import Brake
from bot.jobs.heart import Heart
from bot.jobs.pace import Pace
from bot.jobs.reporter import Reporter
from bot.jobs.sender import Sender
from bot.store import Locked, Store
from tests.jobs.builders import PEOPLE, QuickClock, queued


@pytest.fixture
def pace(clock: QuickClock) -> Pace:
    return Pace(clock)


@pytest.fixture
def heart(clock: QuickClock) -> Heart:
    return Heart(clock)


@pytest.fixture
def sender(store: Store, messenger: TelegramMessenger, pace: Pace, clock: QuickClock) -> Sender:
    return Sender(store, messenger, pace, clock)


@pytest.fixture
def reporter(store: Store, clock: QuickClock, pace: Pace, sender: Sender, heart: Heart) -> Reporter:
    return Reporter(store, clock, pace, sender, heart)


async def told(store: Store) -> Bulletin:
    async with store.reading() as tx:
        bulletin = from_json(await tx.marks.get(MARK))
    assert bulletin is not None
    return bulletin


async def test_at_the_beginning_it_says_that_it_is_there(reporter: Reporter, store: Store) -> None:
    await reporter.step()
    bulletin = await told(store)
    assert (bulletin.rate, bulletin.full_rate) == (25, 25)
    assert (bulletin.busy, bulletin.ended, bulletin.gate, bulletin.brakes) == (
        False,
        False,
        None,
        (),
    )


async def test_an_idle_bot_writes_nothing_more(
    reporter: Reporter, store: Store, clock: QuickClock
) -> None:
    await reporter.step()
    first = await told(store)
    clock.forward(hours=1)
    await reporter.step()
    assert await told(store) == first


async def test_while_it_sends_it_says_so_every_time(
    reporter: Reporter, store: Store, clock: QuickClock, sender: Sender
) -> None:
    await queued(store, *PEOPLE)
    await sender.recover()
    await sender.step()
    for _ in range(2):
        clock.moment += timedelta(seconds=3)
        await reporter.step()
        bulletin = await told(store)
        assert bulletin.at == clock.moment
        assert bulletin.busy
        assert bulletin.slots == sender.slots
    await sender.drain()


async def test_what_stops_it_is_told(
    reporter: Reporter, store: Store, pace: Pace, heart: Heart, clock: QuickClock
) -> None:
    await reporter.step()
    heart.brakes.put_on(Brake.DISK)
    heart.brakes.put_on(Brake.CLOCK)
    pace.heard(Wait(seconds=60, everyone=True))
    for _ in range(2):
        pace.heard(Wait(seconds=1, trouble=Trouble.CREDENTIALS))
    await reporter.step()
    bulletin = await told(store)
    assert bulletin.brakes == ("clock", "disk")
    assert bulletin.breaker is Trouble.CREDENTIALS
    assert bulletin.rate == 12.5
    assert bulletin.gate is not None
    assert 55 < (bulletin.gate - clock.now()).total_seconds() < 62


async def test_at_the_end_it_says_that_it_goes(reporter: Reporter, store: Store) -> None:
    await reporter.step()
    await reporter.end()
    assert (await told(store)).ended


async def test_a_database_in_trouble_does_not_keep_it_from_ending(
    reporter: Reporter, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> None:
        raise Locked("the database is locked")

    monkeypatch.setattr(store, "transaction", locked)
    await reporter.end()
