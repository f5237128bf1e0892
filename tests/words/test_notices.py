"""Notices to organisers, rendered: no sentence runs into the next one, whichever are there."""

from __future__ import annotations

import pytest

from bot.content.loader import load_folder
from bot.settings import shipped
from bot.words import Words
from tests.words.builders import EVENING, an_audience

CAMPAIGN = load_folder(shipped("campaigns")).entries[0].campaign
WORDS = Words.load()


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize(("foreign", "missed"), [(3, 0), (0, 2), (3, 2), (2001, 0)])
def test_who_gets_it_in_english_and_who_gets_nothing_are_lines_of_their_own(
    language: str, foreign: int, missed: int
) -> None:
    told = WORDS.render(
        "notices/unwritten.j2",
        an_audience(language=language),
        EVENING,
        campaign=CAMPAIGN,
        foreign=foreign,
        missed=missed,
    )
    title, empty, *lines = told.strip().splitlines()
    assert empty == ""
    numbers = [number for number in (foreign, missed) if number]
    assert len(lines) == len(numbers) + 1, told
    assert [
        line.endswith(f": {written(language, number)}.")
        for line, number in zip(lines, numbers, strict=False)
    ] == [True] * len(numbers)
    assert title.startswith("⚠️")


def written(language: str, number: int) -> str:
    thousands = {"en": ",", "ar": ",", "es": "."}
    return f"{number:,}".replace(",", thousands.get(language, "\u00a0"))


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_question_below_a_preview_writes_its_numbers_as_the_status_does(language: str) -> None:
    told = WORDS.render(
        "broadcast/confirm.j2",
        an_audience(language=language),
        EVENING,
        people=2001,
        groups=3001,
        counts=[("en", 4001)],
        takes=0,
        written_in="en",
    )
    for number in (2001, 3001, 4001):
        assert written(language, number) in told
        assert str(number) not in told
