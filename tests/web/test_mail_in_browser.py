"""The e-mail page in Chromium, on a phone and on a desk: what a member sees and taps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from bot.commands.letter_made import make
from bot.content.letterpress import LetterPress
from bot.core.orders import Order
from bot.words import Words
from tests.chromium import FLAGS
from tests.core.test_emails import read
from tests.web.letters import NOW, Server, a_library, an_order

pytestmark = pytest.mark.browser

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
THREE = [an_order(office) for office in ("court", "ministry", "palace")]


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """In a thread of its own: the browser is driven from this one."""
    server = Server(library=a_library(tmp_path_factory.mktemp("campaigns")))
    up, ended = threading.Event(), threading.Event()

    async def main() -> None:
        async with server.up():
            up.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    assert up.wait(30)
    yield server
    ended.set()
    thread.join(30)


@contextmanager
def context(browser: Browser, size: str = "phone", **options: Any) -> Iterator[BrowserContext]:
    expect.set_options(timeout=30_000)  # a busy machine is no fault of the page's
    phone: dict[str, Any] = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
    viewport: Any = SIZES[size]
    with browser.new_context(viewport=viewport, **phone, **options) as opened:
        opened.grant_permissions(["clipboard-read", "clipboard-write"])
        yield opened


@contextmanager
def visit(context: BrowserContext, server: Server, *orders: Order) -> Iterator[Page]:
    """Somebody opens a page; what the console complains of, or another server asked, fails."""
    complaints: list[str] = []
    page = context.new_page()

    def failed(error: Error) -> None:
        complaints.append(str(error))

    def said(line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            complaints.append(line.text)

    def asked(request: Request) -> None:
        own = (f"{server.address}/mail/", f"{server.address}/assets/", "mailto:")
        if not request.url.startswith(own):
            complaints.append(f"asked for {request.url[:60]}")

    page.on("pageerror", failed)
    page.on("console", said)
    page.on("request", asked)
    page.goto(server.url(*orders))
    page.wait_for_selector("body[data-ready]")
    yield page
    assert complaints == []


def letter(server: Server, order: Order) -> str:
    made = make(Words.load(), LetterPress(), server.library, order, NOW)
    assert made is not None
    return made.office.plain()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("size", SIZES)
def test_one_tap_opens_exactly_the_letter_and_the_fields_say_the_same(
    browser: Browser, server: Server, size: str
) -> None:
    order = an_order("court")
    with context(browser, size) as window, visit(window, server, order) as page:
        button = page.get_by_role("link", name="Open it in my e-mail program")
        with page.expect_request("mailto:*") as tapped:
            button.tap() if size == "phone" else button.click()
        opened = read(tapped.value.url)
        assert opened["body"] == letter(server, order).replace("\n", "\r\n")
        shown = {
            name: page.locator(f"#letter-1-{name}").evaluate("field => field.textContent")
            for name in ("to", "cc", "subject", "text")
        }
        assert shown == {
            "to": opened["to"].replace(",", ", "),
            "cc": opened["cc"],
            "subject": opened["subject"],
            "text": letter(server, order),
        }


@pytest.mark.parametrize("size", SIZES)
def test_a_tap_on_copy_fills_the_clipboard(browser: Browser, server: Server, size: str) -> None:
    with context(browser, size) as window, visit(window, server, *THREE) as page:
        for field in ("letter-1-to", "letter-1-cc", "letter-2-subject", "letter-3-text"):
            button = page.locator(f"#{field}-copy")
            button.tap() if size == "phone" else button.click()
            expect(page.locator(f".field:has(#{field}) .said")).to_have_text("Copied")
            assert clipboard(page) == page.locator(f"#{field}").evaluate("one => one.textContent")
        assert clipboard(page) == letter(server, THREE[2])


def test_without_a_clipboard_the_text_is_marked_and_copied_all_the_same(
    browser: Browser, server: Server
) -> None:
    with context(browser) as window:
        window.add_init_script(NO_CLIPBOARD)
        with visit(window, server, an_order("court")) as page:
            page.locator("#letter-1-text-copy").tap()
            expect(page.locator(".field:has(#letter-1-text) .said")).to_have_text("Copied")
            marked = str(page.evaluate("getSelection().toString()"))
            assert marked.split() == letter(server, an_order("court")).split()


def test_where_nothing_may_copy_the_member_is_told_what_to_do(
    browser: Browser, server: Server
) -> None:
    with context(browser) as window:
        window.add_init_script(f"{NO_CLIPBOARD}; document.execCommand = () => false")
        with visit(window, server, an_order("court")) as page:
            page.locator("#letter-1-to-copy").tap()
            told = page.locator(".field:has(#letter-1-to) .said")
            expect(told).to_have_text(
                "It is marked now: please copy it with the menu of your device."
            )
            assert page.evaluate("getSelection().toString()") == (
                "press+court@example.org, court@example.org"
            )


def test_the_tap_that_opens_a_long_letter_copies_its_text_too(
    browser: Browser, server: Server
) -> None:
    with context(browser) as window, visit(window, server, an_order("court")) as page:
        page.get_by_role("link", name="Open it without the text").tap()
        expect(page.locator("#letter-1 > .said")).to_have_text("Copied")
        assert clipboard(page) == letter(server, an_order("court"))


def test_on_windows_a_long_letter_is_pasted(browser: Browser, server: Server) -> None:
    orders = [an_order("court"), an_order("ministry")]
    with (
        context(browser, "desk", user_agent=WINDOWS) as window,
        visit(window, server, *orders) as page,
    ):
        long, short = page.get_by_role("link", name="Open it in my e-mail program").all()
        assert set(read(long.get_attribute("href") or "")) == {"to", "cc", "subject"}
        assert "body" in read(short.get_attribute("href") or "")
        expect(page.get_by_text("The letter is too long to be filled in")).to_be_visible()
        expect(page.get_by_text("Does nothing open")).to_be_hidden()
        long.click()
        expect(page.locator("#letter-1 > .said")).to_have_text("Copied")
        assert clipboard(page) == letter(server, orders[0])


def test_without_scripts_all_can_be_read_and_opened(browser: Browser, server: Server) -> None:
    with context(browser, java_script_enabled=False) as window:
        page = window.new_page()
        page.goto(server.url(an_order("court")))
        assert page.get_by_role("button", name="Copy").count() == 0
        expect(page.get_by_role("link", name="Open it in my e-mail program")).to_be_visible()
        expect(page.locator("#letter-1-text")).to_contain_text("Нам стало известно")
        page.locator("summary").tap()
        expect(page.locator("details pre")).to_contain_text("We learned that Anna")


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize("size", SIZES)
def test_it_fits_the_screen_and_fingers(
    browser: Browser, server: Server, size: str, language: str
) -> None:
    orders = [an_order(office, language) for office in ("court", "ministry", "palace")]
    with context(browser, size) as window, visit(window, server, *orders) as page:
        page.locator("summary").first.click()
        wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide == [SIZES[size]["width"]] * 2
        for target in page.locator("a, button, summary").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= SIZES[size]["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(
    browser: Browser, server: Server, scheme: str
) -> None:
    with context(browser, color_scheme=scheme) as window, visit(window, server, *THREE) as page:
        page.locator("#letter-1-to-copy").tap()
        faint = page.evaluate(CONTRAST)
    assert faint == []


CONTRAST = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? behind(one.parentElement) : colour;
  };
  const ratio = (one) => {
    const [dark, bright] = [light(getComputedStyle(one).color), light(behind(one))].sort();
    return (Math.max(dark, bright) + 0.05) / (Math.min(dark, bright) + 0.05);
  };
  const told = [...document.querySelectorAll("main *")].filter((one) =>
    one.checkVisibility()
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return told.filter((one) => ratio(one) < 4.5).map((one) => one.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize("chosen", [None, 2])
def test_only_the_letter_is_printed(browser: Browser, server: Server, chosen: int | None) -> None:
    with context(browser) as window:
        window.add_init_script("window.print = () => { window.printed = document.body.className }")
        with visit(window, server, *THREE) as page:
            if chosen:
                page.locator(f"[data-print=letter-{chosen}]").tap()
                assert page.evaluate("window.printed") == "one"
                page.evaluate(
                    "number => { document.body.classList.add('one');"
                    "document.getElementById(`letter-${number}`).classList.add('chosen') }",
                    chosen,
                )
            page.emulate_media(media="print")
            seen = page.evaluate("document.body.innerText")
    wanted = [THREE[chosen - 1]] if chosen else THREE
    assert seen.split() == [word for one in wanted for word in letter(server, one).split()]


def test_every_button_says_what_it_copies(browser: Browser, server: Server) -> None:
    with context(browser) as window, visit(window, server, an_order("court")) as page:
        for name in ("Copy To", "Copy Copies (Cc)", "Copy Subject", "Copy Text"):
            expect(page.get_by_role("button", name=name, exact=True)).to_have_count(1)
        assert page.get_by_role("heading", level=1).count() == 1
        expect(page).to_have_title("Your letter to: The court")
