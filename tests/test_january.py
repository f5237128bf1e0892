"""January 2003 as a visitor lives through it: the real demo, its own process, a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.chromium import FLAGS
from tests.demo.process import started

pytestmark = pytest.mark.browser

PATIENCE = 20_000
"""Milliseconds a thing on the page may take on a busy machine."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The demo, started as the README says, on a free port."""
    with started() as address:
        yield address


@pytest.fixture(scope="module")
def page(address: str, chromium: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.goto(address)
        yield page
        browser.close()


def go_to(page: Page, seat: str) -> None:
    # No click of a mouse: the list is drawn anew at every event, under the pointer too.
    page.get_by_test_id(f"seat-{seat}").dispatch_event("click")


def newest(page: Page) -> Locator:
    return page.get_by_test_id("message").last


def shows(page: Page, *phrases: str) -> None:
    """The newest message says all of this; no-break spaces count as spaces."""
    for phrase in phrases:
        pattern = re.compile(re.escape(phrase).replace(r"\ ", r"[\s\u00a0\u202f]+"))
        expect(newest(page)).to_contain_text(pattern)


def tap(page: Page, label: str) -> None:
    """Presses a button of the newest message, which may be still on its way."""
    newest(page).get_by_test_id("button").filter(has_text=label).last.click()


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("send").click()


def read_pdf(page: Page, count: int) -> str:
    """The words of the newest of ``count`` documents, fetched as a tap on it would."""
    expect(page.get_by_test_id("document")).to_have_count(count)
    link = page.get_by_test_id("document").last
    answer = page.request.get(link.evaluate("link => link.href"))
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    sheets = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)


def test_the_member_in_london_starts_chooses_a_language_and_subscribes(page: Page) -> None:
    go_to(page, "london")
    page.get_by_test_id("start").click()
    shows(page, "Language: English")
    tap(page, "Language: English")
    shows(page, "Which language shall I speak?")
    tap(page, "English")
    shows(page, "Language: English")
    tap(page, "Karaganda 2003")
    tap(page, "Subscribe")
    shows(page, "In which city are you?")
    say(page, "London")
    tap(page, "London, United Kingdom")
    tap(page, "Yes")
    shows(page, "tomorrow, Mon 6 January, 03:00 for you (09:00 in Karaganda)")


def test_the_reminder_comes_an_hour_before_on_each_ones_own_clock(page: Page) -> None:
    page.get_by_test_id("travel-next").click()
    expect(page.get_by_test_id("clock")).to_contain_text("02:00")
    shows(page, "Court in 1 hour", "Mon 6 January, 03:00 for you (09:00 in Karaganda)")
    go_to(page, "losangeles")
    shows(page, "today, Sun 5 January, 19:00 for you (Monday 09:00 in Karaganda)")


def test_calling_is_advised_only_while_somebody_answers(page: Page) -> None:
    go_to(page, "london")
    say(page, "/call")
    shows(page, "Nobody can be reached at this hour", "03:00 for you", "in 1 hour")
    page.get_by_test_id("travel-hour").click()
    expect(page.get_by_test_id("clock")).to_contain_text("03:00")
    say(page, "/call")
    shows(page, "You can ring now", "open now")
    tap(page, "Karaganda Regional Court")
    tap(page, "What to dial and say")
    shows(page, "00 7 3212 42 02 20", "+7 3212 42 02 20", "Принять факс", "preen-YAHT faks")


def test_the_letter_carries_the_name_and_prints_in_russian(page: Page) -> None:
    go_to(page, "london")
    say(page, "/letter")
    shows(page, "Whom do you want to write to?")
    tap(page, "President of the Republic of Kazakhstan")
    shows(page, "How shall the letter be signed?")
    tap(page, "With my name")
    shows(page, "Which name")
    say(page, "Әлия Example")
    shows(page, "Which city")
    say(page, "London")
    shows(page, "union")
    tap(page, "Leave out")
    shows(page, "Әлия Example", "Saken Zhunusov")
    tap(page, "PDF to print")
    printed = read_pdf(page, 1)
    assert "Президенту Республики Казахстан" in printed
    assert "Әлия Example" in printed


def test_in_kazakh_the_letter_is_asked_for_and_printed_with_all_its_letters(page: Page) -> None:
    say(page, "/settings")
    shows(page, "Language")
    tap(page, "Language")
    tap(page, "Қазақша")
    shows(page, "Сергек уақыт")
    say(page, "/letter")
    shows(page, "Қазақстан Республикасының Президенті")
    tap(page, "Қазақстан Республикасының Президенті")
    shows(page, "Хатқа қалай қол қойылсын?")
    tap(page, "Өз есіміммен")
    shows(page, "қандай есім")
    say(page, "Әлия Ғұмар")
    shows(page, "Қай қаладан")
    tap(page, "Көрсетпеу")
    shows(page, "Кәсіподақ")
    tap(page, "Көрсетпеу")
    shows(page, "Әлия Ғұмар")
    tap(page, "Өзгерту")
    tap(page, "PDF: ")
    printed = read_pdf(page, 2)
    for words in ("Қазақстан Республикасының Президенті", "Әлия Ғұмар", "Қарағанды", "Жүнісов"):
        assert words in printed


def test_one_post_in_the_group_follows_the_viewers_clock(page: Page) -> None:
    go_to(page, "group")
    post = page.get_by_test_id("message").filter(has_text="Court in 1 hour")
    expect(post).to_have_count(1)
    for viewer, time in (("London", "03:00"), ("Los Angeles", "19:00"), ("Delhi", "08:30")):
        # As in go_to: these buttons are drawn anew as well.
        page.get_by_test_id("zone").filter(has_text=viewer).dispatch_event("click")
        expect(post.locator("time").first).to_contain_text(time)


def test_a_broadcast_reaches_everybody_after_preview_and_confirmation(page: Page) -> None:
    go_to(page, "organiser")
    words = "The court has sat for an hour. Please keep the lines busy."
    say(page, f"/broadcast karaganda-2003 {words}")
    tap(page, "Send to 3 chats")
    shows(page, "On its way to 3 chats")
    for seat in ("london", "losangeles", "group"):
        go_to(page, seat)
        shows(page, words)
