"""How words of another language sound, in the letters of the reader's own alphabet.

Words are turned into sounds by the letters of their language (``sounds/from_*``), and sounds into
the letters of the reader's (``sounds/to_*``). It is done by rule, not by ear: each table says what
it only approximates, and a campaign's hand-written pronunciation always goes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from .scripts import STRESS, without_stress
from .sounds import from_arabic, from_cyrillic, from_latin, to_arabic, to_cyrillic, to_latin
from .sounds.sound import Sound
from .sounds.spelling import Spelling

SPELLINGS: Mapping[str, Spelling] = MappingProxyType(
    {
        "en": to_latin.ENGLISH,
        "es": to_latin.SPANISH,
        "de": to_latin.GERMAN,
        "fr": to_latin.FRENCH,
        "ru": to_cyrillic.RUSSIAN,
        "kk": to_cyrillic.KAZAKH,
        "uk": to_cyrillic.UKRAINIAN,
        "be": to_cyrillic.BELARUSIAN,
        "ky": to_cyrillic.KYRGYZ,
        "ar": to_arabic.ARABIC,
        "fa": to_arabic.PERSIAN,
    }
)
"""By the reader's language; every other reader gets the English one."""

_SOURCES = (from_cyrillic, from_latin, from_arabic)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652'’ʼ])*")


def spelling_for(reader: str) -> str:
    """The language whose spelling a reader of another language is shown: "en" where in doubt."""
    base = reader.split("-", maxsplit=1)[0]
    return base if base in SPELLINGS else "en"


def pronounced(words: str, language: str, reader: str) -> str | None:
    """The words as a reader of a language (its code) would write what they sound like.

    Empty where nobody needs it: the reader knows the language, or reads the same letters and no
    stress is marked. None where we have no rules: an unknown language, or a letter without a sound.
    """
    language, code = language.split("-", maxsplit=1)[0], spelling_for(reader)
    spelling = SPELLINGS[code]
    marked = STRESS in unicodedata.normalize("NFC", words)
    if language == reader.split("-", maxsplit=1)[0]:
        return ""
    if spelling.accent and _in_alphabet(words, spelling):
        return words if marked else ""
    written = unicodedata.normalize("NFC", words)
    read: list[str] = []
    end = 0
    for found in _WORD.finditer(written):
        sounds = _sounds(found[0].lower(), language)
        if sounds is None or _is_spelt_out(found[0], sounds):
            return None
        read += [_signs(written[end : found.start()], spelling), _spelt(sounds, spelling)]
        end = found.end()
    return "".join([*read, _signs(written[end:], spelling)])


def _is_spelt_out(word: str, sounds: Sequence[Sound]) -> bool:
    """Whether it is said letter by letter, by names that are not known here: "СССР"."""
    return len(word) > 1 and word.isupper() and not any(sound.vowel for sound in sounds)


def _in_alphabet(words: str, spelling: Spelling) -> bool:
    letters = {letter for letter in without_stress(words).lower() if letter.isalpha()}
    return letters <= spelling.alphabet


def _sounds(word: str, language: str) -> list[Sound] | None:
    source = next((one for one in _SOURCES if language in one.LANGUAGES), None)
    return source.sounds(word, language) if source else None


def _signs(between: str, spelling: Spelling) -> str:
    return "".join(spelling.signs.get(sign, sign) for sign in between)


def _once(sounds: Sequence[Sound]) -> list[Sound]:
    """Without the second of two equal consonants: nobody is to read "ss" and "ss" as four."""
    first = list(sounds[:1])
    return first + [
        other for one, other in pairwise(sounds) if other.vowel or other.name != one.name
    ]


def _spelt(sounds: Sequence[Sound], spelling: Spelling) -> str:
    if not spelling.accent:
        sounds = _once(sounds)
    syllables = list(_syllables(sounds)) if spelling.hyphens else [list(sounds)]
    several = len(syllables) > 1
    written = []
    for place, syllable in enumerate(syllables):
        letters = _joined(syllable, spelling, last=place + 1 == len(syllables))
        loud = spelling.hyphens and several and any(sound.stressed for sound in syllable)
        written.append(letters.upper() if loud else letters)
    return "-".join(written)


def _syllables(sounds: Sequence[Sound]) -> Iterator[list[Sound]]:
    """A word in its syllables: a consonant between two vowels begins the second."""
    vowels = [place for place, sound in enumerate(sounds) if sound.vowel]
    start = 0
    for one, other in pairwise(vowels):
        cut = other - _onset([sound.name for sound in sounds[one + 1 : other]])
        yield list(sounds[start:cut])
        start = cut
    yield list(sounds[start:])


def _onset(between: Sequence[str]) -> int:
    """How many of the consonants between two vowels begin the second syllable."""
    soft = bool(between) and between[-1] in ("J", "j") and len(between) > 1
    hard = between[:-1] if soft else between
    count = min(len(hard), 1) if hard[-1:] != ["ng"] else 0
    if len(hard) > 1 and hard[-1] in ("l", "r") and hard[-2] in {*"bvgdkptf", "kh"}:
        count = 2
    return count + soft


def _joined(sounds: Sequence[Sound], spelling: Spelling, *, last: bool) -> str:
    table, names = spelling.letters, [sound.name for sound in sounds]
    written, place = "", 0
    while place < len(names):
        length = next(n for n in (3, 2, 1) if n == 1 or " ".join(names[place : place + n]) in table)
        length = min(length, len(names) - place)
        key = " ".join(names[place : place + length])
        after_vowel = place == 0 or sounds[place - 1].vowel
        at_end = place + length == len(names)
        special = (
            f"{key}." if at_end and last and place and sounds[place - 1].vowel else "",
            f"+{key}" if after_vowel else "",
            f"{key}$" if at_end else "",
        )
        written += next((table[one] for one in special if one in table), None) or table[key]
        if spelling.accent and any(one.stressed for one in sounds[place : place + length]):
            written += STRESS
        place += length
    return written
