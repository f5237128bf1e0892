"""Bad weather on the way to Telegram: a clock for long hours, a cable to cut, a log of requests."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot

from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import Transport
from bot.core.breaker import Trouble
from bot.core.delivery import ALERT, Policy
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.brakes import Brakes
from bot.jobs.pace import Pace
from bot.jobs.sender import Paused, Sender, unheard
from bot.jobs.settling import Asked, nobody
from bot.store import Store
from tests.jobs.builders import EVENING, TOKEN, USERNAME, queued

CROWD = tuple(range(7_100_000_001, 7_100_000_601))


class LongClock:
    """Hours pass while nobody works: time goes on to the next moment somebody sleeps for.

    Wall time can be moved on its own.
    """

    def __init__(self) -> None:
        self.elapsed = 0.0
        self.wall = EVENING
        self._until: list[float] = []

    def now(self) -> datetime:
        return self.wall + timedelta(seconds=self.elapsed)

    def monotonic(self) -> float:
        return self.elapsed

    async def sleep(self, seconds: float) -> None:
        until = self.elapsed + max(seconds, 0.0)
        self._until.append(until)
        try:
            # Whoever else wants to sleep says so; and short pauses leave answers time to come.
            await asyncio.sleep(0.001 if seconds < 0.5 else 0)
            while self.elapsed < until:
                self.elapsed = max(self.elapsed, min(self._until))
                if self.elapsed < until:
                    await asyncio.sleep(0)
        finally:
            self._until.remove(until)


class Cable(Transport):
    """The line to Telegram. Notes each request; ``cut``: an address that takes its place."""

    def __init__(self, clock: LongClock, url: str) -> None:
        super().__init__(url)
        self.cut: str | None = None
        self.asked: list[tuple[float, str]] = []
        self._clock = clock

    async def send(self, url: str, *how: Any) -> dict[str, Any]:
        method = url.rpartition("/")[2]
        self.asked.append((self._clock.elapsed, method.lower()))
        if self.cut is None:
            return await super().send(url, *how)
        elsewhere = Transport(self.cut)
        await elsewhere.initialize()
        try:
            return await elsewhere.send(f"{self.cut}/{method}", *how)
        finally:
            await elsewhere.shutdown()

    def times(self, method: str, since: float = 0.0, until: float = float("inf")) -> list[float]:
        """When it was asked for this."""
        return [at for at, asked in self.asked if asked == method and since <= at < until]


class Weather:
    """A sender whose line to the emulated Telegram may have any fault."""

    def __init__(self, store: Store, api: BotApi, clock: LongClock, url: str) -> None:
        self.store, self.api, self.clock = store, api, clock
        self.cable = Cable(clock, url)
        bot = Bot(TOKEN, base_url=f"{url}/bot", request=self.cable, get_updates_request=self.cable)
        self.messenger = TelegramMessenger(bot, self.cable, USERNAME)
        self.pace = Pace(clock, Pacer(rate=25))
        self.brakes = Brakes()
        self.sender = self.another_sender()

    def another_sender(self, *, ask: Asked = nobody, paused: Paused = unheard) -> Sender:
        self.sender = Sender(
            self.store,
            self.messenger,
            self.pace,
            self.clock,
            brakes=self.brakes,
            ask=ask,
            paused=paused,
        )
        return self.sender

    async def queued(
        self, number: int, *, policy: Policy = ALERT, hours: int = 6, key: str = "an-alert"
    ) -> int:
        """An alert for so many people of the crowd; gives its number."""
        for person in CROWD[:number]:
            if person not in self.api.world.people:
                self.api.add_user(person, "Somebody", started=True)
        expires = timedelta(hours=hours)
        return await queued(self.store, *CROWD[:number], key=key, policy=policy, expires=expires)

    async def passes(
        self, seconds: float, done: Callable[[], bool] = lambda: False, *, every: float = 1.0
    ) -> None:
        """So much time, in which the sender does as its loop lets it; or until it is ``done``.

        ``every``: the pause after which the loop looks again.
        """
        until = self.clock.elapsed + seconds
        while self.clock.elapsed < until and not done():
            if not await self.sender.step():
                await self.clock.sleep(min(every, max(until - self.clock.elapsed, 0.001)))

    def jump(self, **by: float) -> None:
        """Somebody sets the wall clock."""
        self.clock.wall += timedelta(**by)

    def why_closed(self) -> Trouble | None:
        """Why no alert is tried; None while they are."""
        return self.pace.breaker.open

    async def drained(self) -> None:
        """What is under way comes to its end."""
        while not self.sender.idle:
            await self.sender.step()

    def copies(self) -> Counter[int]:
        """How many messages each chat got."""
        return Counter(delivery.chat_id for delivery in self.api.deliveries)

    def spoil(
        self, fault: Fault, when: Callable[[Call], bool] | None = None, times: int | None = None
    ) -> None:
        """Let a fault strike what is sent, or what fits ``when``."""
        self.api.faults.script(when or "sendMessage", fault, times=times)


def most_within(seconds: float, times: Sequence[float]) -> int:
    """How many fall into the fullest stretch of so many seconds."""
    ordered = sorted(times)
    return max(
        (bisect_left(ordered, at + seconds) - number for number, at in enumerate(ordered)),
        default=0,
    )
