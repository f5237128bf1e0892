"""Which country a person names: in their own language, in English, or by a customary short form."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from string import ascii_uppercase

from bot.core.places import fold, is_country
from bot.words import Words

SHORT_FORMS = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "us": "US",
    "uae": "AE",
}
"""What people write instead of the name in the catalogue."""


def country_named(words: Words, name: str, language: str) -> str | None:
    """The code of a country (ISO 3166-1) by its whole name; None where it is the name of none."""
    wanted = fold(name)
    return _names(words, language).get(wanted) or SHORT_FORMS.get(wanted)


@lru_cache(maxsize=32)
def _names(words: Words, language: str) -> dict[str, str]:
    codes = [first + second for first, second in product(ascii_uppercase, repeat=2)]
    return {
        fold(words.country_name(code, spoken)): code
        for spoken in ("en", language)
        for code in codes
        if is_country(code)
    }
