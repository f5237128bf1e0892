"""Which way a language is written."""

from __future__ import annotations

from typing import Literal

from babel import Locale, UnknownLocaleError


def direction(language: str) -> Literal["ltr", "rtl"]:
    """As HTML names it; from left to right where the language is not known."""
    try:
        found = Locale.parse(language.replace("_", "-"), sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return "ltr"
    return "rtl" if found == "rtl" else "ltr"
