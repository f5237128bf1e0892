"""Slots that somebody meant to be filled in by hand: they would go out in every letter as they are.

A letter's files have placeholders instead; the texts of campaign.yaml have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.core.flaws import Flaw, Loc, select

SLOT = re.compile(r"[{}]|_{3,}|\.{4,}|…{2,}|\[[^\[\]\n]*\]|<[^<>\n]{1,40}>")
"""Braces, rows of lines or dots, words in square or pointed brackets."""

PATHS = (
    "people.*.name",
    "demands.*.text",
    "demands.*.wordings.*",
    "offices.*.name",
    "offices.*.address",
    "offices.*.salutation",
    "offices.*.addressed",
    "offices.*.holders.*.salutation",
    "offices.*.holders.*.addressed",
    "letters.*.subject",
)
"""Texts of campaign.yaml that stand in letters."""


def flaws(document: Mapping[str, object]) -> Iterator[Flaw]:
    """Slots in the texts of a campaign document that go into letters."""
    for path in PATHS:
        for loc, text in select(document, path):
            yield from _flaws(loc, text)


def _flaws(loc: Loc, text: object) -> Iterator[Flaw]:
    if isinstance(text, Mapping):
        for code, said in text.items():
            yield from _flaws((*loc, code), said)
    elif isinstance(text, str) and (found := SLOT.search(text)):
        yield Flaw(
            loc=loc,
            what=f"a slot is left open for somebody to fill in, '{found[0]}'",
            mend="write what belongs there: this text stands in letters as it is",
        )
