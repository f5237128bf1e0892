from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.check import check
from tests.campaign_folders import LETTER, a_folder


@pytest.mark.parametrize(
    ("whole", "half", "what"),
    [
        ("subject: {en: Anna, ru: Анна}", "subject: Anna", "its subject is not"),
        (
            "text: {en: Release Anna., ru: Освободите Анну.}",
            "text: Release Anna.",
            "this demand is not",
        ),
        ("name: {en: The court, ru: Суд}", "name: The court", "the addressee is not"),
        (
            "    name: {en: The court, ru: Суд}",
            "    name: {en: The court, ru: Суд}\n    addressed: To the court",
            "the addressee is not",
        ),
        (
            'salutation: {en: "Dear Judge First,", ru: "Уважаемый судья!"}',
            'salutation: "Dear Judge First,"',
            "the addressee is not",
        ),
        ("    name: {en: Anna, ru: Анна}", "    name: {en: Anna}", "this name is not"),
    ],
)
def test_a_letter_half_in_another_language_is_told(
    whole: str, half: str, what: str, tmp_path: Path
) -> None:
    a_folder(tmp_path, "strike", (whole, half))
    [problem] = check(tmp_path)
    assert problem.what == f"the letter 'protest' is written in 'ru', {what}"
    assert problem.mend == "add a line 'ru: …'"


def test_a_plain_name_of_a_person_is_the_same_in_every_language(tmp_path: Path) -> None:
    a_folder(tmp_path, "strike", ("    name: {en: Anna, ru: Анна}", "    name: Anna"))
    assert check(tmp_path) == []


def test_what_no_letter_holds_may_be_in_one_language(tmp_path: Path) -> None:
    title = ("title: {en: Strike at the mill, ru: Забастовка на комбинате}", "title: Strike")
    lines = (title, ("[ru, kk]", "[en]"), ("subject: {en: Anna, ru: Анна}", "subject: Anna"))
    a_folder(tmp_path, "strike", *lines, letters={"protest.en.j2": LETTER})
    assert check(tmp_path) == []
