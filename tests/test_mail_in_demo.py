"""In the demo a letter's e-mail page opens in the browser like everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import FLAGS
from tests.demo.process import started
from tests.screenshots import PATIENCE, say, shows, tap

pytestmark = [pytest.mark.browser, pytest.mark.process]


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chat(browser: Browser) -> Iterator[Page]:
    """A letter to the president, signed with nothing, drafted in the demo."""
    with started() as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
        page.get_by_test_id("seat-london").click()
        page.get_by_test_id("start").click()
        shows(page, "Choose a campaign")
        say(page, "/letter karaganda-2003")
        shows(page, "Whom do you want to write to?")
        tap(page, "President of the Republic")
        tap(page, "Nothing about me")
        expect(page.get_by_test_id("button").filter(has_text="Open it as a page")).to_be_visible(
            timeout=PATIENCE
        )
        yield page


def test_the_button_under_the_draft_opens_its_page(chat: Page) -> None:
    with chat.expect_popup() as opened:
        chat.get_by_test_id("button").filter(has_text="Open it as a page").click()
    page = opened.value
    page.wait_for_selector("body[data-ready]")
    address, _, token = page.url.rpartition("/mail/")
    assert chat.url.startswith(address)
    assert len(token) < 400
    draft = chat.get_by_test_id("message").filter(has_text="Президенту").first.inner_text()
    letter = page.locator("#letter-1-text").inner_text()
    assert " ".join(letter.split()) in " ".join(draft.split())
    expect(page.get_by_text("We know no e-mail address of this office.")).to_be_visible()
