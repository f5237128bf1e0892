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


COUNTRIES = "GB US DE FR ES RU KZ UA BY KG TR BR IN JP KR AU ZA EG IL SG TW".split()
LANGUAGES = ("en", "ru", "kk", "ar", "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kazakh_holiday_since_1991_is_named_in(language: str) -> None:
    english = {
        holiday.name
        for year in range(1991, 2036)
        for day in holidays_in("KZ", year)
        if (holiday := holiday_on("KZ", day)) and language != "en"
        if holiday.name_in(language) == holiday.name
    }
    assert english == set()


@pytest.mark.parametrize(
    ("country", "day", "names"),
    [
        (
            "KZ",
            date(2026, 3, 23),
            (
                "Nowruz Holiday",
                "Наурыз мейрамы",
                "Наурыз мейрамы",
                "عيد النوروز",
                "Fiesta de Nouruz",
            ),
        ),
        (
            "KZ",
            date(2026, 5, 27),
            (
                "Eid al-Adha (estimated)",
                "Курбан-айт (дата предположительная)",
                "Құрбан айт (бағаланған)",
                "عيد الأضحى (تاريخ تقديري)",
                "Fiesta del Sacrificio (Eid al-Adha) (fecha estimada)",
            ),
        ),
        (
            "GB",
            date(2026, 1, 1),
            ("New Year's Day", "Новый год", "Жаңа жыл", "رأس السنة الميلادية", "Año Nuevo"),
        ),
        (
            "SG",
            date(2026, 5, 1),
            ("Labour Day", "День труда", "Еңбек күні", "عيد العمال", "Día del Trabajo"),
        ),
        ("US", date(2026, 1, 19), ("Martin Luther King Jr. Day",) * 5),
        ("ZA", date(2026, 6, 16), ("Youth Day",) * 5),
        (
            "RU",
            date(2025, 5, 2),
            (
                "Day off (substituted from 2025-01-04)",
                "Выходной (перенесено с 04.01.2025)",
                "Демалыс күні (04.01.2025 бастап ауыстырылды)",
                "يوم عطلة (منقول من 04.01.2025)",
                "Día libre (trasladado del 04.01.2025)",
            ),
        ),
    ],
)
def test_what_many_countries_keep_is_named_in_five_languages_and_nothing_is_made_up(
    country: str, day: date, names: tuple[str, ...]
) -> None:
    holiday = holiday_on(country, day)
    assert holiday is not None
    assert tuple(holiday.name_in(language) for language in LANGUAGES) == names


def test_two_holidays_of_one_day_are_both_named_or_both_left_in_english() -> None:
    both = a_holiday(2025, 5, 5, "KR")
    assert both.name == "Buddha's Birthday; Children's Day"
    assert both.name_in("es") == both.name
    easter = a_holiday(2025, 4, 20, "BY")
    assert easter.name_in("es") == "Pascua católica; Pascua ortodoxa"


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_holiday_of_these_countries_is_without_a_name(country: str) -> None:
    for year in (2003, 2025, 2026, 2027):
        for day in holidays_in(country, year):
            holiday = holiday_on(country, day)
            assert holiday is not None
            for language in LANGUAGES:
                assert holiday.name_in(language).strip(), (country, day, language)
                assert "/" not in holiday.name_in("es").partition("(")[2]
