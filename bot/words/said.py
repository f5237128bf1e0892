"""Texts of campaigns, names and codes as a reader of one language is shown them."""

from __future__ import annotations

from bot.core.directions import from_the_right
from bot.core.people import Person
from bot.core.texts import OWN, Text

from .calendar import Calendar

_ISOLATE = ("\u2068", "\u2069")
"""First-strong isolate and its end: a name in the other direction keeps to its own place."""

_LEFT_TO_RIGHT = "\u2066"
"""What runs from left to right whatever stands around it, up to the end of the isolate."""


class Teller:
    """Picks what a reader of one language is shown."""

    def __init__(self, language: str, calendar: Calendar) -> None:
        self._language = language
        self._locale = calendar.locale

    def said(self, text: Text | str, own: str | None) -> str:
        """The text for this reader; ``own`` is the campaign's language.

        Raises ``ValueError`` where the text is in its campaign's language and nobody said which
        that is.
        """
        if isinstance(text, str):
            return text
        shown = text.pick(self._language, _known(text, own))
        return self.isolated(shown.text, shown.language)

    def foreign(self, text: Text | str, own: str | None) -> str:
        """The name of the language a text is shown in, if that is not the reader's; else empty."""
        if isinstance(text, str):
            return ""
        shown = text.pick(self._language, _known(text, own)).language
        same = shown.split("-")[0] == self._language.split("-")[0]
        return "" if same else self.language_name(shown)

    def name(self, person: Person, own: str | None, original: bool) -> str:
        """A person in the reader's spelling; with ``original``, the original script beside it."""
        chosen = self.said(person.name, own)
        if not original or not person.original or person.original == chosen:
            return chosen
        return f"{chosen} ({person.original})"

    def language_name(self, code: str) -> str:
        """A language in the reader's words; the code itself where nobody has a word for it."""
        return str(self._locale.languages.get(code.replace("-", "_"), code))

    def country_name(self, code: str) -> str:
        return str(self._locale.territories.get(code, code))

    def digits(self, number: str) -> str:
        """A telephone number, kept from being turned round group by group; markup stays markup."""
        if not from_the_right(self._language):
            return number
        return _LEFT_TO_RIGHT + number + _ISOLATE[1]

    def isolated(self, words: str, language: str) -> str:
        """Words of a language as they keep to their own direction among the reader's."""
        same = from_the_right(language) == from_the_right(self._language)
        return words if same else words.join(_ISOLATE)


def _known(text: Text, own: str | None) -> str:
    if own is None and OWN in text.root:
        raise ValueError(f"in which language is {text.root[OWN]!r}? Give said() the campaign's")
    return own or ""
