"""Every phrase about a time: the reader's clock first, with its weekday, then the office's.

In groups and channels, where each reader has another clock, a time is a ``<tg-time>``: Telegram
shows it on everybody's own clock instead of the words inside, so the office's clock stands beside
it, outside the tag; older apps show the words inside, which are on the group's own clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from bot.core.places import zone as zone_named

from .calendar import Calendar
from .phrases import Phrases
from .reader import Reader

TAG_REACH = timedelta(days=3 * 365)
"""Telegram refuses date-time entities about three years ahead (``ENTITY_DATE_INVALID``)."""

DAY_AND_HOUR = "wDt"
HOUR = "t"


class Dates:
    """Times in the words of one language."""

    def __init__(self, calendar: Calendar, phrases: Phrases) -> None:
        self._calendar = calendar
        self._phrase = phrases

    def moment(
        self,
        at: datetime,
        office_zone: str,
        in_city: str | None,
        reader: Reader,
        *,
        named: bool = True,
        tag: bool = True,
    ) -> Markup:
        """``tomorrow, Mon 6 January, 03:00 for you (09:00 in Karaganda)``.

        Without ``in_city`` the other clock is called that of the place. ``named=False`` leaves
        "tomorrow" out, ``tag=False`` the tag that groups get.
        """
        there = at.astimezone(zone_named(office_zone))
        if reader.shared:
            return self._for_all(there, in_city or self._phrase("locally"), reader, tag)
        here = at.astimezone(reader.clock) if reader.clock else there
        return self._for_one(here, there, in_city, self._full_day(here, reader, named), reader)

    def clock(self, at: datetime, office_zone: str, in_city: str, reader: Reader) -> Markup:
        """For what is near: ``today, Sunday, 19:00 for you (Monday 09:00 in Karaganda)``."""
        if reader.shared:
            return self.moment(at, office_zone, in_city, reader)
        there = at.astimezone(zone_named(office_zone))
        here = at.astimezone(reader.clock) if reader.clock else there
        return self._for_one(here, there, in_city, self._short_day(here, reader), reader)

    def hour(self, at: datetime, office_zone: str, reader: Reader) -> str:
        """The bare ``19:00`` on the reader's clock, for a button or beside a full phrase.

        The office's clock where the reader's is not known or not the same for all.
        """
        known = reader.clock if reader.clock and not reader.shared else zone_named(office_zone)
        return self._calendar.clock(at.astimezone(known))

    def office_clock(self, at: datetime, office_zone: str, in_city: str) -> Markup:
        """``Monday 09:00 in Karaganda``, for beside a time shown on everybody's own clock."""
        return self._phrase(
            "clock_there", there=self._weekday_clock(at, office_zone), in_city=in_city
        )

    def span(
        self, start: datetime, end: datetime, office_zone: str, in_city: str, reader: Reader
    ) -> Markup:
        """``Mon 6 January, 03:00–12:00 for you (09:00–18:00 in Karaganda)``."""
        clock = zone_named(office_zone)
        there, over = start.astimezone(clock), end.astimezone(clock)
        if reader.shared:
            return self._span_for_all(there, over, in_city, reader)
        if reader.clock is None or _agree(there, start.astimezone(reader.clock)):
            kind = "there_only" if reader.clock is None else "for_both"
            day = self._short_day(there, reader)
            return self._phrase(kind, day=day, clock=self._hours(there, over), in_city=in_city)
        here, until = start.astimezone(reader.clock), end.astimezone(reader.clock)
        office_hours = self._hours(there, over)
        if here.date() != there.date():
            weekday = self._calendar.weekday(there)
            office_hours = self._phrase("day_clock", day=weekday, clock=office_hours)
        return self._phrase(
            "for_you",
            day=self._short_day(here, reader),
            clock=self._hours(here, until, self._short_day(until, reader)),
            there=office_hours,
            in_city=in_city,
        )

    def shared_hours(
        self, start: datetime, end: datetime, office_zone: str, reader: Reader
    ) -> Markup:
        """``13:00–14:00``, both on everybody's own clock where the app can."""
        clock = zone_named(office_zone)
        first, last = (self._tag(at.astimezone(clock), HOUR, reader) for at in (start, end))
        return self._phrase("from_to", start=first, end=last)

    def day(self, on: date, reader: Reader, *, named: bool = False) -> Markup:
        """``Mon 6 January``, with the year when it is not the reader's; of any calendar day."""
        today = reader.today(UTC)
        words = Markup.escape(self._calendar.day(on, year=on.year != today.year))
        near = self._near((on - today).days, reader) if named else ""
        return self._phrase("near_day", near=near, day=words) if near else words

    def dated(self, on: date, reader: Reader) -> Markup:
        """``6 January 2003``, ``today`` or ``yesterday``: the day of something that is written."""
        today = reader.today(UTC)
        near = self._near((on - today).days, reader) if on <= today else Markup()
        return near or Markup.escape(self._calendar.dated(on, year=on.year != today.year))

    def passed(self, on: date | None, reader: Reader) -> Markup:
        """The same for what is said to have happened; empty where that day is still ahead."""
        return self.dated(on, reader) if on and on <= reader.today(UTC) else Markup()

    def days(self, since: date, until: date, reader: Reader) -> Markup:
        """``Mon 6 January – Fri 10 January``: the first and last day of something, or its only."""
        if since == until:
            return self.day(since, reader)
        return self._phrase(
            "from_to_days", start=self.day(since, reader), end=self.day(until, reader)
        )

    def _for_one(
        self, here: datetime, there: datetime, city: str | None, day: Markup, reader: Reader
    ) -> Markup:
        """One reader's phrase; ``here`` is the office's clock where the reader's is unknown."""
        clock = self._calendar.clock(here)
        if city is None and reader.clock is not None and _agree(here, there):
            return self._phrase("for_you_only", day=day, clock=clock)
        in_city = city or self._phrase("locally")
        if reader.clock is None:
            return self._phrase("there_only", day=day, clock=clock, in_city=in_city)
        if _agree(here, there):
            return self._phrase("for_both", day=day, clock=clock, in_city=in_city)
        office = Markup.escape(self._calendar.clock(there))
        if here.date() != there.date():
            office = self._phrase("day_clock", day=self._calendar.weekday(there), clock=office)
        return self._phrase("for_you", day=day, clock=clock, there=office, in_city=in_city)

    def _for_all(self, there: datetime, in_city: str, reader: Reader, tag: bool) -> Markup:
        """On everybody's own clock where the app can, else on the group's; then the office's."""
        if not tag or there - reader.now > TAG_REACH:
            day, clock = self._full_day(there, reader), self._calendar.clock(there)
            return self._phrase("there_only", day=day, clock=clock, in_city=in_city)
        return self._phrase(
            "and_there",
            when=self._tag(there, DAY_AND_HOUR, reader),
            there=self.office_clock(there, str(there.tzinfo), in_city),
        )

    def _span_for_all(
        self, there: datetime, over: datetime, in_city: str, reader: Reader
    ) -> Markup:
        hours = self._phrase(
            "day_clock", day=self._calendar.weekday(there), clock=self._hours(there, over)
        )
        form = HOUR if there.date() == over.date() else DAY_AND_HOUR
        return self._phrase(
            "and_there",
            when=self._phrase(
                "from_to_days",
                start=self._tag(there, DAY_AND_HOUR, reader),
                end=self._tag(over, form, reader),
            ),
            there=self._phrase("clock_there", there=hours, in_city=in_city),
        )

    def _tag(self, at: datetime, form: str, reader: Reader) -> Markup:
        """``<tg-time>`` around the time on the group's own clock, or else on the office's."""
        city = self._calendar.city(reader.zone) if reader.zone else None
        local = at.astimezone(reader.clock) if reader.clock and city else at
        words = Markup.escape(self._calendar.clock(local))
        if form == DAY_AND_HOUR:
            words = self._phrase("day_at", day=self._full_day(local, reader), clock=words)
        if city:
            words = self._phrase("by_city", when=words, city=city)
        return Markup('<tg-time unix="{}" format="{}">{}</tg-time>').format(
            int(at.timestamp()), form, words
        )

    def _full_day(self, at: datetime, reader: Reader, named: bool = True) -> Markup:
        today = reader.today(at.tzinfo or UTC)
        words = Markup.escape(self._calendar.day(at, year=at.year != today.year))
        near = self._near((at.date() - today).days, reader) if named else ""
        return self._phrase("near_day", near=near, day=words) if near else words

    def _short_day(self, at: datetime, reader: Reader) -> Markup:
        """``today, Sunday``; the whole date where it is neither today nor a neighbouring day."""
        today = reader.today(at.tzinfo or UTC)
        near = self._near((at.date() - today).days, reader)
        if not near:
            return self._full_day(at, reader, named=False)
        return self._phrase("near_day", near=near, day=self._calendar.weekday(at))

    def _near(self, days: int, reader: Reader) -> Markup:
        """Today and its neighbours; empty for other days, and where nobody knows whose day."""
        if reader.shared or reader.clock is None:
            return Markup()
        return self._phrase("near", days=days)

    def _hours(self, start: datetime, end: datetime, end_day: Markup | None = None) -> Markup:
        first, last = self._calendar.clock(start), self._calendar.clock(end)
        if start.date() == end.date() or (end_day is None and _ends_at_midnight(start, end)):
            return self._phrase("from_to", start=first, end=last)
        until = end_day if end_day is not None else self._calendar.weekday(end)
        return self._phrase(
            "from_to_days", start=first, end=self._phrase("day_clock", day=until, clock=last)
        )

    def _weekday_clock(self, at: datetime, zone: str) -> Markup:
        local = at.astimezone(zone_named(zone))
        day, clock = self._calendar.weekday(local), self._calendar.clock(local)
        return self._phrase("day_clock", day=day, clock=clock)


def _agree(one: datetime, other: datetime) -> bool:
    """Whether two clocks show the same at this moment."""
    return one.utcoffset() == other.utcoffset()


def _ends_at_midnight(start: datetime, end: datetime) -> bool:
    return end - start <= timedelta(days=1) and end.hour == end.minute == 0
