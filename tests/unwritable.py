"""Audiences for whom nothing can be put into words, as if a template or a catalogue were broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from bot.core.chats import Audience
from bot.core.library import Entry
from bot.core.messages import Message
from bot.core.news import News
from bot.words import Words
from bot.words.alerts import compose


def break_words(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[Audience], bool] = lambda _: True
) -> None:
    """From now on, until ``monkeypatch.undo()``, no alert can be written for these audiences."""

    def broken(
        words: Words, entry: Entry, news: News, audience: Audience, now: datetime
    ) -> Message:
        if fails(audience):
            raise TypeError("a broken template")
        return compose(words, entry, news, audience, now)

    monkeypatch.setattr("bot.alerting.wording.compose", broken)


def break_templates(
    monkeypatch: pytest.MonkeyPatch,
    *names: str,
    fails: Callable[[Audience], bool] = lambda _: True,
) -> None:
    """From now on, until ``monkeypatch.undo()``, these templates fail for these audiences."""
    render = Words.render

    def broken(
        words: Words, template: str, audience: Audience, now: datetime, **context: Any
    ) -> str:
        if template in names and fails(audience):
            raise KeyError("a name that a translator made up")
        return render(words, template, audience, now, **context)

    monkeypatch.setattr(Words, "render", broken)
