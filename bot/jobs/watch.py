"""The bot watches itself: its event loop's lag, its parts' failures, all that should hold."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.log import logger
from bot.store import StoreError

log = logger(__name__)

FAILURES = 5
"""Unexpected failures, over all loops, after which the process ends to be started anew …"""
WITHIN = 300.0
"""… when they come within so many seconds."""
BEAT = 1.0
"""Seconds between two beats of the pulse."""
LATEST = 5.0
"""Seconds by which a beat may be late."""
REMEMBERED = 60.0
"""Seconds for which a late beat still counts: whoever asks each half minute must hear of it."""


class Fuse:
    """Blows when too many steps failed as nobody expected; ``blow`` is called then, once."""

    def __init__(
        self,
        clock: Clock,
        blow: Callable[[], None],
        most: int = FAILURES,
        within: float = WITHIN,
    ) -> None:
        self._clock = clock
        self._blow = blow
        self._within = within
        self._failures: deque[float] = deque(maxlen=most)
        self.blown = False

    def burn(self, part: str) -> None:
        """A step of this part has failed."""
        now = self._clock.monotonic()
        self._failures.append(now)
        known = len(self._failures) == self._failures.maxlen
        if self.blown or not known or now - self._failures[0] > self._within:
            return
        self.blown = True
        log.critical(
            "the bot ends, to be started anew: too many steps failed",
            failures=len(self._failures),
            seconds=round(now - self._failures[0]),
            last=part,
        )
        self._blow()


class Pulse:
    """Measures by how much the event loop is late, as everything in it then is."""

    def __init__(
        self,
        clock: Clock,
        every: float = BEAT,
        latest: float = LATEST,
        remembered: float = REMEMBERED,
    ) -> None:
        self._clock = clock
        self._every = every
        self._latest = latest
        self._remembered = remembered
        self._beat: float | None = None
        self._late: float | None = None

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beat = self._clock.monotonic()
            await self._clock.sleep(self._every)
            late = self._behind(self._beat)
            if late > self._latest:
                self._late = self._clock.monotonic()
                log.warning("the event loop stood still", seconds=round(late, 1))

    @property
    def well(self) -> bool:
        """Whether it beats in time, and has for a while. Before the first beat nobody knows."""
        if self._beat is not None and self._behind(self._beat) > self._latest:
            return False
        return self._late is None or self._clock.monotonic() - self._late > self._remembered

    @property
    def late(self) -> float:
        """Seconds by which the present beat is late."""
        return 0.0 if self._beat is None else max(0.0, self._behind(self._beat))

    def _behind(self, beat: float) -> float:
        return self._clock.monotonic() - beat - self._every


Condition = Callable[[], bool | Awaitable[bool]]


class Health:
    """Conditions by name; each is True while it is as it should be. To be asked often: cheap ones.

    Only whether all hold is told to the outside; which do not is for the log.
    """

    def __init__(self) -> None:
        self.conditions: dict[str, Condition] = {}
        self._known: list[str] = []

    async def broken(self) -> list[str]:
        """The names of those that do not hold; a change is logged."""
        found = [name for name, holds in self.conditions.items() if not await _holds(holds)]
        if found != self._known:
            self._known = found
            log.warning("not well", why=", ".join(found)) if found else log.info("well again")
        return found


async def _holds(condition: Condition) -> bool:
    try:
        answer = condition()
        return await answer if inspect.isawaitable(answer) else answer
    except StoreError:
        return False
