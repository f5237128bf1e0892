"""How much two letters share: runs of five words, the measure that finds copies.

Source: A. Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set

LENGTH = 5
"""Words in a run."""

_WITHOUT_BLANKS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
"""Scripts that put no blanks between words: each sign is taken for a word."""
_INSIDE = frozenset("'’ʼ\u200c\u200d")
"""What stands within a word: apostrophes, and the joiners of Persian and Indian scripts."""


class _Signs(dict[int, str]):
    """What becomes of each sign: itself, itself between blanks, nothing, or a blank."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = _kept(chr(code))
        return kept


def _kept(sign: str) -> str:
    if sign in _INSIDE:
        return ""
    if unicodedata.category(sign)[0] not in "LMN":
        return " "
    if unicodedata.name(sign, "").startswith(_WITHOUT_BLANKS):
        return f" {sign} "
    return sign


_SIGNS = _Signs()


def words(text: str) -> list[str]:
    """The words of a text in any script, in small letters, without punctuation."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS).split()


def shingles(text: str) -> Set[tuple[str, ...]]:
    """Every run of five words in a text; of a shorter text, the whole."""
    found = words(text)
    last = max(1, len(found) - LENGTH + 1)
    return {tuple(found[start : start + LENGTH]) for start in range(last if found else 0)}


def shared(one: Set[tuple[str, ...]], other: Set[tuple[str, ...]]) -> float:
    """From 0 to 1: how much of the shorter text stands in the longer one too."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
