"""What is said once for everybody is rendered once, and may depend on nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from jinja2 import Environment, UndefinedError

from bot.core.chats import Audience
from bot.words import Words

WORDS = Words.load()
NOW = datetime(2003, 1, 5, 20, tzinfo=UTC)


@pytest.mark.parametrize("any_live", [True, False])
@pytest.mark.parametrize("language", WORDS.languages)
def test_it_says_the_same_as_when_it_is_rendered(language: str, any_live: bool) -> None:
    audience = Audience(language=language, zone="Asia/Almaty", kind="private")
    rendered = WORDS.render("start/welcome.j2", audience, NOW, any_live=any_live)
    for _ in range(2):
        assert WORDS.still("start/welcome.j2", language, any_live=any_live) == rendered


def test_what_is_said_to_one_reader_at_one_moment_cannot_be_still() -> None:
    with pytest.raises(UndefinedError):
        WORDS.still("broadcast/which.j2", "en")


def test_a_label_is_the_same_each_time_and_with_its_pieces() -> None:
    assert WORDS.label("all_campaigns", "ru") == WORDS.label("all_campaigns", "ru")
    assert WORDS.label("all_campaigns", "ru") != WORDS.label("all_campaigns", "en")
    assert "Қазақша" in WORDS.label("language", "en", spoken="Қазақша")
    assert "Русский" in WORDS.label("language", "en", spoken="Русский")


def test_after_preparing_no_answer_has_to_compile_a_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = Words.load()
    words.prepare()

    def refused(*_given: object, **_named: object) -> None:
        raise AssertionError("a template is compiled while somebody waits")

    monkeypatch.setattr(Environment, "_generate", refused)
    for language in words.languages:
        audience = Audience(language=language, zone=None, kind="private")
        assert words.render("call/nothing.j2", audience, NOW)
