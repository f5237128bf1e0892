"""A loop is: work while there is some, then wait for a knock; and it never dies silently."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from random import SystemRandom

from bot.clock import Clock, SystemClock
from bot.log import logger
from bot.store import StoreError

from .seldom import Seldom

log = logger(__name__)

Step = Callable[[], Awaitable[bool]]
PAUSE_AFTER_TROUBLE = 1.0
"""Seconds a loop rests at most after the database failed it once; twice as long each time."""
PAUSE_AFTER_BUG = 5.0
"""The same after its step failed as nobody expected."""
LONGEST_PAUSE = 60.0
HICCUPS = 1
"""Steps that a database in trouble may fail in a row before the loop counts as ill."""
MACHINE = SystemClock()
CHANCE = SystemRandom()


def rest(first: float, failures: int, chance: Callable[[], float] = CHANCE.random) -> float:
    """Seconds to rest after so many failures in a row; between half and all of it, by chance.

    Loops that failed at the same moment do not all come back at the same moment.
    """
    longest = min(first * 2.0 ** min(failures - 1, 16), LONGEST_PAUSE)
    return longest * (1 + chance()) / 2


class Loop:
    """Runs one kind of step until told to stop; ``wake`` is the knock on its door.

    ``failed`` is told the loop's name when a step failed as nobody expected.
    """

    def __init__(
        self,
        name: str,
        step: Step,
        every: float,
        *,
        clock: Clock = MACHINE,
        failed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.name = name
        self.wake = asyncio.Event()
        self._step = step
        self._every = every
        self._failed = failed
        self._stop = asyncio.Event()
        self._roused = asyncio.Event()
        self._seldom = Seldom(clock)
        self.alive = True
        """False once it has ended; a loop that was never started counts as alive."""
        self.well = True
        """False from a step that failed until one succeeds; the database may hiccup once."""
        self._hiccups = 0
        self._failures = 0

    def stop(self) -> None:
        """Finish the step under way, begin no other."""
        self._stop.set()
        self._roused.set()
        self.wake.set()

    def rouse(self) -> None:
        """What it rested from may be over: try again now."""
        self._roused.set()
        self.wake.set()

    async def run(self) -> None:
        try:
            while not self._stop.is_set():
                await self._turn()
        finally:
            self.alive = False

    async def _turn(self) -> None:
        self.wake.clear()
        self._roused.clear()
        try:
            await self._work()
        except StoreError as trouble:
            self._hiccups += 1
            self.well = self.well and self._hiccups <= HICCUPS
            self._tell(trouble)
            await self._rest(PAUSE_AFTER_TROUBLE)
        # The one place where a bug must not end a loop for good.
        except (Exception, asyncio.CancelledError) as bug:
            if _is_told_to_end(bug):
                raise
            log.exception("a step failed", loop=self.name)
            self.well = False
            self._failed(self.name)
            await self._rest(PAUSE_AFTER_BUG)
        else:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), self._every)

    async def _work(self) -> None:
        more = True
        while more and not self._stop.is_set():
            more = await self._step()
            self.well, self._hiccups, self._failures = True, 0, 0

    def _tell(self, trouble: StoreError) -> None:
        left_out = self._seldom.due()
        if left_out is not None:
            why = type(trouble).__name__
            log.warning("database in trouble", loop=self.name, why=why, left_out=left_out)

    async def _rest(self, first: float) -> None:
        self._failures += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._roused.wait(), rest(first, self._failures))


def _is_told_to_end(error: BaseException) -> bool:
    """Whether the loop's own task was cancelled, and not only something its step waited for."""
    task = asyncio.current_task()
    cancelled = isinstance(error, asyncio.CancelledError)
    return cancelled and (task is None or task.cancelling() > 0)


async def ended(tasks: list[asyncio.Task[None]]) -> None:
    """What did not finish in time is ended all the same."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
