"""What Latin letters sound like in Spanish and Turkish, whose spelling tells it.

English and French are left out: their spelling does not tell how a word is said.
Approximated. Spanish: as in Latin America (c before e and z are s, ll is y). Turkish: ğ is silent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from bot.core.scripts import STRESS

from .sound import Sound

_SAME = {letter: (letter,) for letter in "abdefgiklmnoprstuvz"}
_SPANISH: Mapping[str, tuple[str, ...]] = _SAME | {
    "ch": ("ch",), "ll": ("j",), "rr": ("r",), "que": ("k", "e"), "qui": ("k", "i"),
    "gue": ("g", "e"), "gui": ("g", "i"), "güe": ("g", "w", "e"), "güi": ("g", "w", "i"),
    "ce": ("s", "e"), "ci": ("s", "i"), "ge": ("kh", "e"), "gi": ("kh", "i"),
    "c": ("k",), "q": ("k",), "j": ("kh",), "h": (), "ñ": ("n", "J"), "v": ("b",), "w": ("w",),
    "x": ("k", "s"), "y": ("j",), "z": ("s",), "ü": ("w",),
}  # fmt: skip
_TURKISH: Mapping[str, tuple[str, ...]] = _SAME | {
    "c": ("d", "zh"), "ç": ("ch",), "ğ": (), "h": ("h",), "ı": ("y",), "j": ("zh",),
    "ö": ("oe",), "ş": ("sh",), "ü": ("ue",), "y": ("j",), "â": ("a",), "î": ("i",), "û": ("u",),
}  # fmt: skip
_TABLES = {"es": _SPANISH, "tr": _TURKISH}

LANGUAGES = frozenset(_TABLES)


def sounds(word: str, language: str) -> list[Sound] | None:
    """The sounds of one word in small letters; None where a letter of it is not known here."""
    table = _TABLES[language]
    if word == "y" and language == "es":
        return [Sound(name="i")]
    bare, stressed = _without_accents(word) if language == "es" else (word, set[int]())
    read: list[Sound] = []
    place = 0
    while place < len(bare):
        length = next((n for n in (3, 2, 1) if bare[place : place + n] in table), 0)
        if not length:
            return None
        names = table[bare[place : place + length]]
        marked = not stressed.isdisjoint(range(place, place + length))
        last = names[-1] if names else ""
        read += [Sound(name=name, stressed=marked and name == last) for name in names]
        place += length
    return read


def _without_accents(word: str) -> tuple[str, set[int]]:
    """A Spanish word without its acute accents, and the places of the letters that had one."""
    bare: list[str] = []
    stressed = set()
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        if STRESS in parts or letter == STRESS:
            stressed.add(len(bare) - (letter == STRESS))
        bare += [] if letter == STRESS else [parts[0] if STRESS in parts else letter]
    return "".join(bare), stressed
