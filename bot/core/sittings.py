"""The moment a hearing is to begin, where its hour may only be assumed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from .hearings import Hearing, Sitting
from .hours import OfficeHours
from .offices import Office
from .places import zone

USUAL_OPENING = time(9)
"""Assumed where an office's hours are unknown, never end, or leave it shut on the day itself."""


def sitting(hearing: Hearing, office: Office) -> Sitting | None:
    """When a hearing begins by what is now known of it; None without a day, or once it is over.

    Where no hour is given, the office's opening on that day is assumed, and said to be assumed. Of
    a window the first day is taken on which the office opens: whoever is warned too early can wait,
    whoever is warned too late cannot. A postponed hearing counts with its new day or window.
    """
    state = hearing.current
    first = state.on or state.since
    if hearing.over or first is None:
        return None
    if state.at is not None:
        return Sitting(at=_moment(office, first, state.at), assumed=False)
    last = first if state.on else state.until or first
    opening = _opening(office, first, last)
    return Sitting(at=opening or _moment(office, first, USUAL_OPENING), assumed=True)


def _opening(office: Office, first: date, last: date) -> datetime | None:
    """When the office first opens between two days of its calendar."""
    since = _moment(office, first, time())
    until = _moment(office, last + timedelta(days=1), time())
    return _first(OfficeHours.of(office), since, until)


@lru_cache(maxsize=1024)
def _first(hours: OfficeHours, since: datetime, until: datetime) -> datetime | None:
    """Often asked, and changed only by a changed file."""
    # What begins with the day itself began before it: such an office never closes.
    return next((start for start, _end in hours.openings(since, until) if start > since), None)


def _moment(office: Office, day: date, hour: time) -> datetime:
    """A time on the office's clock, in UTC; of an hour that comes twice the first is meant."""
    return datetime.combine(day, hour, zone(office.zone)).astimezone(UTC)
