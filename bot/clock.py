"""The only door through which time enters the program, so that tests and the demo can travel."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time for what people are told; monotonic time for pacing and time-outs."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow, whatever happens to the wall clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let so many of those seconds pass."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


if sys.platform == "linux":

    def elapsed() -> float:
        """Seconds that only ever grow, also while the machine sleeps, where it can tell."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

else:
    elapsed = time.monotonic


class TravelClock(SystemClock):
    """A clock that runs at the machine's pace from any moment it is set to."""

    def __init__(self, start: datetime) -> None:
        self._offset = start - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def travel_to(self, moment: datetime) -> None:
        """Set the wall time; it may only move forward, as outside the demo."""
        self._offset = max(self._offset, moment - datetime.now(UTC))
