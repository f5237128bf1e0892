"""Sounds as readers of Arabic and Persian would write them.

Approximated: every vowel is written as a long one, o like u, e like i (Persian: at the end of a
word like h); Arabic has no p, g of "go" and zh of its own, and v is written with f.
"""

from __future__ import annotations

from .spelling import NOT_INVERTED, Spelling

_ARABIC = {
    "a": "ا", "e": "ي", "i": "ي", "o": "و", "u": "و", "y": "ي", "ae": "ا", "oe": "و", "ue": "و",
    "uu": "و", "ih": "ي", "+a": "أ", "+e": "إي", "+i": "إي", "+o": "أو", "+u": "أو", "+y": "إي",
    "+ae": "أ", "+oe": "أو", "+ue": "أو", "+uu": "أو", "+ih": "إي",
    "b": "ب", "v": "ف", "g": "غ", "d": "د", "zh": "ج", "z": "ز", "j": "ي", "J": "ي", "k": "ك",
    "l": "ل", "m": "م", "n": "ن", "p": "ب", "r": "ر", "s": "س", "t": "ت", "f": "ف", "kh": "خ",
    "ts": "تس", "ch": "تش", "sh": "ش", "shch": "شتش", "gh": "غ", "q": "ق", "ng": "نغ", "h": "ه",
    "w": "و", "th": "ث", "dh": "ذ", "d zh": "ج", "J i": "ي", "J e": "ي", "j i": "ي", "j e": "ي",
    "i j e": "ييه",
}  # fmt: skip
_PERSIAN = _ARABIC | {
    "+a": "آ", "+ae": "آ", "+e": "ای", "+i": "ای", "+y": "ای", "+ih": "ای", "+o": "او", "+u": "او",
    "+oe": "او", "+ue": "او", "+uu": "او", "e": "ی", "e.": "ه", "i": "ی", "y": "ی", "ih": "ی",
    "j": "ی", "J": "ی", "k": "ک", "v": "و", "g": "گ", "zh": "ژ", "p": "پ", "ch": "چ",
    "shch": "شچ", "ng": "نگ", "d zh": "ج", "J i": "ی", "J e": "ی", "j i": "ی", "j e": "ی",
    "i j e": "ییه",
}  # fmt: skip
_SIGNS = {**NOT_INVERTED, "?": "؟", ",": "،", ";": "؛"}
_LETTERS = frozenset("ءآأإؤئابتثجحخدذرزسشصضطظعغفقكلمنهةوىي")

ARABIC = Spelling(letters=_ARABIC, alphabet=_LETTERS, signs=_SIGNS)
PERSIAN = Spelling(
    letters=_PERSIAN, alphabet=_LETTERS - frozenset("كيى") | frozenset("پچژکگی"), signs=_SIGNS
)
