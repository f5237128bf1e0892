"""Words that may fail for some: a template, a catalogue or a campaign file may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.core.chats import DEFAULT_LANGUAGE, Audience
from bot.words import Words

Made = TypeVar("Made")


def tried(make: Callable[[], Made], troubles: list[Exception]) -> Made | None:
    """What is made; None where that fails, and the reason goes to ``troubles``."""
    try:
        return make()
    # The one place for it: a template, a catalogue or a campaign file may be wrong in any way, for
    # one audience, and neither the broadcast nor the transaction it is queued in may end with that.
    except Exception as trouble:  # noqa: BLE001
        troubles.append(trouble)
        return None


def in_english(
    make: Callable[[Audience], Made], audience: Audience, troubles: list[Exception]
) -> Made | None:
    """What is made for an audience, else in English, else without a clock of its own."""
    for each in dict.fromkeys((audience, *others(audience))):
        made = tried(lambda each=each: make(each), troubles)  # type: ignore[misc]
        if made is not None:
            return made
    return None


def others(audience: Audience) -> tuple[Audience, ...]:
    """Whose words are right for it too; the last need no clock but the office's."""
    english = replace(audience, language=DEFAULT_LANGUAGE)
    return english, replace(english, zone=None)


def spare(words: Words, name: str, language: str) -> str:
    """A label that takes the place of what could not be made even in English, as plain text."""
    label = tried(lambda: words.label(name, language), [])
    return words.label(name, DEFAULT_LANGUAGE) if label is None else label
