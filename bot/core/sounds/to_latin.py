"""Sounds as readers of English, Spanish, German and French would write them.

Approximated: sounds a language has no letters for get the nearest ones. German and English know no
sign for the sound of Russian ы; French writes a last consonant twice lest it be left silent.
"""

from __future__ import annotations

from string import ascii_lowercase

from .spelling import NOT_INVERTED, Spelling

_LATIN = frozenset(ascii_lowercase)
_SAME = {letter: letter for letter in "abdefgiklmnoprstuvz"} | {"w": "w", "h": "h"}

ENGLISH = Spelling(
    letters=_SAME | {
        "a$": "ah", "e$": "eh", "o$": "oh", "i": "ee", "u": "oo", "y": "i", "y$": "ih",
        "ae": "a", "ae$": "ah", "oe": "ur", "ue": "ew", "uu": "u", "uu$": "oo", "ih": "i",
        "ih$": "ih", "zh": "zh", "j": "y", "J": "y", "J i": "ee", "kh": "kh", "ts": "ts",
        "ch": "ch", "sh": "sh", "shch": "shch", "gh": "gh", "q": "k", "ng": "ng", "th": "th",
        "dh": "th", "d zh": "j", "i j": "ee",
    },
    alphabet=_LATIN,
    hyphens=True,
    signs=NOT_INVERTED,
)  # fmt: skip
SPANISH = Spelling(
    letters=_SAME | {
        "i j": "i", "y": "y", "ae": "e", "oe": "o", "ue": "u", "uu": "u", "ih": "i", "zh": "zh",
        "j": "y", "j$": "i", "J": "i", "J i": "i", "n J": "ñ", "n J i": "ñi", "k": "k", "kh": "j",
        "ts": "ts", "ch": "ch", "sh": "sh", "shch": "sch", "gh": "g", "q": "k", "ng": "ng",
        "w": "u", "h": "j", "th": "z", "dh": "d", "g e": "gue", "g i": "gui", "gh e": "gue",
        "gh i": "gui", "g ih": "gui", "gh ih": "gui",
    },
    alphabet=_LATIN | frozenset("ñ"),
    hyphens=True,
    signs={},
)  # fmt: skip
GERMAN = Spelling(
    letters=_SAME | {
        "v": "w", "z": "s", "s": "ss", "i j": "i", "y": "y", "ae": "ä", "oe": "ö", "ue": "ü",
        "uu": "u", "ih": "i", "zh": "sch", "j": "j", "J": "j", "J i": "i", "kh": "ch", "ts": "z",
        "ch": "tsch", "sh": "sch", "shch": "schtsch", "gh": "gh", "q": "k", "ng": "ng", "w": "u",
        "th": "ss", "dh": "s", "d zh": "dsch", "k s": "ks",
    },
    alphabet=_LATIN | frozenset("äöüß"),
    hyphens=True,
    signs=NOT_INVERTED,
)  # fmt: skip
FRENCH = Spelling(
    letters=_SAME | {
        "e": "è", "e$": "é", "u": "ou", "y": "y", "ae": "è", "oe": "eu", "ue": "u", "uu": "ou",
        "ih": "i", "i j": "i", "zh": "j", "j": "y", "j$": "ï", "J": "i", "J i": "i", "kh": "kh",
        "ts": "ts", "ch": "tch", "sh": "ch", "shch": "chtch", "gh": "gh", "q": "k", "ng": "ng",
        "w": "ou", "h": "h", "th": "th", "dh": "d", "d zh": "dj", "g e": "gué", "g i": "gui",
        "t.": "tt", "s.": "ss", "n.": "nn", "m.": "mm", "d.": "dd", "p.": "pp",
    },
    alphabet=_LATIN | frozenset("éèï"),
    hyphens=True,
    signs=NOT_INVERTED,
)  # fmt: skip
