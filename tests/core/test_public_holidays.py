from __future__ import annotations

from datetime import date
from itertools import product
from string import ascii_uppercase

import pytest

from bot.core.places import is_country
from bot.core.public_holidays import Holiday, holiday_on, holidays_in


def a_holiday(year: int, month: int, day: int, country: str = "KZ") -> Holiday:
    holiday = holiday_on(country, date(year, month, day))
    assert holiday is not None
    return holiday


@pytest.mark.parametrize("day", [21, 22, 23, 24, 25])
def test_nauryz_of_2026_lasts_until_the_moved_days_are_over(day: int) -> None:
    assert "Nowruz" in a_holiday(2026, 3, day).name


def test_the_day_after_nauryz_is_a_working_day() -> None:
    assert holiday_on("KZ", date(2026, 3, 26)) is None


def test_in_january_2003_only_new_year_was_free() -> None:
    january = [day for day in holidays_in("KZ", 2003) if day.month == 1]
    assert january == [date(2003, 1, 1), date(2003, 1, 2)]


def test_orthodox_christmas_is_free_only_since_2006() -> None:
    assert holiday_on("KZ", date(2003, 1, 7)) is None
    assert holiday_on("KZ", date(2026, 1, 7)) is not None


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "New Year's Day"),
        ("ru", "Новый год"),
        ("kk", "Жаңа жыл"),
        ("kk-KZ", "Жаңа жыл"),
        ("uk", "Новий рік"),
        ("sw", "New Year's Day"),
    ],
)
def test_a_holiday_is_named_in_the_readers_language_else_in_english(
    language: str, name: str
) -> None:
    assert a_holiday(2003, 1, 1).name_in(language) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 24), "Наурыз мейрамы (перенесённый выходной)"),
        (date(2003, 5, 2), "Выходной день (перенесён с 04.05.2003)"),
        (date(2026, 5, 27), "Курбан-айт (дата предположительная)"),
    ],
)
def test_russian_names_of_moved_days_say_so(day: date, name: str) -> None:
    assert a_holiday(day.year, day.month, day.day).name_in("ru") == name


def test_every_kazakh_holiday_since_1991_has_a_russian_name() -> None:
    kazakh = set("әғқңөұүһі")
    untranslated = {
        holiday.name_in("ru")
        for year in range(1991, 2036)
        for day in holidays_in("KZ", year)
        if (holiday := holiday_on("KZ", day)) and kazakh & set(holiday.name_in("ru").lower())
    }
    assert untranslated == set()


def test_other_countries_name_theirs_as_well_as_they_can() -> None:
    assert a_holiday(2026, 1, 1, "RU").name_in("ru") == "Новогодние каникулы"
    assert a_holiday(2026, 12, 25, "GB").name_in("fr") == "Christmas Day"
    assert a_holiday(2026, 12, 25, "JM").name_in("fr") == "Christmas Day"


def test_the_holidays_of_every_inhabited_country_are_known() -> None:
    codes = (one + two for one, two in product(ascii_uppercase, repeat=2))
    unknown = {code for code in codes if is_country(code) and not holidays_in(code, 2025)}
    # Nobody lives on the first three; Ukraine has suspended its holidays under martial law.
    assert unknown == {"BV", "HM", "IO", "UA"}


def test_what_is_no_country_has_no_holidays() -> None:
    assert holidays_in("UK", 2026) == ()
    assert holiday_on("UK", date(2026, 1, 1)) is None
