"""Twenty-four hours as a strip: where hours of clocks, openings and waking hours lie on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .hours import trim
from .intervals import Interval, common
from .places import zone as zone_named

LENGTH = timedelta(hours=24)
_HOUR = timedelta(hours=1)
_STARTS = (0, 6, 12, 18)
"""Hours of the reader's clock at which a strip may begin: midnight unless that cuts an opening."""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A full hour of a clock on the strip."""

    at: float
    """Hours from the strip's beginning."""
    hour: int
    """What the clock shows."""
    day: date
    """The day of that clock."""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """Twenty-four hours in a row, whatever clocks do in them."""

    start: datetime
    """Aware, in UTC."""

    @property
    def whole(self) -> Interval:
        return self.start, self.start + LENGTH

    def place(self, moment: datetime) -> float | None:
        """Hours from the beginning; None where the moment lies outside."""
        start, end = self.whole
        return (moment - start) / _HOUR if start <= moment < end else None

    def bands(self, intervals: Iterable[Interval]) -> tuple[tuple[float, float], ...]:
        """The parts of intervals that lie on the strip, in hours from its beginning."""
        inside = common(list(intervals), [self.whole])
        return tuple(((a - self.start) / _HOUR, (b - self.start) / _HOUR) for a, b in inside)

    def waking(self, zone: str, hours: tuple[int, int]) -> tuple[tuple[float, float], ...]:
        """The reader's waking hours by their own clock."""
        return self.bands(trim([self.whole], zone, hours))

    def ticks(self, zone: str, every: int = 3) -> tuple[Tick, ...]:
        """The full hours of a clock that ``every`` divides; each once, where a clock goes back."""
        clock, (start, end) = zone_named(zone), self.whole
        found: list[Tick] = []
        local = start.astimezone(clock).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        for step in range(27):
            wall = local + step * _HOUR
            at = wall.replace(tzinfo=clock).astimezone(UTC)
            shown = at.astimezone(clock)
            if start <= at <= end and shown.hour % every == 0 and shown.hour == wall.hour:
                found.append(Tick(at=(at - start) / _HOUR, hour=wall.hour, day=wall.date()))
        return tuple(found)


def days_of(ticks: Iterable[Tick], room: float = 5) -> tuple[tuple[float, date], ...]:
    """Where each day begins among the ticks of every hour, if it is followed by ``room`` hours."""
    found: dict[date, float] = {}
    for tick in ticks:
        found.setdefault(tick.day, tick.at)
    ends = [*list(found.values())[1:], LENGTH / _HOUR]
    return tuple(
        (at, day) for (day, at), end in zip(found.items(), ends, strict=True) if end - at >= room
    )


def strip_of(openings: Iterable[Interval], around: datetime, zone: str) -> Strip:
    """The strip of the clock's day of ``around``, or moved so that openings are not cut.

    ``openings`` are those of the day that is shown; ``zone`` is the clock by which the day begins.
    """
    clock = zone_named(zone)
    day = around.astimezone(clock).date()
    wanted = list(openings)
    strips = [
        Strip(start=datetime.combine(on, time(hour), clock).astimezone(UTC))
        for hour in _STARTS
        for on in (day, day - timedelta(days=1))
    ]

    def missed(strip: Strip) -> tuple[timedelta, bool]:
        shown = sum((b - a for a, b in common(wanted, [strip.whole])), timedelta())
        return -shown, strip.place(around) is None

    return min(strips, key=missed)
