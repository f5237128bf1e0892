"""When the sending side is called healthy, and when not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.delivery import State
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from bot.jobs.conditions import LONGEST_FLIGHT, of_sending
from bot.jobs.pace import Pace
from bot.jobs.sender import Sender
from bot.store import Settled, Store
from tests.jobs.builders import PEOPLE, QuickClock, queued


@pytest.fixture
def pace(clock: QuickClock) -> Pace:
    return Pace(clock)


@pytest.fixture
def sender(store: Store, messenger: TelegramMessenger, pace: Pace, clock: QuickClock) -> Sender:
    return Sender(store, messenger, pace, clock)


async def broken(sender: Sender, pace: Pace, store: Store, clock: QuickClock) -> list[str]:
    found = []
    for name, holds in of_sending(sender, pace, store, clock).items():
        well: Any = holds()
        if not (well if isinstance(well, bool) else await well):
            found.append(name)
    return found


async def test_a_row_that_nobody_takes_long_after_its_moment_is_no_health(
    store: Store, sender: Sender, pace: Pace, clock: QuickClock
) -> None:
    alert = await queued(store, PEOPLE[0])
    assert await broken(sender, pace, store, clock) == []
    async with store.transaction() as tx:
        [claim] = await tx.outbox.claim(1, clock.now(), store.epoch)
        later = clock.now() + timedelta(minutes=1)
        again = Settled(
            alert_id=alert,
            chat_id=claim.chat_id,
            epoch=store.epoch,
            state=State.PENDING,
            not_before=later,
        )
        await tx.outbox.settle([again])
    clock.forward(minutes=5)
    assert await broken(sender, pace, store, clock) == []
    clock.forward(minutes=2)
    assert await broken(sender, pace, store, clock) == ["what is due is taken"]
    while await sender.step():
        pass
    assert await broken(sender, pace, store, clock) == []


async def test_a_token_that_is_refused_is_no_health(
    store: Store, sender: Sender, pace: Pace, clock: QuickClock, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.answer(401, "Unauthorized"), times=None)
    await queued(store, *PEOPLE[:4])
    for _ in range(3):
        while await sender.step():
            pass
        clock.forward(seconds=2)
    assert await broken(sender, pace, store, clock) == ["the token is accepted"]


async def test_a_request_that_does_not_come_back_is_no_health(
    store: Store, sender: Sender, pace: Pace, clock: QuickClock, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.delay(0.5))
    await queued(store, PEOPLE[0])
    sender._hungry = False
    room = sender._room()
    ready, _ = await sender._turn(room)
    sender._start(ready)
    clock.forward(seconds=LONGEST_FLIGHT + 1)
    assert await broken(sender, pace, store, clock) == ["requests come back"]
    await sender.drain()
    assert await broken(sender, pace, store, clock) == []
