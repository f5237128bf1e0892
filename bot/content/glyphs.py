"""Which signs the typefaces of a letter have, known before anything is set.

The list beside the fonts is written by ``scripts/build_glyphs.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
"""The folder of the typefaces that travel with the bot."""
COVERAGE = FONTS / "coverage.txt"


def missing(texts: Iterable[str]) -> tuple[str, ...]:
    """The signs none of the typefaces has, each once, in the order of the texts."""
    there = covered()
    signs = dict.fromkeys(sign for text in texts for sign in text)
    return tuple(sign for sign in signs if sign not in there)


@cache
def covered() -> frozenset[str]:
    """All signs that can be set, line breaks among them."""
    rows = COVERAGE.read_text(encoding="ascii").splitlines()
    spans = (row.partition("-")[::2] for row in rows if not row.startswith("#"))
    codes = (range(int(first, 16), int(last or first, 16) + 1) for first, last in spans)
    return frozenset({"\n", *(chr(code) for span in codes for code in span)})
