"""When an office can be rung, in the exact words: one case each, and all of them everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.commands.call_card import board, dialling, office
from bot.commands.call_view import View
from bot.core.messages import Message
from tests.appeal import FAX, LINES
from tests.commands.call_cases import CASES, COURT_ONLY, PRESIDENTS, RETIRED, Case, at
from tests.commands.talk import LONDON, WORDS, an_entry


def told(case: Case, language: str = "en") -> Message:
    entry = an_entry(**({"actions": COURT_ONLY} | case.changes))
    reader = replace(case.reader, language=language)
    view = View(words=WORDS, entry=entry, chat=reader, now=case.now)
    card = view.card("court")
    assert card is not None
    return office(view, card, alone=len(view.cards()) == 1, reminder=None)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_reader_is_told(case: Case) -> None:
    message = told(case)
    assert message.html.replace("\u00a0", " ").split("\n") == case.lines
    assert message.buttons[0][0].label == case.button


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_case_can_be_told_in(language: str, case: Case) -> None:
    message = told(case, language)
    assert message.html.count("\n") < 8
    assert all(button.label.strip() for row in message.buttons for button in row)


def about_the_court(**changes: Any) -> View:
    entry = an_entry(**({"actions": COURT_ONLY} | changes))
    return View(words=WORDS, entry=entry, chat=LONDON, now=at(2003, 1, 6, 5))


def test_a_dead_number_is_not_shown_and_the_next_one_is() -> None:
    view = about_the_court(channels=[RETIRED[0], LINES[1]])
    text = dialling(view, view.cards()[0]).html
    assert "<b>Mobile:</b> +7 7172 32 49 59\n" in text
    assert "1 number is left out here: it does not work any more.\n" in text
    assert "42 02 20" not in text


def test_where_no_number_of_any_office_works_a_letter_is_left() -> None:
    view = about_the_court(actions=[FAX], channels=RETIRED)
    message = board(view, view.cards())
    assert message.html == (
        "☎️ <b>Nobody can be rung: none of the numbers works any more.</b>\n"
        "A letter works at any time."
    )
    assert message.buttons[0][0].label == "Draft my letter"


def test_an_office_without_a_working_number_is_named_among_the_others() -> None:
    view = about_the_court(actions=[FAX], channels=[RETIRED[0], PRESIDENTS])
    message = board(view, view.cards())
    assert "No number of Karaganda regional court works any more." in message.html
    assert message.buttons[0][0].label == "Office of the President: open now"
