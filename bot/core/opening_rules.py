"""Reads OpenStreetMap ``opening_hours`` expressions, with public holidays as we know them.

The syntax and its evaluation are ``opening-hours-py``'s. Two things are ours, because its own fall
short: its calendar of holidays knows no days moved by decree (Nauryz of 2026 lasts to the 25th), so
``PH`` is replaced by dates before it sees the expression; and it is asked in local time without a
zone, so that its own copy of the zone data never decides when an office opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from opening_hours import (  # type: ignore[attr-defined]  # its stub leaves ParserError out
    OpeningHours,
    ParserError,
    State,
)

from .public_holidays import holidays_in

__all__ = ["LocalInterval", "ParserError", "holidays_spelt_out", "open_times", "parsed", "rules"]

LocalInterval = tuple[datetime, datetime]
"""Beginning and end by the office's own clock, without a zone."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A comment in quotes, a sign between rules, or a piece of a rule; a stray quote stands alone.
_PIECE = re.compile(r'"[^"]*"|\|\||;|[^";|]+|["|]')
_SEPARATORS = frozenset({";", "||"})
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"(?:PH|SH|{_DAY}(?:\s?-\s?{_DAY})?(?:\[[^\]]*\])?)"
_HOLIDAY_RULE = re.compile(
    rf"\s*(?P<days>{_DAYS}(?:\s?,\s?{_DAYS})*)(?!\w)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_HOLIDAY = re.compile(r"(?<!\w)PH(?!\w)", re.IGNORECASE)
_OFFSET = re.compile(r"\s*[+-]\s?\d+\s*day", re.IGNORECASE)


def open_times(
    expression: str, country: str, since: datetime, until: datetime
) -> Iterator[LocalInterval]:
    """When an office is open between two moments of its own clock, in order and cut at both.

    Raises ``ParserError`` for what is no expression, ``ValueError`` for uses of ``PH`` that
    ``holidays_spelt_out`` cannot spell out.
    """
    compiled = _compiled(expression, country, since.year, until.year)
    for start, end, state, _comment in compiled.intervals(since, until):
        if state == State.OPEN:
            yield start, end


def parsed(expression: str) -> OpeningHours:
    """The expression as the library has it, holidays aside. Raises ``ParserError``."""
    return OpeningHours(expression, auto_country=False, auto_timezone=False)


def rules(expression: str) -> list[tuple[str, str]]:
    """The rules of an expression, each with the sign before it: empty, ``;`` or ``||``."""
    found = [("", "")]
    for piece in _PIECE.findall(expression):
        if piece in _SEPARATORS:
            found.append((piece, ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + piece)
    return found


def holidays_spelt_out(expression: str, country: str, years: range) -> str:
    """The expression with ``PH`` replaced by the dates of the country's public holidays.

    ``Su,PH 10:00-12:00`` becomes a rule for Sundays and one for the dates. Raises ``ValueError``
    where ``PH`` stands anywhere but among the weekdays at the start of a rule.
    """
    dates = ",".join(
        f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
        for year in years
        for day in holidays_in(country, year)
    )
    text = ""
    for sign, rule in rules(expression):
        for part in _rule_spelt_out(rule.strip(), dates):
            joint = " || " if sign == "||" else "; "
            text += joint + part if text else part
    # A rule about holidays alone says nothing in years without any.
    return text or "off"


def _rule_spelt_out(rule: str, dates: str) -> Iterator[str]:
    unquoted = re.sub(r'"[^"]*"', "", rule)
    if not _HOLIDAY.search(unquoted):
        yield rule
        return
    match = _HOLIDAY_RULE.match(rule)
    if not match or _HOLIDAY.search(re.sub(r'"[^"]*"', "", match["rest"])):
        raise ValueError(rule)
    if _OFFSET.match(match["rest"]):
        raise ValueError(rule)
    days = [
        day.strip() for day in _split_days(match["days"]) if not _HOLIDAY.fullmatch(day.strip())
    ]
    if days:
        yield ",".join(days) + match["rest"]
    if dates:
        yield dates + match["rest"]


def _split_days(days: str) -> list[str]:
    """At commas, but not at those inside the brackets of ``Mo[1,3]``."""
    return re.split(r",(?![^\[]*\])", days)


@lru_cache(maxsize=512)
def _compiled(expression: str, country: str, first_year: int, last_year: int) -> OpeningHours:
    return parsed(holidays_spelt_out(expression, country, range(first_year, last_year + 1)))
