"""One sound of a word."""

from __future__ import annotations

from dataclasses import dataclass

VOWELS = frozenset({"a", "e", "i", "o", "u", "y", "ae", "oe", "ue", "uu", "ih"})
CONSONANTS = frozenset(
    "b v g d zh z j J k l m n p r s t f kh ts ch sh shch gh q ng h w th dh".split()
)


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A sound by its name, and whether the stress falls on it."""

    name: str
    stressed: bool = False

    @property
    def vowel(self) -> bool:
        return self.name in VOWELS
