"""One language as templates use it: its texts, times, names, and the functions they may call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from gettext import NullTranslations
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.core.campaign import Campaign
from bot.core.directions import from_the_right
from bot.core.people import Person, Source
from bot.core.texts import Text

from . import durations, environment
from .calendar import Calendar
from .dates import Dates
from .figure import Figure
from .phrases import Labels, Phrases
from .reader import Reader
from .said import Teller


class Speech:
    """Everything that depends on the language and on nothing else."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.calendar = Calendar(language)
        self.environment = environment.build(translations)
        offered = {name: getattr(self, name) for name in OFFERED}
        self.environment.globals.update(offered)
        self.environment.filters.update(offered)
        self._phrases = Phrases(self.environment, "dates.j2")
        self._dates = Dates(self.calendar, self._phrases)
        self._tell = Teller(language, self.calendar)
        self._lists = Phrases(self.environment, "lists.j2")
        self._sources = Phrases(self.environment, "sources.j2")
        self.labels = Labels(self.environment)

    # Times

    @pass_context
    def moment(
        self, context: Context, at: datetime, zone: str, in_city: Text | str | None, **form: bool
    ) -> Markup:
        """``form``: ``named`` and ``tag``, both true unless given."""
        city = None if in_city is None else self.said(context, in_city)
        return self._dates.moment(at, zone, city, _reader(context), **form)

    @pass_context
    def clock(self, context: Context, at: datetime, zone: str, in_city: Text | str) -> Markup:
        return self._dates.clock(at, zone, self.said(context, in_city), _reader(context))

    @pass_context
    def hour(self, context: Context, at: datetime, zone: str) -> str:
        return self._dates.hour(at, zone, _reader(context))

    @pass_context
    def office_clock(
        self, context: Context, at: datetime, zone: str, in_city: Text | str
    ) -> Markup:
        return self._dates.office_clock(at, zone, self.said(context, in_city))

    @pass_context
    def span(
        self, context: Context, start: datetime, end: datetime, zone: str, in_city: Text | str
    ) -> Markup:
        return self._dates.span(start, end, zone, self.said(context, in_city), _reader(context))

    @pass_context
    def shared_hours(self, context: Context, start: datetime, end: datetime, zone: str) -> Markup:
        return self._dates.shared_hours(start, end, zone, _reader(context))

    @pass_context
    def day(self, context: Context, on: date, *, named: bool = False) -> Markup:
        return self._dates.day(on, _reader(context), named=named)

    @pass_context
    def dated(self, context: Context, on: date) -> Markup:
        return self._dates.dated(on, _reader(context))

    @pass_context
    def days(self, context: Context, since: date, until: date) -> Markup:
        return self._dates.days(since, until, _reader(context))

    def duration(self, seconds: float) -> str:
        return durations.duration(seconds, self._phrases)

    def ahead(self, seconds: float) -> str:
        return durations.ahead(seconds, self._phrases)

    # Texts and names

    @pass_context
    def said(self, context: Context, text: Text | str, own: str | None = None) -> str:
        return self._tell.said(text, own or _own(context))

    @pass_context
    def foreign(self, context: Context, text: Text | str, own: str | None = None) -> str:
        return self._tell.foreign(text, own or _own(context))

    @pass_context
    def names(
        self,
        context: Context,
        people: Iterable[Person],
        own: str | None = None,
        *,
        original: bool = False,
    ) -> Markup:
        return self.listed(self._tell.name(one, own or _own(context), original) for one in people)

    def listed(self, words: Iterable[str]) -> Markup:
        """In a row, with "and" before the last."""
        *before, last = [Markup.escape(word) for word in words] or [Markup()]
        return self._lists("last", all=self.row(before), one=last) if before else last

    def row(self, words: Iterable[str]) -> Markup:
        """With commas only, which are those of the language."""
        first, *others = [Markup.escape(word) for word in words] or [Markup()]
        return reduce(lambda one, other: self._lists("more", one=one, other=other), others, first)

    def isolated(self, words: str, language: str) -> str:
        return self._tell.isolated(words, language)

    def arrow(self) -> str:
        """What leads on to the next step, in the direction one reads."""
        return "←" if from_the_right(self.language) else "→"

    def number(self, value: float) -> str:
        return self.calendar.number(value)

    def figure(self, value: int) -> Figure:
        return Figure(value, self.number(value))

    def counted(self, value: float) -> int:
        """What chooses the form of a counted word: fractions take that of two in most languages."""
        return int(value) if value == int(value) else 2

    def language_name(self, code: str) -> str:
        return self._tell.language_name(code)

    def country_name(self, code: str) -> str:
        return self._tell.country_name(code)

    def digits(self, number: str) -> str:
        """A telephone number: between words that run from right to left, its groups would too."""
        return self._tell.digits(number)

    @pass_context
    def source_line(
        self, context: Context, campaign: Campaign, source: Source | str | None = None
    ) -> Markup:
        found = source if isinstance(source, Source) else campaign.source(source)
        reader = _reader(context)
        return self._sources(
            "line",
            who=self._tell.said(found.who, campaign.language),
            written=self._dates.dated(found.written, reader),
            received=self._dates.passed(found.received, reader),
            checked=self._dates.passed(found.checked, reader),
        )


OFFERED: tuple[str, ...] = (
    "moment", "clock", "hour", "office_clock", "span", "shared_hours", "day", "dated", "days",
    "duration", "ahead",
    "said", "foreign", "isolated", "arrow", "names", "listed", "row", "number", "figure", "counted",
    "language_name", "country_name", "digits", "source_line",
)  # fmt: skip
"""What every template may call, as a function or as a filter."""


def _reader(context: Context) -> Reader:
    return Reader.of(context["audience"], context["now"])


def _own(context: Context) -> str | None:
    """The language of the campaign a template is about, where it is about one."""
    campaign: Any = context.get("campaign")
    return campaign.language if isinstance(campaign, Campaign) else None
