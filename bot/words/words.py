"""All words the bot says: messages from templates, labels from macros, in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self

from bot.core.chats import Audience
from bot.settings import shipped

from .catalogue import SOURCE, Catalogues, load
from .speech import Speech

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK_RUN = re.compile(r"\n{3,}")


class Words:
    """Built once at the start, read by everybody."""

    def __init__(self, catalogues: Catalogues) -> None:
        self.problems = catalogues.problems
        """Sentences about catalogues that could not be read; their languages are left out."""
        speeches = {code: Speech(code, said) for code, said in catalogues.translations.items()}
        self._speeches: Mapping[str, Speech] = MappingProxyType(speeches)
        self._by_lower = {code.replace("_", "-").lower(): code for code in speeches}
        self._still: dict[tuple[str, str, frozenset[str]], str] = {}

    @classmethod
    def load(cls, locales_dir: Path | None = None) -> Self:
        """Read every ``<lang>/LC_MESSAGES/bot.po`` of a folder; None: those that are shipped."""
        return cls(load(locales_dir or shipped("locales")))

    def prepare(self) -> None:
        """Do once what the first answers would do: a second of work, for a thread of its own.

        What templates compile to is the same in all languages; their calendars are not.
        """
        environment = self._speeches[SOURCE].environment
        for template in environment.list_templates():
            environment.get_template(template)
        for speech in self._speeches.values():
            speech.calendar.prepare()

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages the bot speaks, English first."""
        return tuple(self._speeches)

    def best(self, code: str | None) -> str:
        """The language for somebody whose app is set to ``code``; English where in doubt."""
        wanted = (code or SOURCE).replace("_", "-").lower()
        while wanted and wanted not in self._by_lower:
            wanted = wanted.rpartition("-")[0]
        return self._by_lower.get(wanted, SOURCE)

    def language_name(self, code: str) -> str:
        """A language's own name for itself: ``Қазақша``."""
        return self._speeches[self.best(code)].labels("own_name")

    def country_name(self, code: str, language: str) -> str:
        """A country (ISO 3166-1 alpha-2) in the reader's words: ``Великобритания``."""
        return self._speeches[self.best(language)].country_name(code)

    def render(self, template: str, audience: Audience, now: datetime, **context: object) -> str:
        """HTML of a template for an audience at a moment (aware)."""
        speech = self._speeches[self.best(audience.language)]
        return _rendered(speech, template, audience=audience, now=now, **context)

    def still(self, template: str, language: str, **flags: bool) -> str:
        """HTML of a template in which only flags make a difference: rendered once for each set.

        It may use neither the audience nor the moment.
        """
        key = template, self.best(language), frozenset(name for name in flags if flags[name])
        if key not in self._still:
            self._still[key] = _rendered(self._speeches[key[1]], template, **flags)
        return self._still[key]

    def label(self, name: str, language: str, **context: object) -> str:
        """Words of a button, a menu or a notice: plain text on one line."""
        return self._speeches[self.best(language)].labels(name, **context)


def _rendered(speech: Speech, template: str, **context: object) -> str:
    html = speech.environment.get_template(template).render(language=speech.language, **context)
    return _BLANK_RUN.sub("\n\n", _TRAILING.sub("", html)).strip()
