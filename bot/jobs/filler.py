"""Makes the rows of large broadcasts, a slice at a time: nobody waits for a million of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from bot.alerting.enqueue import lacking, place, written
from bot.clock import Clock
from bot.core.library import Entry, Library
from bot.core.news import from_payload
from bot.log import logger
from bot.store import Alert, Placed, Store
from bot.words import Words

log = logger(__name__)

AT_ONCE = 50
"""Standings whose words are written before anybody else has a turn: about 30 ms."""


class Filler:
    """Takes alerts whose rows are not all there. ``after`` wakes whoever sends."""

    def __init__(
        self,
        store: Store,
        library: Library,
        words: Words,
        clock: Clock,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._library = library
        self._words = words
        self._clock = clock
        self._after = after

    async def step(self) -> bool:
        """One slice of one alert, or the words for it first. False where every alert is full."""
        async with self._store.reading() as tx:
            unfilled = await tx.fanout.unfilled()
            now = self._clock.now()
            alert = next((alert for alert in unfilled if alert.expires > now), None)
            begins = alert is not None and alert.target is None and alert.reached is None
            wanted = await lacking(tx, alert) if alert is not None and begins else []
        if alert is None:
            return False
        if wanted:
            await self._write(alert, wanted)
            return True
        async with self._store.transaction() as own:
            done = await own.fanout.slice(alert)
        if done.lacking:
            await self._write(alert, done.lacking)
        if done.left is None:
            self._after()
        return True

    async def _write(self, alert: Alert, wanted: list[Placed]) -> None:
        """Texts and turns for these standings; an alert that cannot be written is given up."""
        entry = self._library.get(alert.campaign)
        try:
            for start in range(0, len(wanted), AT_ONCE):
                await self._place(alert, entry, wanted[start : start + AT_ONCE])
                await asyncio.sleep(0)
        except (KeyError, ValueError):  # the campaign has no such hearing or action any more
            log.exception("a broadcast cannot be written and is given up", alert=alert.id)
            async with self._store.transaction() as tx:
                await tx.alerts.cancel(alert.id)

    async def _place(self, alert: Alert, entry: Entry | None, wanted: list[Placed]) -> None:
        if entry is None:
            raise KeyError(alert.campaign)
        news = from_payload(json.loads(alert.news))
        words = written(self._words, entry, news, alert.created, wanted)
        async with self._store.transaction() as tx:
            now = await tx.alerts.get(alert.id)
            if now is not None and now.news == alert.news:  # nobody has corrected it meanwhile
                await place(tx, alert.id, words)
