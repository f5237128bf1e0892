"""Lengths as Telegram counts them, and how a long text is cut without hurting a word."""

from __future__ import annotations

import unicodedata
from itertools import accumulate, takewhile

TEXT = 4096
"""Longest message, in UTF-16 units of visible text (core.telegram.org/bots/api#sendmessage)."""

_JOINERS = frozenset({"\u200d", "\ufe0e", "\ufe0f"})


def units(text: str) -> int:
    """Length in UTF-16 units: signs beyond the first plane, such as most emoji, count twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def pieces(text: str, limit: int = TEXT) -> tuple[str, ...]:
    """The text in parts of at most ``limit`` units (2 or more).

    It is cut between paragraphs, else lines, else words. Only a word longer than a whole part is
    cut itself, and then not between a letter and its accents.
    """
    parts: list[str] = []
    rest = text.strip()
    while units(rest) > limit:
        cut = _cut(rest, _reach(rest, limit))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def _reach(text: str, limit: int) -> int:
    """How many signs from the beginning of a longer text fit into ``limit`` units."""
    ends = accumulate(2 if sign > "\uffff" else 1 for sign in text)
    return sum(1 for _end in takewhile(lambda end: end <= limit, ends))


def _cut(text: str, reach: int) -> int:
    """Where to cut a text of which ``reach`` signs fit."""
    for seam in ("\n\n", "\n", " "):
        cut = text.rfind(seam, 1, reach + len(seam))
        if cut > 0:
            return cut
    return _whole_sign(text, reach)


def _whole_sign(text: str, reach: int) -> int:
    """The last place at or before ``reach`` that does not tear accents or joined signs apart."""
    cut = reach
    while cut > 0 and (_clings(text[cut]) or text[cut - 1] in _JOINERS):
        cut -= 1
    return cut or reach


def _clings(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.combining(sign) != 0
