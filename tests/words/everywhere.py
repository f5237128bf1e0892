"""The bot's words for other rooms' tests: whatever one reader is shown, all others could be too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.chats import Audience
from bot.words import Words
from tests.words.telegram import faults_of_form

SHIPPED = Words.load()

LONGEST = {"letter/draft.j2": 100}
"""A letter is as long as a letter; everything else fits a screen or little more."""


class InEveryLanguage(Words):
    """Renders what it is asked for, and beside it the same in every language that is shipped."""

    def render(self, template: str, audience: Audience, now: datetime, **context: object) -> str:
        for language in SHIPPED.languages:
            html = SHIPPED.render(template, replace(audience, language=language), now, **context)
            _check(template, language, html)
        return super().render(template, audience, now, **context)

    def still(self, template: str, language: str, **flags: bool) -> str:
        for each in SHIPPED.languages:
            _check(template, each, SHIPPED.still(template, each, **flags))
        return super().still(template, language, **flags)


def _check(template: str, language: str, html: str) -> None:
    faults = faults_of_form(html, LONGEST.get(template, 24))
    assert not faults, f"{template} in {language}: {faults}\n{html}"
