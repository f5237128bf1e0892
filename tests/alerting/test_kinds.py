"""Every kind of alert there is has a word in every language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot
from bot.alerting.correction import correct, withdraw_alert
from bot.core.alerts import ALERTS
from bot.words import Words

FOLLOWERS = frozenset({"withdrawal", "correction", "corrected", "disregard"})
"""Kinds of what follows an alert: the words before the colon in the keys of ``correction.py``."""
WORDS = Words.load()


def kinds() -> frozenset[str]:
    """Those written down wherever an alert is made, and those of what follows one."""
    found = set(ALERTS) | FOLLOWERS
    for path in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NewAlert":
                given = {each.arg: each.value for each in node.keywords}["kind"]
                if isinstance(given, ast.Constant):
                    found.add(str(given.value))
    return frozenset(found)


def test_the_kinds_of_what_follows_an_alert_are_those_of_its_keys() -> None:
    assert correct.__module__ == withdraw_alert.__module__
    source = Path(correct.__code__.co_filename).read_text("utf-8")
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    keys = {str(text).removesuffix(":") for text in texts if str(text).endswith(":")}
    assert keys - {"", "alert"} | {"withdrawal", "correction"} == FOLLOWERS


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_a_word_in_every_language(kind: str, language: str) -> None:
    word = WORDS.label("kind", language, of=kind)
    assert word
    assert word != kind or (kind in {"correction", "withdrawal"} and language == "en")
    if language != "en":
        assert word != WORDS.label("kind", "en", of=kind)


def test_all_kinds_are_found() -> None:
    assert {"proposal", "question", "notice", "disregard", "update"} <= kinds()
