"""The chat page in Chromium, with a bot behind it over real HTTP: what a visitor sees and does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route, expect, sync_playwright

from tests.chromium import FLAGS
from tests.demo.people import ANN, EVENING, GROUP, OLGA, SMALL_GROUP, a_stage, send
from tests.demo.serving import Served, serving
from tests.demo.standin import FORMATS, HEARING

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
MOVED = -1_001_000_000_501


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def demo() -> Iterator[Served]:
    with serving() as served:
        yield served


def window(browser: Browser, size: dict[str, int], **options: Any) -> Iterator[Page]:
    """A browser's window of a size, to be used for one visit after the other."""
    expect.set_options(timeout=30_000)  # a busy machine is no fault of the page's
    context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]  # TypedDict
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> Iterator[Page]:
    yield from window(browser, DESKTOP)


@pytest.fixture(scope="module")
def handset(browser: Browser) -> Iterator[Page]:
    yield from window(browser, PHONE, has_touch=True, is_mobile=True)


@contextmanager
def visit(window: Page, demo: Served) -> Iterator[Page]:
    """Somebody opens the page; whatever it complains of in the console fails the test.

    Each demo has a port and so an origin of its own: nothing is left of the visit before.
    """
    complaints: list[str] = []

    def failed(error: Error) -> None:
        complaints.append(str(error))

    def said(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(line.text)

    window.on("pageerror", failed)
    window.on("console", said)
    window.goto(demo.url)
    window.wait_for_selector("body[data-ready]")
    yield window
    window.goto("about:blank")
    window.remove_listener("pageerror", failed)
    window.remove_listener("console", said)
    assert complaints == []


@pytest.fixture
def page(desktop: Page, demo: Served) -> Iterator[Page]:
    with visit(desktop, demo) as page:
        yield page


@pytest.fixture
def phone(handset: Page, demo: Served) -> Iterator[Page]:
    with visit(handset, demo) as page:
        yield page


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def last(page: Page) -> Any:
    return page.get_by_test_id("message").last


def from_bot(page: Page) -> Any:
    return page.locator("[data-testid=message][data-from=bot]").last


def start(page: Page, seat: str = "london") -> None:
    page.get_by_test_id(f"seat-{seat}").click()
    page.get_by_test_id("start").click()
    expect(from_bot(page)).to_contain_text("Welcome")
    expect(page.get_by_test_id("start")).to_be_hidden()  # the chat was drawn anew for the last time


def told_in_group(page: Page, demo: Served, **more: Any) -> None:
    """The group is told of the hearing; until the page knows: its list is drawn anew till then."""
    demo.act(lambda: demo.api.add_bot_to_group(GROUP, ANN))
    demo.act(lambda: send(demo.api, GROUP, HEARING, parse_mode="HTML", **more))
    expect(page.get_by_test_id("seat-group")).to_contain_text("Verdict expected")


def test_four_chats_and_a_clock(page: Page) -> None:
    for name in ("london", "losangeles", "group", "organiser"):
        expect(page.get_by_test_id(f"seat-{name}")).to_be_visible()
    expect(page.get_by_text("nothing leaves this computer")).to_be_visible()
    expect(page.get_by_test_id("seat-losangeles")).to_contain_text("Sun 12:00")
    clock = page.get_by_test_id("clock")
    expect(clock).to_contain_text("Sunday, 5 January 2003 in London")
    page.get_by_test_id("seat-losangeles").click()
    expect(clock).to_contain_text("12:00")
    expect(clock).to_contain_text("Los Angeles")
    expect(clock).to_contain_text("Sun 20:00 UTC")


def test_start_a_button_and_its_edit(page: Page) -> None:
    start(page)
    page.get_by_test_id("button").filter(has_text="English").click()
    expect(from_bot(page)).to_contain_text("English it is.")
    expect(from_bot(page)).to_contain_text("edited")
    expect(page.get_by_test_id("button")).to_have_count(0)


def test_answers_to_presses_as_toast_and_alert(page: Page) -> None:
    start(page)
    page.get_by_test_id("button").filter(has_text="Қазақша").click()
    expect(page.get_by_test_id("alert")).to_contain_text("Қазақша әлі дайын емес.")
    page.get_by_test_id("alert-close").click()
    expect(page.get_by_test_id("alert")).to_be_hidden()
    say(page, "/call")
    page.get_by_test_id("button").filter(has_text="Draft my letter").click()
    expect(page.get_by_test_id("toast")).to_contain_text("The draft comes in a moment")


def test_every_format(page: Page, demo: Served) -> None:
    start(page)
    demo.act(lambda: send(demo.api, ANN, FORMATS, parse_mode="HTML"))
    text = last(page).locator(".text")
    for name in ("strong", "em", "u", "s", "code", "pre", "blockquote", "a", ".spoiler"):
        expect(text.locator(name)).to_have_count(1)
    expect(text.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    hidden = text.locator(".spoiler")
    expect(hidden).to_have_attribute("aria-expanded", "false")
    hidden.click()
    expect(hidden).to_have_attribute("aria-expanded", "true")


def test_code_is_copied_in_one_tap(page: Page, demo: Served) -> None:
    start(page)
    demo.act(lambda: send(demo.api, ANN, FORMATS, parse_mode="HTML"))
    last(page).locator("code").click()
    expect(page.get_by_test_id("toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "+7 3212 42 02 20"
    last(page).locator("pre").press("Enter")
    expect(page.get_by_test_id("toast")).to_have_count(2)
    page.wait_for_function(
        "async (words) => await navigator.clipboard.readText() === words",
        arg="Dear President,\nwe protest.",
    )


def test_a_copy_button_copies(page: Page) -> None:
    start(page)
    say(page, "/call")
    page.get_by_test_id("button").filter(has_text="Copy the number").click()
    expect(page.get_by_test_id("toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "+7 3212 42 02 20"


def test_commands_in_texts_are_sent_by_a_tap(page: Page, demo: Served) -> None:
    start(page)
    demo.act(lambda: send(demo.api, ANN, "Then /call again"))
    last(page).get_by_role("button", name="/call").click()
    expect(from_bot(page)).to_contain_text("Closed now")


def test_chat_text_is_never_markup(page: Page, demo: Served) -> None:
    start(page)
    nasty = '<img src=x onerror="document.title=1"><script>1</script>'
    demo.act(lambda: send(demo.api, ANN, nasty))
    expect(last(page)).to_contain_text(nasty)
    expect(last(page).locator("img, script")).to_have_count(0)


class TestMenu:
    def test_it_opens_filters_and_sends_by_keyboard(self, page: Page) -> None:
        start(page)
        page.get_by_test_id("commands").click()
        expect(page.get_by_test_id("command")).to_have_count(5)
        page.get_by_test_id("composer").press("Escape")
        expect(page.get_by_test_id("commands-menu")).to_be_hidden()
        page.get_by_test_id("composer").press_sequentially("/c")
        expect(page.get_by_test_id("command")).to_have_count(1)
        page.get_by_test_id("composer").press("Enter")
        expect(from_bot(page)).to_contain_text("Closed now")

    def test_hints_are_sent_by_a_tap(self, page: Page) -> None:
        start(page)
        page.get_by_test_id("hint").filter(has_text="/call").click()
        expect(from_bot(page)).to_contain_text("Closed now")


def test_a_document_opens_in_a_new_tab(page: Page) -> None:
    start(page)
    say(page, "/letter")
    document = page.get_by_test_id("document")
    expect(document).to_contain_text("Letter – Қарағанды.pdf")
    expect(document).to_have_attribute("target", "_blank")
    answer = page.request.get(page.url.split("#")[0] + str(document.get_attribute("href"))[1:])
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


class TestTimes:
    def test_a_time_follows_the_viewers_zone_at_once(self, page: Page, demo: Served) -> None:
        told_in_group(page, demo)
        page.get_by_test_id("seat-group").click()
        time = last(page).locator("time")
        expect(time).to_have_text("Monday, 6 January 2003, 03:00")
        wanted = "Mon 6 January, 09:00 in Karaganda (03:00 London)"
        expect(time).to_have_attribute("title", wanted)
        for zone, shown in {
            "Los Angeles": "Sunday, 5 January 2003, 19:00",
            "Moscow": "понедельник, 6 января 2003 г., 06:00",
            "Almaty": "2003 ж. 6 қаңтар, дүйсенбі, 09:00",
            "Delhi": "Monday, 6 January 2003, 08:30",
        }.items():
            page.get_by_test_id("zone-switch").get_by_text(zone).click()
            expect(last(page).locator("time")).to_have_text(shown)
        expect(page.get_by_test_id("clock")).to_contain_text("01:30")

    def test_message_times_and_days_are_the_viewers(self, page: Page, demo: Served) -> None:
        told_in_group(page, demo)
        page.get_by_test_id("seat-group").click()
        expect(page.get_by_test_id("day")).to_have_text("Sunday, 5 January 2003")
        page.get_by_test_id("zone-switch").get_by_text("Almaty").click()
        expect(page.get_by_test_id("day")).to_have_text("2003 ж. 6 қаңтар, дүйсенбі")
        expect(last(page).locator(".when")).to_have_text("02:00")

    def test_who_looks_is_who_speaks(self, page: Page, demo: Served) -> None:
        told_in_group(page, demo)
        page.get_by_test_id("seat-group").click()
        page.get_by_test_id("zone-switch").get_by_text("Moscow").click()
        say(page, "Я пришлю факс")
        expect(last(page)).to_have_attribute("data-from", "me")
        assert demo.api.history(GROUP)[-1]["from"]["id"] == OLGA
        page.get_by_test_id("zone-switch").get_by_text("London").click()
        expect(last(page)).to_have_attribute("data-from", "other")

    def test_choosing_keeps_the_focus_unless_one_types(self, page: Page, demo: Served) -> None:
        told_in_group(page, demo)
        page.get_by_test_id("seat-group").click()
        moscow = page.get_by_test_id("zone-switch").get_by_text("Moscow")
        moscow.click()
        expect(moscow).to_have_attribute("aria-pressed", "true")
        expect(moscow).to_be_focused()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/chat?*", hold)
        london = page.get_by_test_id("zone-switch").get_by_text("London")
        london.click()
        page.get_by_test_id("composer").fill("I shall send")
        for route in held:
            route.continue_()
        page.unroute("**/chat?*")
        expect(london).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_test_id("composer")).to_be_focused()


CARD = "https://t.me/comrades_demo_bot?start=call_karaganda"
MY_CARD = {"inline_keyboard": [[{"text": "My card", "url": CARD}]]}


class TestDeepLinks:
    def test_one_who_has_not_started_taps_start(self, page: Page, demo: Served) -> None:
        told_in_group(page, demo, reply_markup=MY_CARD)
        page.get_by_test_id("seat-group").click()
        page.get_by_test_id("button").click()
        expect(page.get_by_test_id("seat-london")).to_have_attribute("aria-current", "true")
        page.get_by_test_id("start").click()
        expect(from_bot(page)).to_contain_text("call_karaganda")

    def test_one_who_has_goes_there_at_once(self, page: Page, demo: Served) -> None:
        start(page)
        told_in_group(page, demo, reply_markup=MY_CARD)
        page.get_by_test_id("seat-group").click()
        page.get_by_test_id("button").click()
        expect(page.get_by_test_id("seat-london")).to_have_attribute("aria-current", "true")
        expect(from_bot(page)).to_contain_text("call_karaganda")

    def test_one_without_a_seat_gets_one(self, page: Page, demo: Served) -> None:
        told_in_group(page, demo, reply_markup=MY_CARD)
        page.get_by_test_id("seat-group").click()
        page.get_by_test_id("zone-switch").get_by_text("Almaty").click()
        page.get_by_test_id("button").click()
        expect(page.get_by_test_id("seat-user-14")).to_contain_text("Дана")


class TestTravel:
    def test_an_hour_and_a_day(self, page: Page) -> None:
        clock = page.get_by_test_id("clock")
        page.get_by_test_id("travel-hour").click()
        expect(clock).to_contain_text("21:00")
        page.get_by_test_id("travel-day").click()
        expect(clock).to_contain_text("Monday, 6 January 2003")

    def test_to_the_next_event_which_happens(self, page: Page, demo: Served) -> None:
        async def remind() -> None:
            send(demo.api, ANN, "Court in an hour", disable_notification=True)

        start(page)
        page.get_by_test_id("seat-organiser").click()
        demo.journey.due.append((EVENING + timedelta(hours=6), remind))
        demo.act(
            lambda: demo.api.events.emit(
                "clock", now="2003-01-05T20:00:00Z", next="2003-01-06T02:00:00Z"
            )
        )
        page.get_by_test_id("travel-next").click()
        expect(page.get_by_test_id("clock")).to_contain_text("Mon 02:00 UTC")
        expect(page.get_by_test_id("travel-next")).to_be_disabled()
        unread = page.get_by_test_id("seat-london").get_by_test_id("unread")
        expect(unread).to_have_text("1")
        page.get_by_test_id("seat-london").click()
        expect(last(page)).to_contain_text("Court in an hour")
        expect(last(page).get_by_label("Delivered silently")).to_be_visible()
        expect(unread).to_have_count(0)


class TestComingAndGoing:
    def test_the_bot_is_invited_from_the_group(self, page: Page) -> None:
        page.get_by_test_id("seat-group").click()
        page.get_by_test_id("start").click()
        expect(last(page)).to_contain_text("Ann added Solidarity Alerts")
        page.get_by_test_id("chat-menu").click()
        page.get_by_test_id("chat-remove").click()
        expect(last(page)).to_contain_text("Ann removed Solidarity Alerts")

    def test_blocked_and_begun_again(self, page: Page) -> None:
        start(page)
        page.get_by_test_id("chat-menu").click()
        page.get_by_test_id("chat-block").click()
        expect(page.get_by_test_id("start")).to_have_text("Unblock and start again")
        page.get_by_test_id("start").click()
        expect(page.get_by_test_id("composer")).to_be_visible()

    def test_a_deleted_message_goes(self, page: Page, demo: Served) -> None:
        start(page)
        sent = demo.act(lambda: send(demo.api, ANN, "Fax the akimat")).result
        expect(last(page)).to_contain_text("Fax the akimat")
        wanted = {"chat_id": ANN, "message_id": sent["message_id"]}
        demo.act(lambda: demo.api.call("deleteMessage", wanted))
        expect(page.get_by_text("Fax the akimat")).to_have_count(0)


def test_a_reply_keyboard_offers_answers_and_goes(page: Page, demo: Served) -> None:
    start(page)
    say(page, "/where")
    expect(page.get_by_test_id("answer")).to_have_count(3)
    page.get_by_test_id("answer").filter(has_text="Share where I am").click()
    expect(page.get_by_test_id("answer")).to_have_count(0)
    assert any("location" in message for message in demo.api.history(ANN))


def test_right_to_left_text_runs_right_to_left(page: Page, demo: Served) -> None:
    start(page)
    demo.act(lambda: send(demo.api, ANN, "نطالب بالإفراج الفوري"))
    text = page.locator(".text").filter(has_text="نطالب")
    expect(text).to_have_attribute("dir", "auto")
    expect(text).to_have_css("direction", "rtl")


class TestOnAPhone:
    def test_one_pane_at_a_time_and_back(self, phone: Page) -> None:
        expect(phone.get_by_test_id("seat-group")).to_be_visible()
        expect(phone.get_by_test_id("start")).to_be_hidden()
        phone.get_by_test_id("seat-london").click()
        expect(phone.get_by_test_id("start")).to_be_visible()
        expect(phone.get_by_test_id("seat-group")).to_be_hidden()
        phone.get_by_test_id("back").click()
        expect(phone.get_by_test_id("seat-group")).to_be_visible()
        phone.go_back()
        expect(phone.get_by_test_id("start")).to_be_visible()

    def test_nothing_is_cut_off(self, phone: Page, demo: Served) -> None:
        start(phone)
        long = "Карагандинскийобластнойсудпоуголовнымделамикассационнойинстанции" * 2
        demo.act(lambda: send(demo.api, ANN, FORMATS + long, parse_mode="HTML"))
        say(phone, "/call")
        expect(from_bot(phone)).to_contain_text("Closed now")
        for seat, there in (("london", from_bot(phone)), ("group", phone.get_by_test_id("start"))):
            phone.get_by_test_id("back").click()
            phone.get_by_test_id(f"seat-{seat}").click()
            expect(there).to_be_visible()
            assert phone.evaluate(OVERFLOWING) == []

    @pytest.mark.parametrize("text", ["https://example.org/" + "a" * 25, "x" * 3500])
    def test_a_long_word_leaves_the_send_button_in_reach(self, phone: Page, text: str) -> None:
        start(phone)
        phone.get_by_test_id("composer").fill(text)
        box = phone.get_by_test_id("send").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    def test_fingers_hit_the_buttons(self, phone: Page) -> None:
        start(phone)
        expect(phone.get_by_test_id("button")).to_have_count(2)
        for button in phone.get_by_test_id("button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44


# Visible things that reach beyond the screen's sides.
OVERFLOWING = """
() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && !node.matches(".skip"))
  .map((node) => [node.getBoundingClientRect(), node.outerHTML.slice(0, 120)])
  .filter(([box]) => box.right > innerWidth + 1 || box.left < -1)
"""


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    page.get_by_test_id("seat-losangeles").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("seat-losangeles")).to_be_focused()
    expect(page.get_by_role("heading", name="Leo")).to_be_visible()
    expect(page.get_by_text("Tap Start to begin.")).to_be_visible()
    page.get_by_test_id("start").focus()
    expect(page.get_by_test_id("start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(from_bot(page)).to_contain_text("Welcome")
    expect(page.get_by_test_id("start")).to_be_hidden()
    page.get_by_test_id("button").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(from_bot(page)).to_contain_text("English it is.")
    expect(from_bot(page)).to_be_focused()


def test_a_chat_drawn_anew_keeps_the_focus(page: Page, demo: Served) -> None:
    start(page)
    page.get_by_test_id("button").nth(1).focus()
    page.evaluate("document.activeElement.id = 'of-before'")
    demo.act(lambda: demo.api.events.emit("menu"))
    expect(page.locator("#of-before")).to_have_count(0)
    expect(page.get_by_test_id("button").nth(1)).to_be_focused()


def test_a_moved_group_stays_open(desktop: Page) -> None:
    stage = a_stage()
    seats = tuple(
        replace(seat, chat_id=SMALL_GROUP) if seat.chat_id == GROUP else seat for seat in stage
    )
    with serving(stage=replace(stage, seats=seats)) as demo, visit(desktop, demo) as page:
        demo.act(lambda: demo.api.add_bot_to_group(SMALL_GROUP, ANN))
        demo.act(lambda: send(demo.api, SMALL_GROUP, "Fax the akimat"))
        page.get_by_test_id("seat-group").click()
        expect(last(page)).to_contain_text("Fax the akimat")
        demo.act(lambda: demo.api.migrate_group(SMALL_GROUP, MOVED))
        expect(page.get_by_test_id("message")).to_have_text(["The group became a supergroup"])
        expect(page.get_by_test_id("seat-group")).to_have_attribute("aria-current", "true")
        demo.act(lambda: send(demo.api, MOVED, "Keep the lines busy"))
        expect(last(page)).to_contain_text("Keep the lines busy")
        say(page, "So we do")
        expect(last(page)).to_contain_text("So we do")
        assert demo.api.history(MOVED)[-1]["text"] == "So we do"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_readers_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="null")
    red, green, blue = re.findall(r"\d+", shade)[:3]
    assert (int(red) + int(green) + int(blue) > 384) is (scheme == "light")
