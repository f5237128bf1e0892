from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.letter_variants import variants
from bot.content.loader import load_folder
from tests.campaign_folders import a_folder
from tests.content.parted_letters import ENGLISH, RUSSIAN, VARIANTS

PARTED = {"protest.en.j2": ENGLISH, "protest.ru.j2": RUSSIAN}
DEMAND = "    text: {en: Release Anna., ru: Освободите Анну.}\n"
LETTER = "    demands: [release]\n"


def told(root: Path, *changes: tuple[str, str]) -> list[str]:
    folder = a_folder(root, "strike", *changes, letters=PARTED)
    return [str(problem).removeprefix(f"{folder.as_posix()}/") for problem in check(root)]


def demand(*wordings: str, text: str = "{en: Free Anna., ru: Освободите Анну.}") -> tuple[str, str]:
    items = "".join(f"      - {wording}\n" for wording in wordings)
    return DEMAND, f"    text: {text}\n    wordings:\n{items}"


def test_the_letters_that_can_be_drawn_are_counted(tmp_path: Path) -> None:
    wordings = demand("{en: Let Anna go., ru: Отпустите Анну.}")
    a_folder(tmp_path, "strike", wordings, letters=PARTED)
    [entry] = load_folder(tmp_path).entries
    assert variants(entry, entry.campaign.letters[0]) == VARIANTS * 2


def test_a_letter_with_fewer_variants_than_it_must_have_is_told(tmp_path: Path) -> None:
    enough = (LETTER, f"{LETTER}    least_variants: {VARIANTS}\n")
    assert told(tmp_path / "enough", enough) == []
    more = (LETTER, f"{LETTER}    least_variants: 5000\n")
    assert told(tmp_path / "more", more) == [
        (
            f"campaign.yaml:108: the words of the letter 'protest' make {VARIANTS} different "
            "letters, fewer than 5,000; write more ways of saying its parts in "
            "letters/protest.*.j2 (after '-- or'), make parts movable, "
            "or give its demands more 'wordings'"
        )
    ]


def test_demands_in_any_order_make_more_letters(tmp_path: Path) -> None:
    second = (DEMAND, f"{DEMAND}  - id: wages\n    text: {{en: Pay the wages., ru: Плату.}}\n")
    asking = f"    demands: [release, wages]\n    least_variants: {VARIANTS * 2}\n"
    assert told(tmp_path / "any", second, (LETTER, f"{asking}    any_order: true\n")) == []
    assert len(told(tmp_path / "fixed", second, (LETTER, asking))) == 1


@pytest.mark.parametrize(
    ("wordings", "sentence"),
    [
        (
            ["Let Anna go."],
            (
                "campaign.yaml:27: this wording lacks 'ru', which the demand's text has; "
                "add a line 'ru: …'"
            ),
        ),
        (
            ["{en: Free  Anna., ru: Отпустите Анну.}"],
            (
                "campaign.yaml:27: in 'en' this wording is the same as another one of the demand; "
                "say it in other words, or take it out"
            ),
        ),
        (
            ["{en: Let Anna go., ru: Отпустите Анну.}", "{en: Anna out., ru: Отпустите Анну.}"],
            (
                "campaign.yaml:28: in 'ru' this wording is the same as another one of the demand; "
                "say it in other words, or take it out"
            ),
        ),
        (
            ["{ru: Отпустите Анну.}"],
            (
                "campaign.yaml:27: the text lacks the campaign's own language, 'en'; "
                "add a line 'en: …'"
            ),
        ),
    ],
)
def test_a_wording_says_the_demand_in_each_of_its_languages(
    wordings: list[str], sentence: str, tmp_path: Path
) -> None:
    assert told(tmp_path, demand(*wordings)) == [sentence]


@pytest.mark.parametrize("value", ["many", "0", "-1", "1.5", "{}", "[]"])
def test_the_least_number_is_a_number(value: str, tmp_path: Path) -> None:
    problems = told(tmp_path, (LETTER, f"{LETTER}    least_variants: {value}\n"))
    assert len(problems) == 1
    assert problems[0].startswith("campaign.yaml:108: ")
