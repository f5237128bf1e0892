from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands import call, call_card
from bot.commands.call_view import View
from bot.core.button_rows import ROW
from bot.core.chats import Chat
from bot.core.lengths import TEXT, units
from bot.store import Store
from bot.words import Words
from tests.appeal import COURT, FAX, LINES, PRESIDENT, SCRIPT
from tests.commands.talk import (
    LONDON,
    LOS_ANGELES,
    NIGHT,
    NOWHERE,
    WORDS,
    Talk,
    a_desk,
    an_entry,
)

MORNING = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
COURT_ONLY = [FAX | {"offices": ["court"]}]


@pytest.fixture
def talk(kept: Store) -> Talk:
    """About the court alone."""
    return Talk(kept, a_desk(an_entry(actions=COURT_ONLY)), LONDON, NIGHT)


async def dialling(talk: Talk, reader: Chat = LONDON) -> Talk:
    talk.reader = reader
    return await talk.press(call, "call:karaganda-2003:court:dial")


async def test_the_mobile_comes_before_the_landline_of_the_readers_country(talk: Talk) -> None:
    text = (await dialling(talk)).text
    mobile = "<b>Mobile:</b> +7 3212 42 02 20"
    landline = "Landline (United Kingdom): <code>00 7 3212 42 02 20</code>"
    assert f"{mobile}\n{landline}" in text
    assert talk.button("Copy +7 3212 42 02 20").copy == "+73212420220"


async def test_from_the_united_states_the_prefix_is_theirs(talk: Talk) -> None:
    await dialling(talk, LOS_ANGELES)
    assert "Landline (United States): <code>011 7 3212 42 02 20</code>" in talk.text


async def test_after_the_renumbering_the_new_number_is_dialled(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(actions=[FAX | {"begins": "2026-01-05", "ends": "2026-01-30"}]))
    talk.now = datetime(2026, 1, 6, 5, tzinfo=UTC)
    await dialling(talk)
    assert "<code>00 7 7212 42 02 20</code>" in talk.text
    assert "3212" not in talk.text


@pytest.mark.parametrize(
    ("country", "words"),
    (
        ("UA", "<code>0</code>, wait for the second tone, then <code>0 7 3212 42 02 20</code>"),
        ("BR", "your operator's code for calls abroad, then <code>7 3212 42 02 20</code>"),
        ("BR", "In Brazil every operator has a code of its own for calls abroad: ask yours"),
        ("RU", "The landline form is only likely: if it fails, ask your operator."),
    ),
)
async def test_awkward_landlines_are_explained(talk: Talk, country: str, words: str) -> None:
    await dialling(talk, replace(LONDON, country=country))
    assert words in talk.text.replace("&#39;", "'")


async def test_without_a_country_only_the_mobile_form_is_shown(talk: Talk) -> None:
    await dialling(talk, NOWHERE)
    assert "Landline" not in talk.text
    assert "how to dial from a landline there" in talk.text
    assert talk.button("Tell my city").press == "settings:place"


async def test_numbers_the_appeal_does_not_assign_are_said_to_be_so(talk: Talk) -> None:
    await dialling(talk)
    assert (
        "each reaches one of these offices: Karaganda regional court and Office of the" in talk.text
    )
    alone = [LINES[0] | {"assigned": False}]
    talk.desk = a_desk(an_entry(channels=alone))
    await dialling(talk)
    assert "these are taken to be this office" in talk.text


async def test_numbers_that_are_assigned_need_no_such_words(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(channels=[LINES[0]]))
    await dialling(talk)
    assert "does not say whose number" not in talk.text


async def test_a_doubted_number_and_its_note_are_shown_as_such(talk: Talk) -> None:
    line = LINES[0] | {"state": "suspect", "note": "Ask for extension 5."}
    talk.desk = a_desk(an_entry(channels=[line]))
    await dialling(talk)
    assert "reported as not working" in talk.text
    assert "Ask for extension 5." in talk.text


async def test_the_words_come_in_one_breath(talk: Talk) -> None:
    text = (await dialling(talk)).text
    assert (
        "<b>In one breath:</b> you «Принять факс» (<i>preen-YAHT faks</i>) → "
        "they «Да» (<i>da</i>) → wait 3 seconds"
    ) in text
    text = (await dialling(talk, replace(LONDON, language="ru"))).text
    assert "«Принять факс» → " in text


async def test_what_to_dial_says_that_the_opening_is_assumed(talk: Talk) -> None:
    talk.now = NIGHT
    assert "<i>The office hours are assumed.</i>" in (await dialling(talk)).text
    talk.now = MORNING
    assert "assumed" not in (await dialling(talk)).text


async def test_a_wait_alone_and_a_missing_script_are_no_trouble(talk: Talk) -> None:
    steps = [{"who": "wait", "note": "for the tone"}]
    talk.desk = a_desk(an_entry(scripts=[SCRIPT | {"steps": steps}]))
    await dialling(talk)
    assert "In one breath" not in talk.text
    mute = [line | {"script": None} for line in LINES]
    talk.desk = a_desk(an_entry(channels=mute, actions=[FAX | {"script": None}]))
    await dialling(talk)
    assert "Wait" not in talk.text


@pytest.mark.parametrize(
    ("kind", "words"),
    (
        ("fax", "automatic fax"),
        ("switchboard", "put through"),
        ("phone", "telephone answered by a person"),
    ),
)
async def test_each_kind_of_line_is_explained(talk: Talk, kind: str, words: str) -> None:
    line = LINES[0] | {"kind": kind}
    talk.desk = a_desk(an_entry(channels=[line], actions=COURT_ONLY))
    await talk.type(call, "karaganda-2003")
    assert words in talk.text


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("reader", (LONDON, LOS_ANGELES, NOWHERE))
def test_every_card_fits_in_every_language(language: str, reader: Chat) -> None:
    entry = an_entry()
    for now in (NIGHT, MORNING):
        chat = replace(reader, language=language)
        view = View(words=WORDS, entry=entry, chat=chat, now=now)
        cards = view.cards()
        shown = [call_card.board(view, cards)]
        shown += [call_card.office(view, card, alone=False, reminder=now) for card in cards]
        shown += [call_card.dialling(view, card) for card in cards]
        for message in shown:
            assert units(message.html) < TEXT
            assert message.html.count("\n") < 16
            assert all(button.label for row in message.buttons for button in row)


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "President of the Republic…: open now"),
        ("ru", "Президент Республики Казах…: открыто"),
        ("kk", "Қазақстан Республикасының Пре…: ашық"),
    ],
)
def test_of_a_long_name_so_much_is_shown_that_it_is_seen_to_be_open(
    language: str, label: str
) -> None:
    name = {
        "en": "President of the Republic of Kazakhstan",
        "ru": "Президент Республики Казахстан",
        "kk": "Қазақстан Республикасының Президенті",
    }
    words = Words.load()
    chat = replace(LONDON, language=language)
    entry = an_entry(offices=[COURT | {"name": name}, PRESIDENT])
    view = View(words=words, entry=entry, chat=chat, now=MORNING)
    shown = [button.label for row in call_card.board(view, view.cards()).buttons for button in row]
    assert label in shown
    assert all(len(each) <= ROW for each in shown)


async def test_in_arabic_a_number_keeps_its_order_and_is_copied_without_marks(talk: Talk) -> None:
    await dialling(talk, replace(LONDON, language="ar"))
    assert "\u2066+7 3212 42 02 20\u2069\n" in talk.text
    assert "\u2066<code>00 7 3212 42 02 20</code>\u2069\n" in talk.text
    assert next(button.copy for button in talk.buttons if button.copy) == "+73212420220"
