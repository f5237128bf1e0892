"""Makes the rows of large broadcasts, a slice at a time: nobody waits for a million of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection

from bot.alerting.enqueue import Written, lacking, place, written
from bot.alerting.wording import Shortfall, tell_shortfall
from bot.clock import Clock
from bot.core.library import Entry, Library
from bot.core.news import News, from_payload
from bot.log import logger
from bot.store import Alert, Placed, Store, StoreError
from bot.words import Words

log = logger(__name__)

AT_ONCE = 50
"""Standings whose words are written before anybody else has a turn: about 30 ms."""
REST = 600.0
"""Seconds for which an alert that failed as nobody expected stays behind all others."""


class Filler:
    """Takes alerts whose rows are not all there. ``after`` wakes whoever sends.

    An audience that cannot be written for is left out; ``hosts`` are told of it.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        words: Words,
        clock: Clock,
        after: Callable[[], None] = lambda: None,
        hosts: Collection[int] = (),
    ) -> None:
        self._store = store
        self._library = library
        self._words = words
        self._clock = clock
        self._after = after
        self._hosts = hosts
        self._left_out: dict[tuple[int, str], set[int]] = {}
        """Standings for which there are no words, by alert and what it is about."""
        self._resting: dict[int, float] = {}
        """Alerts that failed as nobody expected, and until when others are filled instead."""

    async def step(self) -> bool:
        """One slice of one alert, or the words for it first. False where every alert is full."""
        async with self._store.reading() as tx:
            alert = self._chosen(await tx.fanout.unfilled())
            begins = alert is not None and alert.target is None and alert.reached is None
            wanted = await lacking(tx, alert) if alert is not None and begins else []
        if alert is None:
            return False
        try:
            await self._fill(alert, self._writable(alert, wanted))
        except StoreError:
            raise
        except Exception:
            self._resting[alert.id] = self._clock.monotonic() + REST
            raise
        return True

    def _chosen(self, unfilled: list[Alert]) -> Alert | None:
        """The most urgent alert that can be filled now."""
        known = {alert.id for alert in unfilled}
        self._left_out = {key: each for key, each in self._left_out.items() if key[0] in known}
        now, wall = self._clock.monotonic(), self._clock.now()
        self._resting = {id: until for id, until in self._resting.items() if until > now}
        able = (alert for alert in unfilled if alert.expires > wall)
        return next((alert for alert in able if alert.id not in self._resting), None)

    def _writable(self, alert: Alert, wanted: list[Placed]) -> list[Placed]:
        left_out = self._left_out.get((alert.id, alert.news), ())
        return [each for each in wanted if each.id not in left_out]

    async def _fill(self, alert: Alert, wanted: list[Placed]) -> None:
        if wanted:
            await self._write(alert, wanted)
            return
        async with self._store.transaction() as tx:
            done = await tx.fanout.slice(alert)
            wanted = self._writable(alert, done.lacking)
            if done.lacking and not wanted:
                done = await tx.fanout.slice(alert, leave_out=True)
        if wanted:
            await self._write(alert, wanted)
        if done.left is None:
            self._after()

    async def _write(self, alert: Alert, wanted: list[Placed]) -> None:
        """Texts and turns for these standings; an alert that nobody can read is given up."""
        entry, news, short = self._library.get(alert.campaign), _news(alert), Shortfall()
        if entry is None or news is None:
            log.error("a broadcast has no campaign or no news any more", alert=alert.id)
            async with self._store.transaction() as tx:
                await tx.alerts.cancel(alert.id)
            return
        for start in range(0, len(wanted), AT_ONCE):
            chunk = wanted[start : start + AT_ONCE]
            new = written(self._words, entry, news, alert.created, chunk)
            await self._place(alert, new)
            short.foreign += new.short.foreign
            short.missed += new.short.missed
            await asyncio.sleep(0)
        if short != Shortfall():
            await self._tell(alert, entry, short)

    async def _place(self, alert: Alert, new: Written) -> None:
        self._left_out.setdefault((alert.id, alert.news), set()).update(new.left_out)
        async with self._store.transaction() as tx:
            now = await tx.alerts.get(alert.id)
            if now is not None and now.news == alert.news:  # nobody has corrected it meanwhile
                await place(tx, alert.id, new)

    async def _tell(self, alert: Alert, entry: Entry, short: Shortfall) -> None:
        async with self._store.transaction() as tx:
            await tell_shortfall(tx, self._words, self._hosts, alert.id, entry, short)
            now = await tx.alerts.get(alert.id)
            same = now is not None and now.news == alert.news
            if same and not await tx.alerts.audiences(alert.id):
                log.error("a broadcast cannot be written and is given up", alert=alert.id)
                await tx.alerts.cancel(alert.id)


def _news(alert: Alert) -> News | None:
    """What it is about; None where nobody can read that any more."""
    try:
        return from_payload(json.loads(alert.news))
    except (KeyError, ValueError):
        return None
