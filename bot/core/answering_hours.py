"""When an office answers best, from counts so small that chance must be kept out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import sqrt
from statistics import NormalDist

from .intervals import Interval
from .places import zone as zone_named

ENOUGH = 20
"""Calls to an office before anything is said of its hours."""
ENOUGH_AN_HOUR = 5
"""Calls in an hour of the week before it is compared with the others."""
_ERROR = 0.05
"""How often at most an hour is named although all are alike."""


@dataclass(frozen=True, kw_only=True)
class HourTally:
    """One hour of an office's week, on its own clock."""

    weekday: int
    """From 0, Monday."""
    hour: int
    tried: int
    """Calls to numbers that were not dead."""
    answered: int


def best_hour(tallies: Iterable[HourTally]) -> HourTally | None:
    """The hour in which calls are answered clearly more often than in all others together.

    Clearly: the lower bound of the difference of the two shares is above 0. Bounds are Newcombe's
    from Wilson's score intervals, sound for few calls; the more hours are compared, the wider they
    are (Bonferroni). None where no hour stands out. Sources: Wilson, JASA 22 (1927); Newcombe,
    Statistics in Medicine 17 (1998) 873, method 10.
    """
    every = list(tallies)
    tried, answered = sum(one.tried for one in every), sum(one.answered for one in every)
    compared = [one for one in every if one.tried >= ENOUGH_AN_HOUR]
    if tried < ENOUGH or not compared:
        return None
    # Both ends of an interval count, so that it is about half as often in truth.
    z = NormalDist().inv_cdf(1 - _ERROR / (2 * len(compared)))

    def ahead(one: HourTally) -> float:
        return least_ahead(
            (one.answered, one.tried), (answered - one.answered, tried - one.tried), z
        )

    best = max(compared, key=lambda one: (ahead(one), -one.weekday, -one.hour))
    return best if ahead(best) > 0 else None


def least_ahead(some: tuple[int, int], others: tuple[int, int], z: float) -> float:
    """How far the share of ``some`` is at least above that of ``others``; each (answered, tried).

    -1 where there are no others. ``z``: how many standard errors are allowed for.
    """
    if not others[1]:
        return -1.0
    share, rest = some[0] / some[1], others[0] / others[1]
    low, high = wilson(*some, z)[0], wilson(*others, z)[1]
    return share - rest - sqrt((share - low) ** 2 + (high - rest) ** 2)


def wilson(hits: int, tries: int, z: float) -> tuple[float, float]:
    """The score interval of a share; (0, 1) without tries."""
    if not tries:
        return 0.0, 1.0
    share, square = hits / tries, z * z
    middle = share + square / (2 * tries)
    reach = z * sqrt(share * (1 - share) / tries + square / (4 * tries * tries))
    whole = 1 + square / tries
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def next_time(tally: HourTally, zone: str, now: datetime) -> Interval:
    """The next such hour not over at ``now`` (aware), in UTC; ``zone`` is the office's."""
    clock = zone_named(zone)
    today = now.astimezone(clock).date()
    day = today + timedelta(days=(tally.weekday - today.weekday()) % 7)
    begins = datetime.combine(day, time(tally.hour), tzinfo=clock).astimezone(UTC)
    if begins + timedelta(hours=1) <= now:
        following = datetime.combine(day + timedelta(days=7), time(tally.hour), tzinfo=clock)
        begins = following.astimezone(UTC)
    return begins, begins + timedelta(hours=1)
