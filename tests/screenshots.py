"""Takes the documentation's pictures: ``python -m tests.screenshots``, or ``make screenshots``.

The demo runs as a visitor starts it, in a process of its own; headless Chromium lives through the
evening of 5 January 2003 and takes a picture at the moments the documentation tells of. Fonts are
the machine's own, so pictures taken elsewhere differ in their letters.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import FLAGS, found
from tests.demo.process import started

IMAGES = Path(__file__).parent.parent / "docs" / "images"
LOOKS = ("--hide-scrollbars", "--font-render-hinting=none")
PATIENCE = 30_000
"""Milliseconds a thing on the page may take on a busy machine."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture's file, and the screen it is taken on, in CSS pixels."""

    name: str
    width: int
    height: int
    scale: float = 1
    """Pixels of the picture for each of the screen's."""

    @property
    def path(self) -> Path:
        return IMAGES / self.name


REMINDER = Picture(name="reminder.png", width=1280, height=860)
"""The hearing reminder has just arrived, an hour before the court opens."""
DIAL_CARD = Picture(name="dial-card.png", width=390, height=844, scale=1.5)
"""What to dial and say, on a phone."""
PICTURES = (REMINDER, DIAL_CARD)


@contextmanager
def a_browser() -> Iterator[Browser]:
    chromium = found()
    if chromium is None:
        raise SystemExit("No Chromium here. On Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *LOOKS])
        yield browser
        browser.close()


def a_screen(browser: Browser, picture: Picture, address: str) -> Page:
    """The page on a screen of the picture's size, in its light colours, with nothing moving."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme="light",
        reduced_motion="reduce",
        has_touch=picture.scale > 1,
    )
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    return page


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("send").click()


def tap(page: Page, label: str) -> None:
    page.get_by_test_id("button").filter(has_text=label).last.click()


def shows(page: Page, phrase: str) -> None:
    """Wait until the newest message says so; no-break spaces count as spaces."""
    pattern = re.compile(r"\s+".join(map(re.escape, phrase.split())))
    expect(page.get_by_test_id("message").last).to_contain_text(pattern, timeout=PATIENCE)


def save(page: Page, picture: Picture) -> None:
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")
    picture.path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture.path)


def subscribe(page: Page) -> None:
    page.get_by_test_id("seat-london").click()
    page.get_by_test_id("start").click()
    tap(page, "Karaganda 2003")
    tap(page, "Subscribe")
    say(page, "London")
    tap(page, "London, United Kingdom")
    tap(page, "Yes")
    shows(page, "03:00 for you (09:00 in Karaganda)")


def take_all(browser: Browser, address: str) -> None:
    page = a_screen(browser, REMINDER, address)
    subscribe(page)
    page.get_by_test_id("travel-next").click()
    shows(page, "Court in 1 hour")
    save(page, REMINDER)
    page.get_by_test_id("travel-hour").click()
    shows(page, "Fax a protest")

    phone = a_screen(browser, DIAL_CARD, address)
    phone.get_by_test_id("seat-london").click()
    say(phone, "/call karaganda-2003")
    shows(phone, "You can ring now")
    tap(phone, "Karaganda Regional Court")
    tap(phone, "What to dial and say")
    shows(phone, "In one breath")
    phone.get_by_test_id("message").last.evaluate("message => message.scrollIntoView(true)")
    save(phone, DIAL_CARD)


if __name__ == "__main__":
    with started() as here, a_browser() as chromium:
        take_all(chromium, here)
    for taken in PICTURES:
        sys.stdout.write(f"{taken.path} ({taken.path.stat().st_size // 1000} kB)\n")
