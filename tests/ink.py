"""What is printed on a PDF, in the order in which people read it, also from the right.

A PDF keeps the signs in the order of the ink, from left to right. Read is a line at a time; the
lines of these tests are either from the left, or from the right with names and numbers in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pypdf import PageObject, PdfReader

_UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class Ink:
    """A few signs, and where they begin: in points from the left and from the bottom."""

    text: str
    x: float
    y: float


def inks(page: PageObject) -> Iterator[Ink]:
    """All signs of a page; those at one place from left to right."""
    found: list[Ink] = []

    def seen(text: str, at: list[float], _in_text: object, _font: object, _size: object) -> None:
        text = text.replace("\n", "")
        if not _UNSEEN.sub("", text).strip():
            text = " " if text else ""  # pypdf puts marks of its own beside blanks
        if text:
            found.append(Ink(text=text, x=at[4], y=at[5]))

    page.extract_text(visitor_text=seen)
    yield from found


def lines(reader: PdfReader) -> Iterator[str]:
    """The lines of a file from its first page to its last."""
    for page in reader.pages:
        for _, of_line in groupby(inks(page), key=lambda ink: round(ink.y)):
            yield _UNSEEN.sub("", _read(sorted(of_line, key=lambda ink: ink.x)))


def _read(line: list[Ink]) -> str:
    parts = [ink.text for ink in line]
    if "R" not in map(_direction, parts):
        return "".join(parts)
    parts.reverse()
    directions = "".join(map(_direction, parts))
    for run in re.finditer("L(N*L)*", directions):
        parts[run.start() : run.end()] = reversed(parts[run.start() : run.end()])
    return "".join(part[::-1] if _direction(part) == "N" else part for part in parts)


def _direction(part: str) -> str:
    """L from the left, R from the right, N as its neighbours."""
    found = {unicodedata.bidirectional(sign) for sign in part}
    return "R" if found & {"R", "AL"} else "L" if found & {"L", "EN"} else "N"


def compared(words: list[str]) -> str:
    """Words as one string without blanks; which way a bracket opens, a PDF tells as it likes."""
    return "".join(words).replace("(", "|").replace(")", "|")
