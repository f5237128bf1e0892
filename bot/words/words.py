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

    @classmethod
    def load(cls, locales_dir: Path | None = None) -> Self:
        """Read every ``<lang>/LC_MESSAGES/bot.po`` of a folder; None: those that are shipped."""
        return cls(load(locales_dir or shipped("locales")))

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages the bot speaks, English first."""
        return tuple(self._speeches)

    def best(self, code: str | None) -> str:
        """The language for somebody whose app is set to ``code``; English where in doubt."""
        wanted = (code or SOURCE).replace("_", "-").lower()
        by_lower = {language.replace("_", "-").lower(): language for language in self._speeches}
        while wanted and wanted not in by_lower:
            wanted = wanted.rpartition("-")[0]
        return by_lower.get(wanted, SOURCE)

    def language_name(self, code: str) -> str:
        """A language's own name for itself: ``Қазақша``."""
        return self._speeches[self.best(code)].labels("own_name")

    def country_name(self, code: str, language: str) -> str:
        """A country (ISO 3166-1 alpha-2) in the reader's words: ``Великобритания``."""
        return self._speeches[self.best(language)].country_name(code)

    def render(self, template: str, audience: Audience, now: datetime, **context: object) -> str:
        """HTML of a template for an audience at a moment (aware)."""
        speech = self._speeches[self.best(audience.language)]
        html = speech.environment.get_template(template).render(
            audience=audience, now=now, language=speech.language, **context
        )
        return _BLANK_RUN.sub("\n\n", _TRAILING.sub("", html)).strip()

    def label(self, name: str, language: str, **context: object) -> str:
        """Words of a button, a menu or a notice: plain text on one line."""
        return self._speeches[self.best(language)].labels(name, **context)
