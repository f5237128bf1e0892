"""Every card of both campaigns, for members in 21 countries and in five languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from babel import Locale

from bot.commands import call_card
from bot.commands.call import over
from bot.commands.call_view import View
from bot.commands.desk import Desk
from bot.commands.evening import evening, in_turn
from bot.commands.request import Request
from bot.commands.speaking import conversation, speaking
from bot.content.loader import load_folder
from bot.core.chats import Chat
from bot.core.lengths import TEXT, units
from bot.core.library import Library
from bot.core.messages import Incoming, Message
from bot.words import Words
from tests.words.telegram import faults_of_form, visible

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
LANGUAGES = ("en", "ru", "kk", "ar", "es")
COUNTRIES = {
    "GB": "Europe/London",
    "US": "America/Los_Angeles",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "ES": "Europe/Madrid",
    "RU": "Asia/Vladivostok",
    "KZ": "Asia/Almaty",
    "UA": "Europe/Kyiv",
    "BY": "Europe/Minsk",
    "KG": "Asia/Bishkek",
    "TR": "Europe/Istanbul",
    "BR": "America/Sao_Paulo",
    "IN": "Asia/Kolkata",
    "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul",
    "AU": "Australia/Sydney",
    "ZA": "Africa/Johannesburg",
    "EG": "Africa/Cairo",
    "IL": "Asia/Jerusalem",
    "SG": "Asia/Singapore",
    "TW": "Asia/Taipei",
}
WORDS = Words.load()
NIGHT = datetime(2003, 1, 6, 1, 30, tzinfo=UTC)
"""An hour and a half before the court of Karaganda opens …"""
OPEN = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
"""… and half an hour after it."""
DEMO = datetime(2000, 3, 1, 10, tzinfo=UTC)
"""In the weeks of the Metallist campaign, which asks for no calls."""
LINES = 20
"""Of a letter more is shown; a card keeps to a screen or little more."""


@cache
def library() -> Library:
    return Library(load_folder(CAMPAIGNS).entries)


def a_view(slug: str, language: str, country: str, now: datetime) -> View:
    entry = library().get(slug)
    assert entry is not None
    chat = Chat(id=1, kind="private", language=language, country=country, zone=COUNTRIES[country])
    return View(words=WORDS, entry=entry, chat=chat, now=now)


def request_of(view: View) -> Request:
    """A question that needs no database."""
    nothing = cast("Any", None)
    desk = Desk(library=library(), words=WORDS, cities=nothing, letters=nothing)
    incoming = Incoming(
        update_id=1, event="message", chat_id=1, chat_kind="private", user_id=1, text=""
    )
    return Request(
        incoming=incoming,
        chat=view.chat,
        args=(),
        pressed=False,
        dialogue=None,
        now=view.now,
        tx=nothing,
        desk=desk,
    )


# A card is found by a function of what its reader sees; other pages add theirs to this table.


def the_board(view: View) -> Iterator[Message]:
    yield call_card.board(view, view.cards())


def the_offices(view: View) -> Iterator[Message]:
    for card in view.cards():
        yield call_card.office(view, card, alone=False, reminder=None)


def the_numbers(view: View) -> Iterator[Message]:
    for card in view.cards():
        message = call_card.dialling(view, card)
        assert card.lines[0].dial.mobile in visible(message.html)
        yield message


def the_evening(view: View) -> Iterator[Message]:
    yield evening(request_of(view), in_turn([view], ()), 0)


Cards = Callable[[View], Iterator[Message]]
TIMED: Sequence[Cards] = (the_board, the_offices, the_evening)
"""Those that tell an hour even while an office is open."""
PAGES: Sequence[Cards] = (*TIMED, the_numbers)


@cache
def weekdays(language: str) -> re.Pattern[str]:
    """Any weekday of a language, long or short, as it stands in a sentence or alone."""
    days = Locale.parse(language).days
    names = {
        name
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in days[form][width].values()
    }
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))), re.IGNORECASE)


def gaps(html: str) -> list[str]:
    """What is missing or left over in a message."""
    text = visible(html)
    rules = {
        "None": re.search(r"\bNone\b|Undefined", text),
        "empty brackets": re.search(r"\(\s*\)|\[\s*\]|«\s*»", text),
        "two blanks": re.search(r"[ \u00a0]{2}", text),
        "a slot that was not filled": re.search(r"[{}]|%\(|%s", text),
        "too long": units(text) > TEXT,
    }
    return [*(name for name, broken in rules.items() if broken), *faults_of_form(html, LINES)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("now", [NIGHT, OPEN])
def test_every_card_has_no_gap_in_any_country(now: datetime, language: str) -> None:
    for country in COUNTRIES:
        view = a_view("karaganda-2003", language, country, now)
        for cards in PAGES:
            for message in cards(view):
                where = f"{cards.__name__}, {language}, {country}, {now}\n{message.html}"
                assert not gaps(message.html), f"{gaps(message.html)} in {where}"
                assert message.buttons[0][0].label.strip(), where
                if cards in TIMED or now == NIGHT:
                    assert re.search(r"\d\d?:\d\d", message.html), where
                    assert weekdays(language).search(message.html), where


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_what_to_say_has_no_gap_in_any_country(language: str) -> None:
    for country in COUNTRIES:
        view = a_view("karaganda-2003", language, country, NIGHT)
        card = view.cards()[0]
        talk = conversation(card)
        for state in talk.states():
            message = speaking(view, card, talk.written(state))
            where = f"{state}, {language}, {country}\n{message.html}"
            assert not gaps(message.html), f"{gaps(message.html)} in {where}"
            assert message.html.count("\n") < 12, where
            assert all(button.label.strip() for row in message.buttons for button in row), where


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_campaign_that_asks_for_no_calls_says_so_everywhere(language: str) -> None:
    for country in COUNTRIES:
        view = a_view("metallist-2000", language, country, DEMO)
        assert view.cards() == ()
        message = over(request_of(view), view.entry)
        assert not gaps(message.html), message.html
        assert message.buttons[0][0].label


def test_the_form_for_a_landline_is_told_in_every_country() -> None:
    for country in COUNTRIES:
        view = a_view("karaganda-2003", "en", country, NIGHT)
        message = next(the_numbers(view))
        assert "Landline (" in message.html, country
