"""From when until when an action is of use: where an office must answer, only while one does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .actions import Action
from .hours import OfficeHours
from .intervals import Interval
from .offices import Office

DIALLED = frozenset({"fax", "call"})
"""Kinds of action that can only be carried out while an office answers."""


def of_use(action: Action, offices: Iterable[Office], zone: ZoneInfo) -> Interval:
    """First and last moment of use, in UTC, by the campaign's zone.

    ``offices`` are the action's own. Its whole time where none of them has known hours in it.
    """
    whole = action.starts_at(zone).astimezone(UTC), action.ends_at(zone).astimezone(UTC)
    if action.kind not in DIALLED:
        return whole
    return answered(offices, *whole) or whole


def answered(offices: Iterable[Office], since: datetime, until: datetime) -> Interval | None:
    """The first and the last moment between two at which one of the offices answers."""
    openings = [
        opening for office in offices for opening in OfficeHours.of(office).openings(since, until)
    ]
    if not openings:
        return None
    return min(opening[0] for opening in openings), max(opening[1] for opening in openings)
