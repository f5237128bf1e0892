"""Sounds as readers of Russian, Kazakh, Ukrainian, Belarusian and Kyrgyz would write them.

Approximated: where an alphabet lacks a letter the nearest one stands; soft consonants are shown by
the vowel after them.
"""

from __future__ import annotations

from .spelling import NOT_INVERTED, Spelling

_RUSSIAN = {
    "a": "а", "e": "е", "+e": "э", "i": "и", "o": "о", "u": "у", "y": "ы", "ae": "а", "oe": "о",
    "ue": "у", "uu": "у", "ih": "и", "b": "б", "v": "в", "g": "г", "d": "д", "zh": "ж", "z": "з",
    "j": "й", "J": "ь", "k": "к", "l": "л", "m": "м", "n": "н", "p": "п", "r": "р", "s": "с",
    "t": "т", "f": "ф", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "shch": "щ", "gh": "г",
    "q": "к", "ng": "нг", "h": "х", "w": "у", "th": "с", "dh": "з", "d zh": "дж",
    "j a": "я", "j e": "е", "j i": "и", "j o": "ё", "j u": "ю",
    "J a": "я", "J e": "е", "J i": "и", "J o": "ё", "J u": "ю",
}  # fmt: skip
_KAZAKH = _RUSSIAN | {
    "ae": "ә", "oe": "ө", "ue": "ү", "uu": "ұ", "ih": "і", "gh": "ғ", "q": "қ", "ng": "ң",
    "h": "һ",
}  # fmt: skip
_UKRAINIAN = _RUSSIAN | {
    "e": "е", "+e": "е", "i": "і", "y": "и", "ih": "и", "g": "ґ", "h": "г", "gh": "г",
    "j e": "є", "j i": "ї", "j o": "йо", "J e": "є", "J i": "і", "J o": "ьо",
}  # fmt: skip
_BELARUSIAN = _RUSSIAN | {
    "e": "э", "i": "і", "ih": "і", "shch": "шч", "h": "г", "w": "ў", "j i": "і", "J i": "і",
}  # fmt: skip
_KYRGYZ = _RUSSIAN | {"oe": "ө", "ue": "ү", "ng": "ң", "ih": "и"}

_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
RUSSIAN = Spelling(letters=_RUSSIAN, alphabet=_LETTERS, accent=True, signs=NOT_INVERTED)
KAZAKH = Spelling(
    letters=_KAZAKH, alphabet=_LETTERS | frozenset("әғқңөұүһі"), accent=True, signs=NOT_INVERTED
)
UKRAINIAN = Spelling(
    letters=_UKRAINIAN,
    alphabet=_LETTERS - frozenset("ёъыэ") | frozenset("ґєії'’"),
    accent=True,
    signs=NOT_INVERTED,
)
BELARUSIAN = Spelling(
    letters=_BELARUSIAN,
    alphabet=_LETTERS - frozenset("ищъ") | frozenset("іў'’"),
    accent=True,
    signs=NOT_INVERTED,
)
KYRGYZ = Spelling(
    letters=_KYRGYZ, alphabet=_LETTERS | frozenset("ңөү"), accent=True, signs=NOT_INVERTED
)
