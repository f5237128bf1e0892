"""What Arabic letters sound like, where the vowel marks are written.

A word without marks does not tell its short vowels, so it is not read at all. Approximated: long
and doubled sounds are given once, emphatic consonants as plain ones, ع is left to be heard as a
pause and so is hamza.
"""

from __future__ import annotations

from collections.abc import Mapping

from .sound import Sound

LANGUAGES = frozenset({"ar"})
_SILENT = frozenset("عءئؤـ\u0651\u0652")

_LETTERS: Mapping[str, tuple[str, ...]] = {
    "ا": ("a",), "أ": (), "إ": (), "آ": ("a",), "ى": ("a",), "ب": ("b",), "ت": ("t",),
    "ث": ("th",), "ج": ("d", "zh"), "ح": ("h",), "خ": ("kh",), "د": ("d",), "ذ": ("dh",),
    "ر": ("r",), "ز": ("z",), "س": ("s",), "ش": ("sh",), "ص": ("s",), "ض": ("d",), "ط": ("t",),
    "ظ": ("z",), "غ": ("gh",), "ف": ("f",), "ق": ("q",), "ك": ("k",), "ل": ("l",), "م": ("m",),
    "ن": ("n",), "ه": ("h",), "ة": (), "و": ("w",), "ي": ("j",),
    "\u064e": ("a",), "\u064f": ("u",), "\u0650": ("i",),
    "\u064b": ("a", "n"), "\u064c": ("u", "n"), "\u064d": ("i", "n"),
}  # fmt: skip
_MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650")
_LONG = {("a", "ا"), ("a", "ى"), ("u", "و"), ("i", "ي"), ("n", "ا")}
"""After these sounds a letter only makes them long, or only carries the mark before it."""


def sounds(word: str, language: str) -> list[Sound] | None:
    """The sounds of one word; None without vowel marks, or where a letter is not known here."""
    del language
    if _MARKS.isdisjoint(word):
        return None
    read: list[Sound] = []
    for place, letter in enumerate(word):
        names = () if letter in _SILENT else _LETTERS.get(letter)
        if names is None:
            return None
        follows = word[place + 1 : place + 2]
        if read and (read[-1].name, letter) in _LONG and follows not in _MARKS:
            continue
        read += [Sound(name=name) for name in names]
    return read
