"""Text typed by people, made safe to show: no control characters, no reordering."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\u200c\u200d")
"""Line breaks, and the joiners that Persian, Arabic and emoji need."""
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MARKS_IN_A_ROW = 3


def clean(text: str, limit: int) -> str:
    """The text in NFC without control, surrogate and bidi-override characters, cut to ``limit``.

    Lengths are code points. At most three combining marks follow each other.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")[: limit * 4]):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        unwanted = category in {"Cc", "Cs", "Co"} or character in REORDERING
        if (not unwanted or character in KEPT) and marks <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)[:limit].strip()


def one_line(text: str, limit: int) -> str:
    """The same on a single line, with single blanks."""
    return " ".join(clean(text, limit * 2).split())[:limit].strip()
