"""Days and clocks of one language, from CLDR patterns by skeleton; never a zone's name."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cached_property

from babel import Locale
from babel.dates import DateTimePattern, format_time, get_timezone_location, parse_pattern
from babel.numbers import format_decimal

NBSP = "\u00a0"

VARIANTS = {"en": "en_GB"}
"""English for the whole world: the day before the month, and 24 hours."""

_SHORT_MONTH = re.compile(r"(?<![ML])(M{3}|L{3})(?![ML])")
_DAY_AND_MONTH = re.compile(r"(?<=d\.) (?=[ML])|(?<=d) (?=[ML])|(?<=[ML]) (?=d)")
_YEAR_WORD = re.compile(r"(?<=y)[ \u00a0\u202f]")
_LAST_YEAR_WORD = re.compile(r"(?<=y)\s*'[^']+'\.?$")
"""A word such as "г." after the year: at the end its full stop would meet that of the sentence."""


class Calendar:
    """How one language writes a day, a weekday and an hour."""

    def __init__(self, language: str) -> None:
        self.locale = Locale.parse(VARIANTS.get(language, language.replace("-", "_")))

    def prepare(self) -> None:
        """Read the language's patterns, which takes some milliseconds, before anybody waits."""
        some = date(2000, 1, 1)
        for year in (False, True):
            self.day(some, year=year)
            self.dated(some, year=year)
        self.clock(time())

    def day(self, on: date, *, year: bool) -> str:
        """``Mon 6 January``; with the year ``Mon, 6 January 2003``."""
        return self._with_weekday[year].apply(on, self.locale)

    def dated(self, on: date, *, year: bool) -> str:
        """``6 January``, without the weekday: for days long past, such as a letter's own date."""
        return self._plain[year].apply(on, self.locale)

    def weekday(self, on: date) -> str:
        """``Monday``, as it stands alone."""
        return parse_pattern("cccc").apply(on, self.locale)

    def clock(self, at: datetime | time) -> str:
        """``03:00``, always of 24 hours, at the offset ``at`` carries."""
        wall = at.timetz().replace(tzinfo=None) if isinstance(at, datetime) else at
        pattern = self.locale.datetime_skeletons.get("Hm")
        return format_time(wall, pattern.pattern if pattern else "HH:mm", locale=self.locale)

    def number(self, value: float) -> str:
        """``7.5`` or ``7,5``; no more than three decimals."""
        return format_decimal(value, locale=self.locale)

    def city(self, zone: str) -> str | None:
        """The city an IANA zone is named after; None where the zone is named after none."""
        if "/" not in zone or zone.startswith("Etc/"):
            return None
        place = get_timezone_location(zone, locale=self.locale, return_city=True)
        # Where CLDR has no name, Babel spells the zone's: "Argentina/Buenos Aires".
        return place.rpartition("/")[2]

    @cached_property
    def _with_weekday(self) -> tuple[DateTimePattern, DateTimePattern]:
        return self._wide("MMMMEd", "MMMEd"), self._wide("yMMMMEd", "yMMMEd")

    @cached_property
    def _plain(self) -> tuple[DateTimePattern, DateTimePattern]:
        return self._wide("MMMMd", "MMMd"), self._wide("yMMMMd", "yMMMd")

    def _wide(self, long: str, short: str) -> DateTimePattern:
        """The pattern with the month in full; many languages have it abbreviated only."""
        skeletons = self.locale.datetime_skeletons
        found = skeletons.get(long) or skeletons.get(short) or self.locale.date_formats["full"]
        pattern = _SHORT_MONTH.sub(lambda month: month[0] + month[0][0], found.pattern)
        pattern = _LAST_YEAR_WORD.sub("", _DAY_AND_MONTH.sub(NBSP, pattern))
        return parse_pattern(_YEAR_WORD.sub(NBSP, pattern))
