"""How offices are reached, as far as a desk can check it: numbers, hours, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from bot.core import places
from bot.core.dialling import number_problem
from bot.core.flaws import Flaw, Loc, groups, named, words
from bot.core.hours_check import problems as hours_problems
from bot.core.offices import DIALLED
from bot.core.values import day_in

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_NEEDED = {"email": "email", "post": "address", "web": "url"}
_IN_TWO = re.compile(r'((?:[^":]|"[^"]*"|:(?! ))*): (.*)', re.DOTALL)


def flaws(document: Mapping[str, object], today: date) -> Iterator[Flaw]:
    """Wrong opening hours, numbers nobody can ring, channels without the way they are named for.

    A number whose last day lies before ``today`` is history and need not be valid any more.
    """
    for loc, office in groups(document, "offices.*"):
        yield from _hours(loc, office)
    for loc, channel in groups(document, "channels.*"):
        yield from _complete(loc, channel)
    for loc, number in groups(document, "channels.*.numbers.*"):
        yield from _number(loc, number, _country(document, loc), today)


def _hours(loc: Loc, office: Mapping[str, object]) -> Iterator[Flaw]:
    hours, zone, country = (str(office.get(name, "")) for name in ("hours", "zone", "country"))
    if not isinstance(office.get("hours"), str):
        return
    # A wrong zone or country is told of elsewhere; here it must not hide what else is wrong.
    known_zone = zone if places.is_zone(zone) else "UTC"
    known_country = country if places.is_country(country) else "GB"
    for sentence in hours_problems(hours, known_zone, known_country):
        yield _flaw((*loc, "hours"), sentence)


def _complete(loc: Loc, channel: Mapping[str, object]) -> Iterator[Flaw]:
    kind = str(channel.get("kind"))
    needed = "numbers" if kind in DIALLED else _NEEDED.get(kind)
    if needed and not channel.get(needed):
        yield Flaw(
            loc=loc,
            what=f"a channel of the kind '{kind}' has no '{needed}'",
            mend=f"add '{needed}', or correct the kind",
        )


def _number(
    loc: Loc, number: Mapping[str, object], country: str | None, today: date
) -> Iterator[Flaw]:
    e164, display = number.get("e164"), number.get("display")
    if not isinstance(e164, str) or not _E164.fullmatch(e164):
        return
    if isinstance(display, str) and re.sub(r"\D", "", display) != e164[1:]:
        yield Flaw(
            loc=(*loc, "display"),
            what=f"'{display}' has other digits than {e164}",
            mend="correct one of the two",
        )
    until = day_in(number.get("until"))
    if country is None or (until is not None and until < today):
        return
    if sentence := number_problem(e164, country):
        yield _flaw((*loc, "e164"), sentence)


def _country(document: Mapping[str, object], number: Loc) -> str | None:
    """The country of the first office the number's channel reaches, if it is known."""
    countries = {office["id"]: office.get("country") for _, office in named(document, "offices")}
    reached = words(document, "channels.*.offices.*")
    mine = [countries.get(id) for loc, id in reached if loc[:2] == number[:2]]
    found = next((country for country in mine if isinstance(country, str)), None)
    return found if found and places.is_country(found) else None


def _flaw(loc: Loc, sentence: str) -> Flaw:
    """A sentence "what is wrong: how to mend it" in its two parts."""
    parts = _IN_TWO.fullmatch(sentence)
    what, mend = (parts[1], parts[2]) if parts else (sentence, "correct it")
    return Flaw(loc=loc, what=what, mend=mend)
