"""What is wrong with the opening hours somebody wrote down, said so that they can mend it."""

from __future__ import annotations

import re

from .opening_rules import ParserError, holidays_spelt_out, parsed, rules
from .places import is_country, is_zone

# OpenStreetMap's own limit of a value; also keeps a hostile file from costing time.
LONGEST = 255

_PLACE = re.compile(r"--> 1:(\d+)")
_COMMENT = re.compile(r'"[^"]*"')
_MODEL = "Mo-Fr 09:00-13:00,14:00-18:00; PH off"

# What is seen in an expression that cannot be read, and how to write it. The first match counts.
_MENDING: tuple[tuple[str, str], ...] = (
    (r"^\s*$", "leave the field out where nobody knows the hours"),
    (r"\b24/24\b|\b24h\b|24 hours", 'write "24/7" for an office that never closes'),
    (r"\d\s?[ap]\.?m\b", "write times by the 24-hour clock: 09:00-17:00"),
    (r"\d\.\d\d", "put a colon between hours and minutes: 09:00-18:00"),
    (r"[^\W\d_a-zA-Z]|\b(?:[A-Z][a-z]{2,8}day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b",
     "name days by the two English letters Mo, Tu, We, Th, Fr, Sa, Su"),
    (r"(?<![\d:])\d{1,2}-\d{1,2}(?![\d:])|(?<![\d:])\d:\d\d",
     "write hours with two digits and minutes too: 09:00-18:00"),
    (r"\d\d:\d\d\s?[\u2012-\u2015]\s?\d\d:\d\d", "write a plain hyphen between times: 09:00-18:00"),
    (r":\d\d\s+\d\d:", "put a comma between two stretches of one day: 09:00-13:00,14:00-18:00"),
    (r"\b(?:4[89]|[5-9]\d):\d\d", "no time is later than 48:00"),
)  # fmt: skip

# What can be read but would mislead the reader of a call card.
_MISLEADING: tuple[tuple[str, str], ...] = (
    (r"\bSH\b", "school holidays (SH) are not known to the bot: write them as dates"),
    (r"\b(?:sunrise|sunset|dawn|dusk)\b", "the sun keeps no office hours: write clock times"),
    (r"\bunknown\b", "leave the field out where nobody knows the hours"),
    (r"\d\+", "an open end (+) does not say when it is too late to ring: write the closing time"),
    (r"\beaster\b", "Easter is not known to the bot: write its dates, or PH where it is a holiday"),
    (r"\d:\d\d/\d", "times repeating within a stretch (/) are no opening hours: write the stretch"),
)

_WEEKLY = re.compile(r"\s*(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|\d\d:\d\d|24/7)(?!.*\b(?:off|closed)\b)")
_TIMES = re.compile(r"(\d\d):(\d\d)\s?-\s?(\d\d):(\d\d)")


def problems(expression: str | None, zone: str, country: str) -> list[str]:
    """Sentences on everything wrong with an office's hours; none where there is nothing to mend.

    ``expression`` is OpenStreetMap's ``opening_hours`` or None for unknown hours, ``zone`` an IANA
    name, ``country`` ISO 3166-1 alpha-2.
    """
    found = []
    if not is_zone(zone):
        found.append(
            f'"{zone}" is no time zone: write an IANA name such as Asia/Almaty or Europe/London'
        )
    if not is_country(country):
        found.append(f'"{country}" is no country: write its two capital letters, such as KZ or GB')
    if expression is None:
        return found
    if len(expression) > LONGEST:
        return [*found, f"opening hours are longer than {LONGEST} characters: shorten them"]
    return found + (_unreadable(expression) or _misleading(expression))


def _unreadable(expression: str) -> list[str]:
    try:
        parsed(expression)
    except ParserError as error:
        place = _PLACE.search(str(error))
        at = int(place[1]) if place else 1
        rest = expression[at - 1 :]
        where = f'from character {at} on, at "{rest}"' if rest else "at the end"
        advice = _advice(_MENDING, expression) or f'write hours such as "{_MODEL}"'
        return [f"opening hours cannot be read {where}: {advice}"]
    return []


def _misleading(expression: str) -> list[str]:
    plain = _COMMENT.sub("", expression)
    found = [advice for pattern, advice in _MISLEADING if re.search(pattern, plain, re.IGNORECASE)]
    found += [_capital(warning) for warning in parsed(expression).warnings]
    return [
        *found,
        *_holidays(expression),
        *_overruled_holidays(plain),
        *_past_midnight(plain),
        *_whole_days(plain),
    ]


def _capital(warning: str) -> str:
    got = re.search(r"got '(\w+)'", warning)
    return f'write "{got[1].capitalize()}" for "{got[1]}"' if got else f"opening hours: {warning}"


def _holidays(expression: str) -> list[str]:
    try:
        holidays_spelt_out(expression, "", range(0))
    except ValueError as error:
        advice = 'write it at the start of a rule, such as "PH off" or "Su,PH 10:00-12:00"'
        return [f'the bot cannot follow PH in "{error}": {advice}']
    return []


def _overruled_holidays(plain: str) -> list[str]:
    """Days off count only where no later rule gives the same days hours again."""
    off = False
    for _sign, rule in rules(plain):
        if off and _WEEKLY.match(rule):
            return [f'"{rule.strip()}" overrules the PH rule before it: write the PH rule last']
        off = off or bool(re.search(r"\bPH\b.*\b(?:off|closed)\b", rule))
    return []


def _past_midnight(plain: str) -> list[str]:
    """A stretch past midnight is right alone, but other rules cut it or let it run on wrongly."""
    late = next((match for match in _TIMES.finditer(plain) if _crosses_midnight(match)), None)
    if late is None or len(rules(plain)) == 1:
        return []
    advice = 'add the rest to the next day: "Mo-Fr 22:00-24:00, Tu-Sa 00:00-06:00; PH off"'
    return [f'"{late[0]}" runs past midnight, and other rules would cut it: {advice}']


def _crosses_midnight(match: re.Match[str]) -> bool:
    start, end = match[1] + match[2], match[3] + match[4]
    return end > "2400" or end <= start


def _whole_days(plain: str) -> list[str]:
    """A rule without times means from midnight to midnight, which is seldom meant."""
    return [
        f'"{rule.strip()}" names no times, so it means the whole day and night: add the times, or'
        ' "off"; for whole days write 00:00-24:00'
        for _sign, rule in rules(plain)
        if rule.strip()
        and not re.search(r"\d:\d\d|\b(?:off|closed)\b|24/7|sun|dawn|dusk|unknown", rule)
    ]


def _advice(table: tuple[tuple[str, str], ...], expression: str) -> str | None:
    return next((advice for pattern, advice in table if re.search(pattern, expression)), None)
