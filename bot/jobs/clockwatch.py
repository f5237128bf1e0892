"""Compares the wall clock with the monotonic one: nothing is sent or ended by one that jumped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.log import logger

from .brakes import Brake, Brakes
from .loop import Step

log = logger(__name__)

JUMP = timedelta(hours=24)
"""What moves by more than that in one go is no correction."""
NEAR = timedelta(minutes=1)
"""So near to what it should be, the wall clock is believed again."""


class ClockWatch:
    """Believes the clock that the bot started with; a restart accepts the machine's clock.

    ``elapsed`` counts the seconds that pass, if the clock's own do not while the machine sleeps.
    """

    def __init__(
        self, clock: Clock, brakes: Brakes, elapsed: Callable[[], float] | None = None
    ) -> None:
        self._clock = clock
        self._brakes = brakes
        self._elapsed = elapsed or clock.monotonic
        self._wall = clock.now()
        self._since = self._elapsed()

    def look(self) -> bool:
        """Whether the wall clock can be believed at this moment."""
        now, since = self._clock.now(), self._elapsed()
        expected = self._wall + timedelta(seconds=since - self._since)
        off = abs(now - expected)
        if Brake.CLOCK in self._brakes.on:
            if off > NEAR:
                return False
            self._brakes.take_off(Brake.CLOCK)
        elif off > JUMP:
            self._brakes.put_on(Brake.CLOCK)
            log.error(
                "the machine's clock jumped: set it right; if it is right now, start the bot anew",
                clock=now.isoformat(),
                expected=expected.isoformat(),
            )
            return False
        self._wall, self._since = now, since
        return True

    def before(self, step: Step) -> Step:
        """The same step, left out while the clock cannot be believed."""

        async def careful() -> bool:
            return await step() if self.look() else False

        return careful
