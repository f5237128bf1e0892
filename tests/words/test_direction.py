"""Which way a language is written."""

from __future__ import annotations

import pytest

from bot.words.direction import direction


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ar-EG", "ar_EG"])
def test_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "ru", "kk", "pt-BR", "", "no language"])
def test_from_left_to_right_and_so_where_nobody_knows(language: str) -> None:
    assert direction(language) == "ltr"
