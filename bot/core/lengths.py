"""Lengths as Telegram counts them, and how a long text is cut without hurting a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import accumulate, takewhile

TEXT = 4096
"""Longest message, in UTF-16 units of visible text (core.telegram.org/bots/api#sendmessage)."""

_JOINER = "\u200d"
_SKINS = range(0x1F3FB, 0x1F400)
"""Colours of the skin of an emoji."""
_FLAGS = range(0x1F1E6, 0x1F200)
"""Letters that make a flag, two by two."""
_TAGS = range(0xE0020, 0xE0080)
"""What follows a flag to make it that of Scotland or Wales."""
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?:[.!?…؟۔।]+[\"'»”’)\]]*(?=\s))|[。！？]+[」』”’）]*")
_LINE = re.compile(r"\n")
_WORD = re.compile(r"\s")
_SHORTENED = frozenset(
    "no nos nr mr mrs ms dr st art p pp vol vs fr prof gen sr sra dña д-р г гг им ул д стр ст п "
    "тов проф акад обл р руб тел ф.и.о т.е т.д т.п др см ж б".split()
)
"""Words before a full stop that is not the end of a sentence."""
_NEAR = 16
"""Signs before and after a possible cut that are looked at."""
_LEAST = 4
"""A part is at least one of so many parts of the limit long, if it can be."""


def units(text: str) -> int:
    """Length in UTF-16 units: signs beyond the first plane, such as most emoji, count twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def pieces(text: str, limit: int = TEXT) -> tuple[str, ...]:
    """The text in parts of at most ``limit`` units (2 or more).

    It is cut at the end of a paragraph, else of a sentence, of a line, of a word. Only a word
    longer than a whole part is cut itself, and then not between a letter and its accents.
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
    """Where to cut a text of which ``reach`` signs fit: not too early if it can be."""
    furthest = 0
    for seams in _SEAMS:
        cut = max(seams(text, reach), default=0)
        if cut * _LEAST >= reach:
            return cut
        furthest = max(furthest, cut)
    return furthest or _whole_sign(text, reach)


def _starts(seam: re.Pattern[str]) -> Callable[[str, int], Iterator[int]]:
    """Finds the places where a seam of blanks begins; it is not sent and need not fit."""

    def places(text: str, reach: int) -> Iterator[int]:
        for found in seam.finditer(text, 1):
            if found.start() > reach:
                return
            if not _torn(text, found.start()):
                yield found.start()

    return places


def _sentences(text: str, reach: int) -> Iterator[int]:
    """The places after a sentence."""
    for found in _SENTENCE.finditer(text, 0, reach + 1):
        cut = found.end()
        if cut <= reach and not _torn(text, cut) and not _goes_on(text, found):
            yield cut


_SEAMS = (_starts(_PARAGRAPH), _sentences, _starts(_LINE), _starts(_WORD))


def _goes_on(text: str, stop: re.Match[str]) -> bool:
    """Whether the sentence does not end there: after initials, list marks, "No." and the like."""
    around = text[stop.end() : stop.end() + _NEAR].split(maxsplit=1)
    if around and around[0][0].islower():
        return True
    line = text[max(stop.start() - _NEAR, 0) : stop.start()].rpartition("\n")[2]
    word = line.split()[-1].lstrip("(«\"'„“").lower() if line.strip() else ""
    if stop[0] != "." or not word:
        return False
    is_mark = word == line.strip() and word.isdecimal()
    return is_mark or len(word.rpartition(".")[2]) <= 1 or word in _SHORTENED


def _whole_sign(text: str, reach: int) -> int:
    """The last place at or before ``reach`` that does not tear accents or joined signs apart."""
    return next((cut for cut in range(reach, 0, -1) if not _torn(text, cut)), reach)


def _torn(text: str, cut: int) -> bool:
    """Whether a cut parts what people see as one sign, blanks after it left out."""
    after = text[cut : cut + _NEAR].lstrip()[:1]
    before = text[cut - 1]
    if not after:
        return False
    if ord(after) in _FLAGS and ord(before) in _FLAGS:
        return _flags_before(text, cut) % 2 == 1
    return _JOINER in (before, after) or _clings(after)


def _flags_before(text: str, cut: int) -> int:
    return sum(1 for _ in takewhile(lambda sign: ord(sign) in _FLAGS, reversed(text[:cut])))


def _clings(sign: str) -> bool:
    return (
        unicodedata.category(sign) in {"Mn", "Mc", "Me"}
        or ord(sign) in _SKINS
        or ord(sign) in _TAGS
    )
