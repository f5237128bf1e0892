"""How readers of one alphabet write sounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOT_INVERTED: Mapping[str, str] = {"¿": "", "¡": ""}
"""Only Spanish opens a question with a sign."""


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """A table from sounds to letters.

    A key is one sound, or two with a blank between that are written together; ``+`` before a vowel
    stands for it at the beginning of a word or after a vowel, ``$`` after a sound for it at the end
    of a syllable, ``.`` after it at the end of a word.
    """

    letters: Mapping[str, str]
    alphabet: frozenset[str]
    """The letters a reader knows; small ones."""
    hyphens: bool = False
    """Syllables are set apart, and the stressed one stands in capitals."""
    accent: bool = False
    """The stressed vowel has a stress mark."""
    signs: Mapping[str, str]
    """Signs of punctuation that are written otherwise."""
