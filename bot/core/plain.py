"""Text typed by people, made safe to show: no control characters, no reordering."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\u200c\u200d")
"""Line breaks, and the joiners that Persian, Arabic and emoji need."""
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNWANTED = frozenset({"Cc", "Cs", "Co"})
"""Classes of signs that are never text: controls, halves of surrogate pairs, private use."""
BLANKS = str.maketrans({"\r": "\n", "\t": " ", "\v": "\n", "\f": "\n", "\x85": "\n"})
"""Controls that stand between words, as what they mean."""
MARKS_IN_A_ROW = 3
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their class that nobody can see: fillers, and Braille without a dot."""


def clean(text: str, limit: int) -> str:
    """The text in NFC without control, surrogate and bidi-override characters, cut to ``limit``.

    Lengths are code points. At most three combining marks follow each other.
    """
    if text.isascii() and text.isprintable():  # most of what is pressed and typed
        return text[:limit].strip()
    sound = text[: limit * 4].replace("\r\n", "\n").translate(BLANKS)
    # Composed only after the sifting: what stood between a letter and its accent may be gone.
    letters = unicodedata.normalize("NFC", "".join(sign for sign in sound if _is_wanted(sign)))
    return _sober(letters)[:limit].strip()


def one_line(text: str, limit: int) -> str:
    """The same on a single line, with single blanks."""
    return " ".join(clean(text, limit * 2).split())[:limit].strip()


def has_words(text: str) -> bool:
    """Whether there is anything in it that a reader can see."""
    return any(sign not in UNSEEN and unicodedata.category(sign)[0] not in "CMZ" for sign in text)


def _is_wanted(sign: str) -> bool:
    return sign in KEPT or (unicodedata.category(sign) not in UNWANTED and sign not in REORDERING)


def _sober(text: str) -> str:
    """Without the towers of accents that spill over the lines above and below."""
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)
