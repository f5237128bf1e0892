"""A loop is: work while there is some, then wait for a knock; and it never dies silently."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from bot.log import logger
from bot.store import StoreError

log = logger(__name__)

Step = Callable[[], Awaitable[bool]]
PAUSE_AFTER_TROUBLE = 5.0
"""Seconds a loop rests after its step failed."""
HICCUPS = 1
"""Steps that a database in trouble may fail in a row before the loop counts as ill."""


class Loop:
    """Runs one kind of step until told to stop; ``wake`` is the knock on its door."""

    def __init__(self, name: str, step: Step, every: float) -> None:
        self.name = name
        self.wake = asyncio.Event()
        self._step = step
        self._every = every
        self._stop = asyncio.Event()
        self.alive = True
        """False once it has ended; a loop that was never started counts as alive."""
        self.well = True
        """False from a step that failed until one succeeds; the database may hiccup once."""
        self._hiccups = 0

    def stop(self) -> None:
        """Finish the step under way, begin no other."""
        self._stop.set()
        self.wake.set()

    async def run(self) -> None:
        while not self._stop.is_set():
            self.wake.clear()
            try:
                await self._work()
            except StoreError as trouble:
                log.warning("database in trouble", loop=self.name, why=type(trouble).__name__)
                self._hiccups += 1
                self.well = self.well and self._hiccups <= HICCUPS
                await self._rest(PAUSE_AFTER_TROUBLE)
            except Exception:  # the one place where a bug must not end a loop for good
                log.exception("a step failed", loop=self.name)
                self.well = False
                await self._rest(PAUSE_AFTER_TROUBLE)
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.wake.wait(), self._every)
        self.alive = False

    async def _work(self) -> None:
        more = True
        while more and not self._stop.is_set():
            more = await self._step()
            self.well, self._hiccups = True, 0

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
