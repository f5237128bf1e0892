"""Which way text runs: from the left, or from the right as in Arabic and Hebrew."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError

_STRONG = {"L": False, "R": True, "AL": True}
_NUMBER = re.compile(r"(?<![\w+])(\+?\d[\d\u00a0 ()-]{5,}\d)")
_LEFT_TO_RIGHT = "\u200e"


@lru_cache(maxsize=256)
def from_the_right(language: str) -> bool:
    """Whether a language (BCP 47 tag) is written from right to left; of an unknown one: no.

    Source: CLDR, as Babel has it.
    """
    try:
        return bool(Locale.parse(language.replace("_", "-"), sep="-").text_direction == "rtl")
    except (ValueError, UnknownLocaleError):
        return False


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The same as HTML names it."""
    return "rtl" if from_the_right(language) else "ltr"


def runs_from_the_right(text: str, otherwise: bool) -> bool:
    """Whether a line runs from the right by its first letter; ``otherwise`` where it has none."""
    for sign in text:
        turned = _STRONG.get(unicodedata.bidirectional(sign))
        if turned is not None:
            return turned
    return otherwise


def with_numbers_in_order(text: str) -> str:
    """Text that runs from the right, marked so that telephone numbers in it run from the left.

    Otherwise their groups would stand the wrong way round. Source: UAX #9, rule W7.
    """
    return "".join(part for part, _ in parted_at_numbers(text))


def parted_at_numbers(text: str) -> Iterator[tuple[str, bool]]:
    """The same in parts, each with whether it is a number."""
    for place, part in enumerate(_NUMBER.split(text)):
        if part:
            yield (_LEFT_TO_RIGHT + part, True) if place % 2 else (part, False)
