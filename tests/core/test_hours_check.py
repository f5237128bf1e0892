from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.hours import OfficeHours
from bot.core.hours_check import LONGEST, problems


def wrong(expression: str | None) -> list[str]:
    return problems(expression, "Asia/Almaty", "KZ")


@pytest.mark.parametrize(
    "expression",
    [
        None,
        "Mo-Fr 09:00-13:00,14:00-18:00; PH off",
        "24/7",
        "24/7; PH off",
        "off",
        "Su,PH 10:00-12:00",
        "Mo-Fr 22:00-06:00",
        "Mo-Fr 22:00-24:00, Tu-Sa 00:00-06:00; PH off",
        'Mo-Fr 09:00-17:00 "PH; by sunset at the latest"; PH off',
        "Mo-Fr 09:00-17:00; PH off; 2026 May 04 09:00-17:00",
        "Mo-Fr 09:00-17:00; PH off; Sa off",
    ],
)
def test_good_hours_have_no_problems(expression: str | None) -> None:
    assert wrong(expression) == []


@pytest.mark.parametrize(
    ("expression", "place", "advice"),
    [
        ("", "at the end", "leave the field out"),
        ("Mo-Fr 9-18", 'from character 7 on, at "9-18"', "two digits and minutes"),
        ("Mo-Fr 09.00-18.00", 'at "09.00-18.00"', "colon"),
        ("9am-5pm", 'at "9am-5pm"', "24-hour clock"),
        ("24/24", "from character 1", '"24/7"'),
        ("Mon-Fri 09:00-18:00", "from character 3", "Mo, Tu, We, Th, Fr, Sa, Su"),
        ("Monday 09:00-18:00", "from character 3", "Mo, Tu, We, Th, Fr, Sa, Su"),
        ("Пн-Пт 09:00-18:00", "from character 1", "Mo, Tu, We, Th, Fr, Sa, Su"),
        ("Mo-Fr 09:00-13:00 14:00-18:00", 'at "14:00-18:00"', "comma"),
        ("Mo-Fr 09:00–18:00", "from character 12", "plain hyphen"),
        ("Mo-Fr 09:00-49:00", 'at "49:00"', "48:00"),
        ("nine to five", "from character 1", "Mo-Fr 09:00-13:00,14:00-18:00; PH off"),
    ],
)
def test_unreadable_hours_are_told_with_place_and_remedy(
    expression: str, place: str, advice: str
) -> None:
    (sentence,) = wrong(expression)
    assert place in sentence
    assert advice in sentence


@pytest.mark.parametrize(
    ("expression", "advice"),
    [
        ("mo 09:00-18:00", 'write "Mo" for "mo"'),
        ("Mo-Fr 09:00-18:00; SH off", "school holidays"),
        ("sunrise-sunset", "clock times"),
        ("Mo-Fr unknown", "leave the field out"),
        ("Mo-Fr 09:00+", "write the closing time"),
        ("easter off", "Easter"),
        ("Mo-Fr 09:00-17:00/02:00", "repeating"),
        ("Jan PH off", 'cannot follow PH in "Jan PH off"'),
        ("Mo-Fr 09:00-10:00; PH +1 day off", "at the start of a rule"),
        ("PH off; Mo-Fr 09:00-18:00", "write the PH rule last"),
        ("Mo-Fr 18:00-02:00; PH off", '"18:00-02:00" runs past midnight'),
        ("Mo-Fr 18:00-26:00; PH off", '"18:00-26:00" runs past midnight'),
        ("Mo-Fr 09:00-18:00; Sa", '"Sa" names no times'),
    ],
)
def test_hours_that_would_mislead_are_refused_with_the_remedy(expression: str, advice: str) -> None:
    (sentence,) = wrong(expression)
    assert advice in sentence


def test_every_problem_is_told_at_once() -> None:
    zone, country, hours = problems("9-5", "Mars/Base", "UK")
    assert "Mars/Base" in zone
    assert '"UK" is no country' in country
    assert "9-5" in hours


def test_endless_hours_are_refused_unread() -> None:
    (sentence,) = wrong("Mo 09:00-10:00; " * LONGEST)
    assert "longer than 255" in sentence


PIECES = st.sampled_from(
    ["Mo", "-", "Fr", "PH", " off", ";", "||", ",", " ", "09:00", "18:00", "25:00", "24/7", '"',
     "[1]", "Jan", "2026", "week 1", "+1 day", "easter", "SH", "(", "\\", "Пн", "\x00"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=10).map("".join)))
@example("PH" * 100)
@example("(" * 250)
def test_whatever_is_written_is_answered_and_what_passes_can_be_used(expression: str) -> None:
    if wrong(expression):
        return
    office = OfficeHours(expression=expression, zone="Asia/Almaty", country="KZ")
    assert office.state(datetime(2003, 1, 6, 5, tzinfo=UTC)).status in {"open", "closed"}
