"""The file of a letter taken apart: its parts, and the ways in which each can be said.

``== charges, movable`` begins a part, ``-- or`` another way of saying it. A file without either is
one part with one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.core.flaws import nearest
from bot.core.variation import Part

from .letter_templates import LetterError

WHOLE = "whole"
"""The only part of a file that is not parted."""
MOST_FILE = 96 * 1024
"""Bytes of a file: a letter in some four ways, in a script of two bytes a letter."""
FLAGS = ("movable", "optional")

_ID = re.compile(r"[a-z][a-z0-9-]{0,19}")
_HEAD = re.compile(r"\s*=+\s*(?P<said>.*?)\s*=*\s*")
_BEGINS = re.compile(r"\s*=")
_OR = "-- or"
_MEANT_OR = re.compile(r"\s*[-–—]+\s*or\s*", re.IGNORECASE)
_LIKE_OR = re.compile(rf"\s*--(?!-)|{_MEANT_OR.pattern}$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of saying a part: a template of its own."""

    source: str
    line: int
    """The line of the file on which it begins, from 1."""


@dataclass(frozen=True, kw_only=True)
class LetterPart:
    """A part of a letter with all its ways of being said, in the order of the file."""

    id: str
    line: int
    ways: tuple[Way, ...]
    flags: frozenset[str] = frozenset()

    @property
    def drawn(self) -> Part:
        """What a draw has to know of it."""
        return Part(
            id=self.id,
            ways=len(self.ways),
            movable="movable" in self.flags,
            optional="optional" in self.flags,
        )


@dataclass(frozen=True, kw_only=True)
class Parted:
    """A file of a letter, parted as far as it can be."""

    parts: tuple[LetterPart, ...]
    mistakes: tuple[LetterError, ...]
    """What is wrong with its lines ``==`` and ``-- or``, in their order."""
    lines: int
    """How many lines the file has."""


Numbered = tuple[int, str]
"""A line with its number in the file, from 1."""


@lru_cache(maxsize=512)
def parted(source: str) -> Parted:
    """The parts of a letter's file."""
    lines = list(enumerate(source.split("\n"), 1))
    heads = [at for at, (_, line) in enumerate(lines) if _BEGINS.match(line)]
    found: list[LetterError] = []
    before = lines[: heads[0]] if heads else []
    parts = [] if heads else [_whole(lines, found)]
    if first := next((number for number, line in before if line.strip()), None):
        mend = "put a line such as '== opening' above it"
        found.append(LetterError(first, "words stand before the first part", mend))
    for at, until in pairwise([*heads, len(lines)]):
        parts.append(_part(lines[at], lines[at + 1 : until], found))
    found += _repeated(parts)
    found.sort(key=lambda error: error.line or 0)
    return Parted(parts=tuple(parts), mistakes=tuple(found), lines=len(lines))


def _whole(lines: Sequence[Numbered], found: list[LetterError]) -> LetterPart:
    """A file without parts; other ways need a part they belong to."""
    for number, line in lines:
        if _MEANT_OR.fullmatch(line):
            mend = "put a line such as '== opening' above the first of them"
            found.append(LetterError(number, f"'{_OR}' stands outside of any part", mend))
            break
    return LetterPart(id=WHOLE, line=1, ways=(_way(lines),))


def _part(head: Numbered, below: Sequence[Numbered], found: list[LetterError]) -> LetterPart:
    number, line = head
    match = _HEAD.fullmatch(line)
    id, *flags = [word.strip() for word in (match["said"] if match else "").split(",")]
    found += _heading(number, line, id, flags)
    ways: list[Way] = []
    for lines in _divided(number, below, found):
        ways.append(way := _way(lines))
        if not way.source:
            mend = "write it, or take its line out"
            found.append(LetterError(way.line, f"a way of saying the part '{id}' is empty", mend))
    found += _twice(ways)
    return LetterPart(id=id, line=number, ways=tuple(ways), flags=frozenset(flags) & set(FLAGS))


def _heading(number: int, line: str, id: str, flags: Sequence[str]) -> Iterator[LetterError]:
    what = "this line cannot be read as the beginning of a part"
    if not _ID.fullmatch(id):
        mend = "write it like '== opening': small letters without accents, digits and hyphens"
        yield LetterError(number, what, mend)
    elif not line.startswith("== ") or line.rstrip().endswith("="):
        mend = f"write '== {', '.join([id, *flags])}'"
        yield LetterError(number, what, mend)
    for flag in flags:
        if flag not in FLAGS:
            meant = nearest(flag, FLAGS)
            mend = f"did you mean '{meant}'?" if meant else "there are 'movable' and 'optional'"
            yield LetterError(number, f"a part cannot be '{flag}'", mend)


def _divided(
    head: int, lines: Sequence[Numbered], found: list[LetterError]
) -> Iterator[list[Numbered]]:
    """The lines of each way, below an empty one in place of the line that begins it."""
    way: list[Numbered] = [(head, "")]
    for number, line in lines:
        if _LIKE_OR.match(line):
            if line.rstrip() != _OR:
                what = "this line cannot be read as the beginning of another way of saying it"
                found.append(LetterError(number, what, f"write '{_OR}', or begin it otherwise"))
            yield way
            way = [(number, "")]
        else:
            way.append((number, line))
    yield way


def _way(lines: Sequence[Numbered]) -> Way:
    said = [at for at, (_, line) in enumerate(lines) if line.strip()]
    if not said:
        return Way(source="", line=lines[0][0])
    text = "\n".join(line for _, line in lines[said[0] : said[-1] + 1])
    return Way(source=text, line=lines[said[0]][0])


def _twice(ways: Sequence[Way]) -> Iterator[LetterError]:
    """Two ways that are one make a letter neither longer nor different."""
    seen: dict[str, int] = {}
    for way in ways:
        said = " ".join(way.source.split())
        if said and said in seen:
            what = f"this says the same as line {seen[said]}, word for word"
            yield LetterError(way.line, what, "say it in another way, or take it out")
        seen.setdefault(said, way.line)


def _repeated(parts: Sequence[LetterPart]) -> Iterator[LetterError]:
    seen: dict[str, int] = {}
    for part in parts:
        if part.id in seen:
            what = f"the part '{part.id}' already stands in line {seen[part.id]}"
            yield LetterError(part.line, what, "give this one another name")
        seen.setdefault(part.id, part.line)
