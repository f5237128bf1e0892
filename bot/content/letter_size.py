"""How large a printed letter is written: as large as it goes on one page.

A second page costs a fax twice as much, and is lost easily. To let typst measure would take twice
the time: what is reckoned with here is a little more than the typefaces need.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from bot.core.drafts import Draft

Paper = Literal["a4", "us-letter"]

_SIZES = (11.5, 11.0, 10.5, 10.0)
"""In points. The smallest is still read well on a fax; a letter of more pages has the largest."""
_MM = 72 / 25.4
_ROOMS = {"a4": (157 * _MM, 253 * _MM), "us-letter": (162.9 * _MM, 235.4 * _MM)}
"""Width and height between the edges of the sheet, in points."""
_NEARLY = 1.05
"""What seems too high for the smallest letters by less may yet be found to fit."""
_TO_SIGN = 18 * _MM
# What follows is in ems.
_WIDTHS = {"Ll": 0.53, "Lu": 0.7, "Lo": 0.43, "Mn": 0.0, "Zs": 0.25, "Nd": 0.47, "Po": 0.25}
_OTHER = 0.5
_NARROW = {"Ll": 0.47, "Lu": 0.66}
"""Latin letters beside Cyrillic ones."""
_LINE, _ARABIC_LINE = 1.33, 1.64
_SMALL = 0.88
_ITEM = 1.6
"""How far the text of an item stands in."""
_FAX, _HEAD, _COPIES, _DATE, _SUBJECT, _SALUTATION, _PARAGRAPH, _CLOSING, _SENDER = (
    1.0,
    2.3,
    0.9,
    0.9,
    1.1,
    0.8,
    0.5,
    1.1,
    0.5,
)
"""What stands between the parts of a letter, above the space between lines."""


def size_for(draft: Draft, paper: Paper) -> float:
    """The size of its letters, in points."""
    width, height = _ROOMS[paper]
    height -= _TO_SIGN if draft.sender.lines else 0
    for size in _SIZES:
        needed = sum(_heights(draft, width / size)) * size
        if needed <= height:
            return size
    return _SIZES[-1] if needed <= height * _NEARLY else _SIZES[0]


def _heights(draft: Draft, width: float) -> Iterator[float]:
    """The heights of all parts of the letter on a sheet of a width, all in ems."""
    line = _ARABIC_LINE if draft.language in {"ar", "fa", "ur"} else _LINE

    def lines(text: str, room: float = width) -> float:
        return line * max(1, math.ceil(_width(text) / room))

    if draft.fax:
        yield _FAX + _SMALL * lines(draft.fax)
    if draft.head():
        yield _HEAD + sum(map(lines, draft.head())) * _SMALL
    yield sum(map(lines, draft.addressee))
    if draft.copies:
        yield _COPIES + sum(lines(text, width / _SMALL) for text in draft.copy_lines()) * _SMALL
    yield _DATE + lines(draft.place_and_date)
    yield _SUBJECT + lines(draft.subject, width * 0.93)
    yield _SALUTATION + lines(draft.salutation)
    for it in draft.body:
        yield _PARAGRAPH + lines(it.text, width - _ITEM if it.mark else width)
    yield _CLOSING + lines(draft.closing)
    if draft.sender.lines:
        yield _SENDER + sum(map(lines, draft.sender.lines))


def _width(text: str) -> float:
    """How long a text is on one line; a little is lost at the end of each."""
    return 1.02 * sum(map(_width_of, text))


@lru_cache(maxsize=2048)
def _width_of(sign: str) -> float:
    kind = unicodedata.category(sign)
    narrow = _NARROW.get(kind) if sign < "\u0250" else None
    return narrow or _WIDTHS.get(kind, _OTHER)
