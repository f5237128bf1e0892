"""What a reader of Arabic is shown: days, hours, numbers and names, from right to left."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bot.core.chats import ChatKind
from bot.core.people import Person
from bot.core.texts import Text
from bot.words.calendar import Calendar
from tests.chromium import FLAGS
from tests.words.builders import VERDICT, an_audience, phrase

ARABIC = Calendar("ar")
OTHER_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
HALF = {"ص", "م"}
"""The two halves of the day, which a clock of 24 hours does without."""
NUMBER = "+7 7212 42 02 20"


def in_arabic(snippet: str, zone: str | None = "Europe/London", kind: ChatKind = "private") -> str:
    return phrase(snippet, an_audience(zone, "ar", kind))


def test_a_year_of_days_has_one_kind_of_digits() -> None:
    for ahead in range(365):
        on = datetime(2003, 1, 1, tzinfo=UTC) + timedelta(days=ahead)
        for words in (ARABIC.day(on, year=True), ARABIC.dated(on, year=True)):
            assert words.endswith(" 2003")
            assert re.search(rf"\b{on.day}\b", words)
            assert not OTHER_DIGITS.search(words)


def test_a_day_of_hours_is_written_in_four_digits() -> None:
    for hour in range(24):
        at = VERDICT.replace(hour=hour, minute=5)
        assert ARABIC.clock(at) == f"{hour:02}:05"


@pytest.mark.parametrize("zone", ["Europe/London", "America/Los_Angeles", "Asia/Almaty", None])
@pytest.mark.parametrize("call", ["moment(at, office, in_city)", "clock(at, office, in_city)"])
@pytest.mark.parametrize("kind", ["private", "group"])
def test_a_time_names_both_clocks_in_the_digits_of_all(
    zone: str | None, call: str, kind: ChatKind
) -> None:
    told = in_arabic(call, zone, kind)
    assert "09:00" in told
    assert told.count("في كاراغاندا") == 1
    assert not OTHER_DIGITS.search(told)
    assert not HALF & set(re.findall(r"\w+", told))


def test_cities_and_countries_have_their_arabic_names() -> None:
    assert (ARABIC.city("Asia/Almaty"), ARABIC.city("Africa/Cairo")) == ("ألماتي", "القاهرة")
    assert in_arabic("'KZ'|country_name") == "كازاخستان"


def test_numbers_have_the_digits_of_the_dates() -> None:
    assert [in_arabic(f"{number}|number") for number in ("2001", "7.5")] == ["2,001", "7.5"]


def test_a_telephone_number_is_kept_in_one_piece_and_in_its_order() -> None:
    assert in_arabic(f"'{NUMBER}'|digits") == f"\u2066{NUMBER}\u2069"
    assert phrase(f"'{NUMBER}'|digits", an_audience(language="es")) == NUMBER


def test_what_is_not_translated_keeps_to_its_place() -> None:
    own = Text({"en": "Release them."})
    assert phrase("text|said('en')", an_audience(language="ar"), text=own) == (
        "\u2068Release them.\u2069"
    )
    name = Text({"en": "Saken Zhunusov", "ar": "ساكن جونوسوف"})
    person = Person(id="saken", name=name, original="Сакен Жунусов")
    told = phrase("[it]|names('en', original=True)", an_audience(language="ar"), it=person)
    assert told == "ساكن جونوسوف (Сакен Жунусов)"


@pytest.mark.browser
def test_a_browser_shows_the_groups_of_a_number_in_the_order_of_dialling(chromium: Path) -> None:
    number = in_arabic(f"'{NUMBER}'|digits")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        page = browser.new_page()
        page.set_content(f"<p dir=auto>من الهاتف المحمول: <code>{number}</code> ثم انتظر</p>")
        lefts = page.evaluate(
            """() => {
                const text = document.querySelector("code").firstChild;
                return [...text.data].flatMap((sign, at) => {
                    const range = document.createRange();
                    range.setStart(text, at);
                    range.setEnd(text, at + 1);
                    return /[+0-9]/.test(sign) ? [range.getBoundingClientRect().left] : [];
                });
            }"""
        )
        browser.close()
    assert len(lefts) == len(NUMBER.replace(" ", ""))
    assert lefts == sorted(lefts)
