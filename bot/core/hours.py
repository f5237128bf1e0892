"""Whether an office can be rung now, and when next: the one place where that is decided.

An office opens by its own wall clock. A time the clocks jump over is taken as the same time after
the jump (02:30 becomes 03:30); of a time that comes twice, the first is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, Self

from .intervals import Interval, common, gaps, merged, without
from .offices import Closure, Office
from .opening_rules import open_times
from .places import zone as zone_named
from .public_holidays import Holiday, holiday_on

Status = Literal["open", "closed", "unknown"]

_DAY = timedelta(days=1)
# How far ahead the next opening is looked for: nearly always within days, at most over a year.
_HORIZONS = (timedelta(days=16), timedelta(days=400))


@dataclass(frozen=True, kw_only=True)
class HoursState:
    """What can be said of an office at one moment. All times are aware, in UTC."""

    status: Status
    """"unknown" where nobody knows the hours: never to be shown as open or closed."""
    until: datetime | None = None
    """When this status ends; None where it does not end in sight."""
    opens: datetime | None = None
    """The next opening; while open, the one after the present opening."""
    closes: datetime | None = None
    """The end of the present opening, or of the next one while closed; a break is an end."""
    day: tuple[Interval, ...] = ()
    """All openings of one day of the office: of the day of the present opening, else of the next
    opening's. Empty where the office never closes."""
    holiday: Holiday | None = None
    """The public holiday that the office's today is, whether or not the office minds it."""
    closure: Closure | None = None
    """The exceptional closure that covers the office's today."""

    @property
    def open(self) -> bool:
        return self.status == "open"

    @property
    def breaks(self) -> tuple[Interval, ...]:
        """The breaks between the openings of ``day``."""
        return tuple(gaps(self.day))

    @property
    def day_ends(self) -> datetime | None:
        """The end of the last opening of ``day``."""
        return self.day[-1][1] if self.day else None


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """An office's opening hours, on its own clock and with the holidays of its country.

    Using hours that ``hours_check.problems`` refuses may raise ``ValueError`` or ``ParserError``.
    """

    expression: str | None
    """OpenStreetMap ``opening_hours``; None where nobody knows them."""
    zone: str
    country: str
    closures: tuple[Closure, ...] = ()
    since: date | None = None
    until: date | None = None
    """First and last day of the office's calendar on which the expression holds."""

    @classmethod
    def of(cls, office: Office) -> Self:
        """The hours of an office of a campaign."""
        return cls(
            expression=office.hours,
            zone=office.zone,
            country=office.country,
            closures=office.closures,
        )

    def local(self, moment: datetime) -> datetime:
        """A moment by the office's own clock."""
        return moment.astimezone(zone_named(self.zone))

    def openings(self, since: datetime, until: datetime) -> list[Interval]:
        """All openings between two moments, in order, apart, cut at both; none where unknown."""
        return common(self._around(since, until), [(since, until)])

    def state(self, now: datetime) -> HoursState:
        """What can be said at ``now`` (aware). Looks up to 400 days ahead."""
        today = self.local(now).date()
        closure = next((each for each in self.closures if each.since <= today <= each.until), None)
        holiday = holiday_on(self.country, today)
        if not self._known_on(today):
            return HoursState(
                status="closed" if closure else "unknown",
                until=self._midnight(closure.until + _DAY) if closure else self._known_from(today),
                holiday=holiday,
                closure=closure,
            )
        found = self._from(now)
        if not found:
            return HoursState(status="closed", holiday=holiday, closure=closure)
        (start, end), *later = found
        opens = start if start > now else later[0][0] if later else None
        closes = end if end < now + _HORIZONS[-1] else None
        return HoursState(
            status="closed" if start > now else "open",
            until=start if start > now else closes,
            opens=opens,
            closes=closes,
            day=self._day_of(start) if closes else (),
            holiday=holiday,
            closure=closure,
        )

    def _from(self, now: datetime) -> list[Interval]:
        """The opening under way, if any, and at least one more if there is one within 400 days."""
        found: list[Interval] = []
        for horizon in _HORIZONS:
            found = [each for each in self._around(now, now + horizon) if each[1] > now]
            if len(found) > 1:
                break
        return found

    def _day_of(self, opening: datetime) -> tuple[Interval, ...]:
        day = self.local(opening).date()
        about = self._around(self._midnight(day), self._midnight(day + _DAY))
        return tuple(each for each in about if self.local(each[0]).date() == day)

    def _around(self, since: datetime, until: datetime) -> list[Interval]:
        """Openings that touch the time between two moments, uncut within a day of it."""
        first, last = self.local(since).date() - _DAY, self.local(until).date() + 2 * _DAY
        return [each for each in _between(self, first, last) if each[0] < until and each[1] > since]

    def all_between(self, first: date, last: date) -> tuple[Interval, ...]:
        """All openings from the beginning of one day of the office up to that of another."""
        if self.expression is None:
            return ()
        days = datetime.combine(first, time()), datetime.combine(last, time())
        found = merged(
            (self._utc(start), self._utc(end))
            for start, end in open_times(self.expression, self.country, *days)
        )
        for closure in self.closures:
            cut = self._midnight(closure.since), self._midnight(closure.until + _DAY)
            found = without(found, cut)
        return tuple(common(found, self._validity()))

    def _validity(self) -> list[Interval]:
        start = datetime.min.replace(tzinfo=UTC)
        end = datetime.max.replace(tzinfo=UTC)
        return [
            (
                self._midnight(self.since) if self.since else start,
                self._midnight(self.until + _DAY) if self.until else end,
            )
        ]

    def _known_on(self, day: date) -> bool:
        return self.expression is not None and (
            (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
        )

    def _known_from(self, today: date) -> datetime | None:
        """When hours unknown today begin to be known."""
        if self.expression is None or self.since is None or self.since <= today:
            return None
        return self._midnight(self.since)

    def _midnight(self, day: date) -> datetime:
        return self._utc(datetime.combine(day, time()))

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=zone_named(self.zone)).astimezone(UTC)


@lru_cache(maxsize=512)
def _between(hours: OfficeHours, first: date, last: date) -> tuple[Interval, ...]:
    """What was worked out for one day of an office holds until that day is over."""
    return hours.all_between(first, last)


def trim(
    openings: Iterable[Interval], reader_zone: str, waking: tuple[int, int] = (8, 22)
) -> list[Interval]:
    """The parts of openings inside a reader's waking hours.

    ``waking`` is two whole hours of the reader's clock; (22, 6) wakes at 22 and sleeps at 6, and
    two equal hours never sleep.
    """
    return merged(
        part
        for opening in openings
        for part in common([opening], _awake(opening, reader_zone, waking))
    )


def _awake(opening: Interval, zone: str, waking: tuple[int, int]) -> Iterator[Interval]:
    """A reader's waking hours from the day before an opening to its last day."""
    clock = zone_named(zone)
    length = timedelta(hours=(waking[1] - waking[0]) % 24 or 24)
    day = opening[0].astimezone(clock).date() - _DAY
    while day <= opening[1].astimezone(clock).date():
        wakes = datetime.combine(day, time(waking[0] % 24))
        yield (
            wakes.replace(tzinfo=clock).astimezone(UTC),
            (wakes + length).replace(tzinfo=clock).astimezone(UTC),
        )
        day += _DAY
