"""The words of a withdrawal, where those of a language fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.alerting.retreat import Retreat
from bot.core.chats import Audience
from bot.words import Words
from tests.commands.cases import VERDICT, an_entry
from tests.store.builders import NOW
from tests.unwritable import break_templates

ENTRY = an_entry(hearings=[VERDICT])
READER = Audience(language="ru", zone="Asia/Almaty", kind="private")
ALL = ("corrections/withdrawn.j2", "corrections/disregard.j2")


def retreat() -> Retreat:
    return Retreat(Words.load(), ENTRY.campaign, NOW, NOW - timedelta(hours=1))


def only_english(label: Callable[..., str]) -> Callable[..., str]:
    def broken(words: Words, name: str, language: str, **context: object) -> str:
        if language != "en":
            raise KeyError("a name that a translator made up")
        return label(words, name, language, **context)

    return broken


def test_who_can_be_written_for_is_no_failure() -> None:
    words = retreat()
    assert "disregard" not in words.in_its_place(READER).html
    assert "disregard" not in words.disregard(READER, "x").html
    assert words.failed == set()


def test_whose_language_fails_reads_it_in_english_with_its_button(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_templates(monkeypatch, *ALL, fails=lambda audience: audience.language == "ru")
    words = retreat()
    for message in (words.in_its_place(READER), words.disregard(READER, "a & b")):
        assert "Please disregard" in message.html
        assert [[button.label for button in row] for row in message.buttons] == [
            ["What to do instead"]
        ]
    assert words.failed == {READER}


def test_where_there_is_no_english_either_it_is_said_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_templates(monkeypatch, *ALL)
    words = retreat()
    assert words.in_its_place(READER).html.startswith("✏️ Просим")
    assert words.disregard(READER, "a & b").html.endswith(".\n<i>a &amp; b</i>")
    monkeypatch.setattr(Words, "label", only_english(Words.label))
    assert words.in_its_place(READER).html.startswith("✏️ Please disregard this alert.")
