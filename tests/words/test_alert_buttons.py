from __future__ import annotations

import pytest

from bot.core.button_rows import HALF_ROW
from bot.core.chats import Audience
from bot.words import Words
from bot.words.alert_buttons import ACTS, buttons
from tests.appeal import a_campaign

WORDS = Words.load()


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_a_label_that_needs_a_whole_row_has_one(language: str, first: str, second: str) -> None:
    reader = Audience(language=language, zone="Europe/London", kind="private")
    rows = buttons(WORDS, a_campaign(), reader, (first, second), "court")
    shared = [button.label for row in rows if len(row) > 1 for button in row]
    assert all(len(label) <= HALF_ROW for label in shared)
