"""Says the same thing at most once a minute, and then how often it was left unsaid."""

from __future__ import annotations

from bot.clock import Clock

EVERY = 60.0
"""Seconds between two lines about the same trouble."""


class Seldom:
    """Counts what there would have been to say, and tells when one line of it is due."""

    def __init__(self, clock: Clock, every: float = EVERY) -> None:
        self._clock = clock
        self._every = every
        self._said: float | None = None
        self._left_out = 0

    def due(self) -> int | None:
        """To be asked once for every line: how many were left out before it; None: leave it out."""
        now = self._clock.monotonic()
        if self._said is not None and now - self._said < self._every:
            self._left_out += 1
            return None
        left_out, self._left_out = self._left_out, 0
        self._said = now
        return left_out
