"""What all live campaigns call for, in order: worked out once, asked every second."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime

from .alerts import Moment
from .library import Entry, Library
from .public_holidays import read_calendars
from .schedule import moments

EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Agenda:
    """Follows a library: of an entry that stays, nothing is worked out again."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entries: Mapping[str, Entry] | None = None
        self._of: dict[str, tuple[Entry, tuple[Moment, ...]]] = {}
        self._moments: list[Moment] = []

    def between(self, since: datetime, until: datetime) -> list[Moment]:
        """Everything that falls due after ``since`` and not after ``until`` (aware), in order."""
        self.follow()
        first, last = (bisect_right(self._moments, at, key=_at) for at in (since, until))
        return self._moments[first:last]

    def next(self, after: datetime) -> datetime | None:
        """When something falls due next, if ever."""
        self.follow()
        place = bisect_right(self._moments, after, key=_at)
        return self._moments[place].at if place < len(self._moments) else None

    @property
    def is_current(self) -> bool:
        """Whether it knows what is in the library now."""
        return self._library.entries is self._entries

    def follow(self) -> None:
        """Take up what is in the library now; for many campaigns not a thing for the event loop."""
        entries = self._library.entries
        if entries is self._entries:
            return
        read_calendars()
        of = {slug: (entry, self._called_for(entry)) for slug, entry in entries.items()}
        found = [moment for _, moments in of.values() for moment in moments]
        self._moments = sorted(found, key=lambda moment: (moment.at, moment.key))
        self._entries, self._of = entries, of

    def _called_for(self, entry: Entry) -> tuple[Moment, ...]:
        known = self._of.get(entry.campaign.slug)
        return known[1] if known and known[0] is entry else moments(entry.campaign, *EVER)


def _at(moment: Moment) -> datetime:
    return moment.at
