"""From when until when an action is of use: where an office must answer, only while one does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .actions import Action
from .hours import OfficeHours
from .intervals import Interval
from .offices import Office

ANSWERED = frozenset({"fax", "call"})
"""Kinds of action that can only be carried out while an office answers."""
NEAR = (timedelta(days=14), timedelta(days=366))
"""How far from either end is looked first: some actions last for years."""


def of_use(action: Action, offices: Iterable[Office], zone: ZoneInfo) -> Interval:
    """First and last moment of use, in UTC, by the campaign's zone.

    ``offices`` are the action's own. Its whole time where none of them has known hours in it.
    """
    whole = action.starts_at(zone).astimezone(UTC), action.ends_at(zone).astimezone(UTC)
    if action.kind not in ANSWERED:
        return whole
    return _answered(tuple(map(OfficeHours.of, offices)), *whole) or whole


def answered(offices: Iterable[Office], since: datetime, until: datetime) -> Interval | None:
    """The first and the last moment between two at which one of the offices answers."""
    return _span(tuple(map(OfficeHours.of, offices)), since, until)


@lru_cache(maxsize=1024)
def _answered(hours: tuple[OfficeHours, ...], since: datetime, until: datetime) -> Interval | None:
    """For an action's whole time in UTC: often asked, and changed only by a changed file."""
    return _span(hours, since, until)


def _span(hours: tuple[OfficeHours, ...], since: datetime, until: datetime) -> Interval | None:
    def openings(start: datetime, end: datetime) -> list[Interval]:
        return [opening for office in hours for opening in office.openings(start, end)]

    spans = [*(span for span in NEAR if span < until - since), until - since]
    first = next(filter(None, (openings(since, since + span) for span in spans)), None)
    last = next(filter(None, (openings(until - span, until) for span in spans)), None)
    if not first or not last:
        return None
    return min(opening[0] for opening in first), max(opening[1] for opening in last)
