"""Codes in a campaign document that must exist: languages, countries, time zones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from bot.core import places
from bot.core.flaws import Flaw, Loc, choice, groups, words

from . import shape

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EXAMPLES = "en, ru, kk"

LANGUAGES = (
    "language",
    "offices.*.languages.*",
    "scripts.*.steps.*.language",
    "scripts.*.branches.*.steps.*.language",
)
COUNTRIES = (
    "country",
    "danger.readers.*.countries.*",
    "offices.*.country",
    "pickets.*.country",
)
ZONES = ("", "offices.*")
"""Maps that have a zone, perhaps beside a country."""


def is_language(code: str) -> bool:
    """Whether a code such as "kk" or "zh-Hant" names a language that CLDR knows."""
    return bool(_CODE.fullmatch(code)) and code.partition("-")[0] in _languages()


@cache
def _languages() -> frozenset[str]:
    return frozenset(Locale("en").languages) - {"und", "root", "mul", "zxx"}


def flaws(document: Mapping[str, object]) -> Iterator[Flaw]:
    """Languages, countries and zones there are none of; texts that lack the campaign's language."""
    for path in LANGUAGES:
        for loc, code in words(document, path):
            if not is_language(code):
                yield _no_language(loc, code)
    for path in COUNTRIES:
        for loc, code in words(document, path):
            if re.fullmatch(r"[A-Z]{2}", code) and not places.is_country(code):
                yield Flaw(
                    loc=loc,
                    what=f"there is no country '{code}'",
                    mend="write its two capital letters, such as KZ",
                )
    yield from _zone(document, ())
    for loc, office in groups(document, "offices.*"):
        yield from _zone(office, loc)
    yield from _texts(document)


def _no_language(loc: Loc, code: str) -> Flaw:
    return Flaw(
        loc=loc,
        what=f"there is no language '{code}'",
        mend=f"write its code in small letters, such as {_EXAMPLES}",
    )


def _zone(group: Mapping[str, object], loc: Loc) -> Iterator[Flaw]:
    zone = group.get("zone")
    if not isinstance(zone, str) or places.is_zone(zone):
        return
    there = places.zones_of(str(group.get("country")))
    yield Flaw(
        loc=(*loc, "zone"),
        what=f"there is no time zone '{zone}'",
        mend=choice(zone, there) if there else "write an IANA name such as Asia/Almaty",
    )


def _texts(document: Mapping[str, object]) -> Iterator[Flaw]:
    own = document.get("language")
    for loc, text in shape.texts(document):
        if not isinstance(text, Mapping):
            continue
        for code in text:
            if not is_language(code):
                yield _no_language((*loc, code), code)
        if isinstance(own, str) and is_language(own) and text and own not in text:
            yield Flaw(
                loc=loc,
                what=f"the text lacks the campaign's own language, '{own}'",
                mend=f"add a line '{own}: …'",
            )
