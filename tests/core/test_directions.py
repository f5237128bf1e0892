from __future__ import annotations

import pytest

from bot.core.directions import (
    direction,
    from_the_right,
    parted_at_numbers,
    runs_from_the_right,
    with_numbers_in_order,
)


@pytest.mark.parametrize(
    ("language", "turned"),
    (
        *((code, True) for code in ("ar", "ar-EG", "ar_EG", "he", "fa", "uz-Arab")),
        *((code, False) for code in ("kk", "en-GB", "uz", "", "no language")),
    ),
)
def test_some_languages_are_written_from_the_right(language: str, turned: bool) -> None:
    assert from_the_right(language) is turned
    assert direction(language) == ("rtl" if turned else "ltr")


@pytest.mark.parametrize(
    ("line", "turned"),
    (("Jane عمر", False), ("عمر Jane", True), ("«(עומר", True), ("010000, Astana", False)),
)
def test_a_line_runs_as_its_first_letter_does(line: str, turned: bool) -> None:
    assert runs_from_the_right(line, otherwise=not turned) is turned


def test_a_line_without_letters_runs_as_its_sheet() -> None:
    assert runs_from_the_right("+7 7212", otherwise=True)
    assert not runs_from_the_right("+7 7212", otherwise=False)


@pytest.mark.parametrize(
    "number", ("+7 7212 42 02 20", "8 (7212) 42-02-20", "+44\u00a020 7946 0958")
)
def test_a_telephone_number_keeps_its_order(number: str) -> None:
    assert with_numbers_in_order(f"فاكس: {number}.") == f"فاكس: \u200e{number}."
    assert dict(parted_at_numbers(f"فاكس {number}")) == {"فاكس ": False, f"\u200e{number}": True}


@pytest.mark.parametrize("text", ("", "6 كانون الثاني 2003", "24", "1. 2003"))
def test_dates_and_small_numbers_are_left_alone(text: str) -> None:
    assert with_numbers_in_order(text) == text
