"""What Cyrillic letters sound like in Russian, Kazakh, Ukrainian, Belarusian and Kyrgyz.

Approximated. Russian: an unstressed о is read as a, but other unstressed vowels keep their own
sound; the last consonant is devoiced, those inside a word are not; softness is heard only before a
vowel. Kazakh and Kyrgyz: harmony between words is left out, и and у are one sound each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.core.scripts import STRESS

from .sound import Sound

LANGUAGES = frozenset({"ru", "kk", "uk", "be", "ky"})
SILENT = frozenset("ьъ'’ʼ")
"""Signs without a sound of their own: they change the letters beside them."""

_CONSONANTS: Mapping[str, tuple[str, ...]] = {
    "б": ("b",), "в": ("v",), "г": ("g",), "д": ("d",), "ж": ("zh",), "з": ("z",), "й": ("j",),
    "к": ("k",), "л": ("l",), "м": ("m",), "н": ("n",), "п": ("p",), "р": ("r",), "с": ("s",),
    "т": ("t",), "ф": ("f",), "х": ("kh",), "ц": ("ts",), "ч": ("ch",), "ш": ("sh",),
    "щ": ("shch",), "ғ": ("gh",), "қ": ("q",), "ң": ("ng",), "һ": ("h",), "ґ": ("g",),
    "ў": ("w",),
}  # fmt: skip
_VOWELS: Mapping[str, str] = {
    "а": "a", "э": "e", "и": "i", "о": "o", "у": "u", "ы": "y",
    "ә": "ae", "ө": "oe", "ү": "ue", "ұ": "uu",
}  # fmt: skip
_AFTER_J: Mapping[str, str] = {"е": "e", "ё": "o", "ю": "u", "я": "a", "є": "e", "ї": "i"}
"""Vowels that begin with a j, or make the consonant before them soft."""
_OWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "kk": {"і": ("ih",)},
    "uk": {"г": ("h",), "и": ("y",), "і": ("i",), "е": ("e",)},
    "be": {"г": ("h",), "і": ("i",)},
}
"""What a letter sounds like in one language only."""
_ALWAYS_HARD = frozenset("жшц")
_SOFT_ANYWAY = frozenset("чщ")
_DEVOICED = {"b": "p", "v": "f", "g": "k", "d": "t", "zh": "sh", "z": "s"}

# Russian words that are not read as they are written; a stress mark may stand in them.
_RESPELT = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"^(?!мно|стро|доро)(.*[ое]{STRESS}?)го({STRESS}?)$", r"\1во\2"),
        (rf"^сего({STRESS}?)дня", r"сево\1дня"),
        (r"^что", "што"),
        (r"вств(?=уй)", "ств"),
        (r"луйст", "луст"),
        (rf"(коне{STRESS}?)чн", r"\1шн"),
        (r"ть?ся$", "ца"),
    )
)


def sounds(word: str, language: str) -> list[Sound] | None:
    """The sounds of one word in small letters; None where a letter of it is not known here."""
    if language == "ru":
        word = _respelt(word)
    read: list[Sound] = []
    letters = list(_letters(word))
    marked = any(stressed for _, stressed in letters)
    for place, (letter, stressed) in enumerate(letters):
        before = letters[place - 1][0] if place else ""
        # Where no stress is marked, ё carries it.
        stress = stressed or (letter == "ё" and not marked)
        names = _names(letter, before, language)
        if names is None:
            return None
        reduced = language == "ru" and (marked or "ё" in word) and letter == "о" and not stress
        names = ("a",) if reduced else names
        read += [Sound(name=name, stressed=stress and name == names[-1]) for name in names]
    if language == "ru" and read and read[-1].name in _DEVOICED:
        read[-1] = Sound(name=_DEVOICED[read[-1].name])
    return read


def _respelt(word: str) -> str:
    for pattern, instead in _RESPELT:
        word = pattern.sub(instead, word)
    return word


def _letters(word: str) -> Iterator[tuple[str, bool]]:
    """The letters of a word, each with whether a stress mark follows it."""
    for place, letter in enumerate(word):
        if letter != STRESS:
            yield letter, word[place + 1 : place + 2] == STRESS


def _names(letter: str, before: str, language: str) -> tuple[str, ...] | None:
    if letter in SILENT:
        return ()
    own = _OWN.get(language, {}).get(letter)
    if own:
        return own
    if letter in _CONSONANTS:
        return _CONSONANTS[letter]
    if letter in _AFTER_J:
        return _iotated(letter, before, language)
    vowel = _VOWELS.get(letter)
    if letter == "у" and language in ("kk", "be") and _is_vowel(before):
        return ("w",)
    if letter == "и" and language == "ru" and before in _ALWAYS_HARD:
        return ("y",)
    if letter == "и" and before == "ь":
        return ("j", "i")
    return (vowel,) if vowel else None


def _iotated(letter: str, before: str, language: str) -> tuple[str, ...]:
    vowel = _AFTER_J[letter]
    if not before or _is_vowel(before) or before in SILENT:
        return (vowel,) if language == "ky" and letter == "е" else ("j", vowel)
    if letter == "ї":
        return ("j", vowel)
    if before in _ALWAYS_HARD | _SOFT_ANYWAY or before == "й":
        return (vowel,)
    hard_e = letter == "е" and language in ("kk", "ky")
    return (vowel,) if hard_e else ("J", vowel)


def _is_vowel(letter: str) -> bool:
    return letter in _VOWELS or letter in _AFTER_J or letter == "і"
