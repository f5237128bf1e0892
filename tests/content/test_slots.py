from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.slots import SLOT
from tests.campaign_folders import a_folder


@pytest.mark.parametrize(
    "text",
    ["Dear [name],", "Dear ____,", "from ……", "of ......", "{{ name }}", "{name}", "<your city>"],
)
def test_a_slot_to_be_filled_in_by_hand_is_seen(text: str) -> None:
    assert SLOT.search(text)


@pytest.mark.parametrize("text", ["And yet… no.", "Wait...", "a < b", "snake_case", "(sic)"])
def test_what_only_looks_like_one_is_let_be(text: str) -> None:
    assert not SLOT.search(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("en: Release Anna.", "en: 'Release {{ people }}.'"),
        ("Анну.}", "Анну.}\n    wordings: [{en: 'Free [name].', ru: Свободу.}]"),
        ("subject: {en: Anna,", "subject: {en: 'Case ____',"),
        ('"Dear Judge First,"', '"Dear <name>,"'),
    ],
)
def test_a_slot_in_a_text_that_letters_hold_is_told(old: str, new: str, tmp_path: Path) -> None:
    a_folder(tmp_path, "strike", (old, new))
    [problem] = check(tmp_path)
    assert problem.line
    assert problem.what.startswith("a slot is left open for somebody to fill in, '")
    assert problem.mend == "write what belongs there: this text stands in letters as it is"
