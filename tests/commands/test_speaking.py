from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import call
from bot.commands.call_view import View
from bot.commands.sorry import Stale
from bot.commands.speaking import conversation, speaking, spoken
from bot.core.chats import Chat
from bot.core.lengths import TEXT, units
from bot.core.library import Entry
from bot.core.messages import VOICE, Document, Message
from bot.store import Store
from bot.words import Words
from tests.appeal import COURT, FAX, LINES, SCRIPT
from tests.commands.talk import LONDON, NOWHERE, WORDS, Talk, a_desk, an_entry

MORNING = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
COURT_ONLY = [FAX | {"offices": ["court"]}]
SAY = "call:karaganda-2003:court:say"
SHIPPED = Words.load()


def the_court(**changes: Any) -> Entry:
    return an_entry(**({"actions": COURT_ONLY} | changes))


@pytest.fixture
def talk(kept: Store) -> Talk:
    """About the court alone, while it is open."""
    return Talk(kept, a_desk(the_court()), LONDON, MORNING)


async def led(talk: Talk, *labels: str) -> Talk:
    """By these buttons, from the short version on."""
    await talk.press(call, SAY)
    for label in labels:
        await talk.tap(call, label)
    return talk


async def test_the_page_with_the_numbers_leads_to_what_to_say_and_back(talk: Talk) -> None:
    await talk.press(call, "call:karaganda-2003:court:dial")
    await talk.tap(call, "What to say")
    assert "Karaganda regional court: what to say" in talk.text
    await talk.tap(call, "What to dial and say")
    assert "Mobile:" in talk.text


async def test_the_short_version_comes_first(talk: Talk) -> None:
    await led(talk)
    assert "+7 3212 42 02 20" in talk.text
    assert (
        "<b>In one breath:</b> you «Принять факс» (<i>preen-YAHT faks</i>) → they «Да» "
        "(<i>da</i>) → wait 3 seconds → press Start" in talk.text
    )
    assert talk.labels[0] == "Step by step"


async def test_step_by_step_it_says_who_speaks_what_how_and_what_it_means(talk: Talk) -> None:
    await led(talk, "Step by step")
    assert "Ring +7 3212 42 02 20" in talk.text
    await talk.tap(call, "They answered")
    assert (
        "<b>You:</b> «Принять факс»\n<i>preen-YAHT faks</i> · “Take a fax, please”\n"
        "<b>They:</b> «Да»\n<i>da</i> · “yes”" in talk.text
    )
    await talk.tap(call, "They said yes")
    assert "<b>Wait 3 seconds.</b>\nuntil you hear the tone" in talk.text
    await talk.tap(call, "I hear the tone")
    assert "press Start" in talk.text
    await talk.tap(call, "The fax went through")
    assert talk.reply.messages


async def test_the_screen_changes_in_its_place(talk: Talk) -> None:
    await led(talk, "Step by step")
    assert talk.reply.edit is not None
    assert talk.reply.messages == ()


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        (["Engaged"], "Wait five minutes and ring again."),
        (["No answer"], "in a quarter of an hour"),
        (["No such number"], "Compare every digit first."),
        (["They answered", "They ask who I am"], "You need not give a name."),
        (["They answered", "Not understood"], "slowly, one word at a time."),
        (["They answered", "They refuse"], "Stay calm, thank them and hang up."),
        (["They answered", "They hung up"], "Ring again in ten minutes"),
        (["They answered", "They said yes", "No tone"], "Ask for the fax once more"),
    ],
)
async def test_each_turn_says_what_to_do_now(talk: Talk, ways: list[str], words: str) -> None:
    await led(talk, "Step by step", *ways)
    assert words in talk.text


async def test_engaged_names_the_next_number_and_leads_to_it(talk: Talk) -> None:
    await led(talk, "Step by step", "Engaged")
    assert "Or try the next number: +7 7172 32 49 59" in talk.text
    assert talk.labels[0] == "Count it: engaged"
    await talk.tap(call, "Try +7 7172 32 49 59")
    assert "Ring +7 7172 32 49 59" in talk.text


async def test_without_words_of_the_campaign_the_last_ones_are_said_again(talk: Talk) -> None:
    await led(talk, "Step by step", "They answered", "Not understood")
    assert "«Принять факс»" in talk.text


async def test_the_words_of_the_campaign_come_with_a_pronunciation_by_rule(talk: Talk) -> None:
    step = {"who": "you", "words": "Спаси\u0301бо", "language": "ru", "means": "Thank you"}
    branches = [{"when": "refused", "steps": [step], "note": "Do not argue."}]
    talk.desk = a_desk(the_court(scripts=[SCRIPT | {"branches": branches}]))
    await led(talk, "Step by step", "They answered", "They refuse")
    assert "Do not argue." in talk.text
    assert "«Спасибо»\n<i>spah-SEE-bah</i> · “Thank you”" in talk.text
    assert "made by rule, not by ear" in talk.text


@pytest.mark.parametrize(
    ("language", "said", "by_rule"),
    [
        ("en", "preen-YAHT faks", False),
        ("de", "pri-njat faks", True),
        ("fr", "pri-niatt faks", True),
        ("es", "pri-ñat faks", True),
        ("ar", "برينيات فاكس", True),
        ("hi", "preen-YAHT faks", False),
    ],
)
def test_every_reader_gets_their_own_spelling_by_hand_or_by_rule(
    language: str, said: str, by_rule: bool
) -> None:
    reader = replace(LONDON, language=language)
    view = View(words=SHIPPED, entry=the_court(), chat=reader, now=MORNING)
    line = spoken(view, conversation(view.cards()[0]).breath[0])
    assert (line.say, line.generated) == (said, by_rule)
    assert f"<i>{said}</i>" in shown(reader).html


def shown(reader: Chat, x: str = "") -> Message:
    view = View(words=SHIPPED, entry=the_court(), chat=reader, now=MORNING)
    return speaking(view, view.cards()[0], x)


def test_who_reads_the_same_letters_is_shown_no_sounds() -> None:
    html = shown(replace(LONDON, language="kk")).html
    assert "«Принять факс»" in html
    assert "<i>" not in html


def test_who_speaks_the_language_needs_neither_sound_nor_meaning() -> None:
    reader = replace(LONDON, language="ru")
    talk = conversation(View(words=SHIPPED, entry=the_court(), chat=reader, now=MORNING).cards()[0])
    html = "".join(shown(reader, talk.written(state)).html for state in talk.states())
    assert "<i>" not in html
    assert "Take a fax" not in html


def test_russian_among_arabic_keeps_its_own_direction() -> None:
    html = shown(replace(LONDON, language="ar")).html
    assert "\u2068«Принять факс»\u2069" in html
    assert "←" in html
    assert "→" not in html
    assert "\u2068" not in shown(LONDON).html


async def test_a_button_of_an_old_campaign_begins_anew_politely(talk: Talk) -> None:
    await led(talk, "Step by step", "They answered")
    old = str(talk.button("They said yes").press)
    step = {"who": "you", "words": "Алло", "language": "ru"}
    talk.desk = a_desk(the_court(scripts=[SCRIPT | {"steps": [step]}]))
    await talk.press(call, old)
    assert talk.text.startswith("The words of this call have changed since.")
    assert "«Алло»" in talk.text


async def test_closed_it_says_when_they_open(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 6, 2, tzinfo=UTC)
    await led(talk)
    assert "Closed now; opens today, Monday, 03:00 for you" in talk.text


@pytest.mark.parametrize("page", ("say", "dial"))
async def test_open_before_a_call_is_of_use_it_is_not_called_closed(talk: Talk, page: str) -> None:
    talk.now = datetime(2003, 1, 3, 5, tzinfo=UTC)
    await talk.press(call, f"call:karaganda-2003:court:{page}")
    assert "A call is not of use yet: from Mon 6 January, 03:00 for you" in talk.text
    assert "Closed" not in talk.text


async def test_where_nobody_wrote_what_to_say_there_is_no_such_page(talk: Talk) -> None:
    mute = [line | {"script": None} for line in LINES]
    talk.desk = a_desk(the_court(channels=mute, actions=[COURT_ONLY[0] | {"script": None}]))
    await talk.press(call, "call:karaganda-2003:court:dial")
    assert "What to say" not in talk.labels
    with pytest.raises(Stale):
        await talk.press(call, SAY)


async def test_a_recording_can_be_heard_where_the_campaign_ships_one(talk: Talk) -> None:
    steps = [SCRIPT["steps"][0] | {"voice": "take-fax"}, *SCRIPT["steps"][1:]]
    entry = the_court(scripts=[SCRIPT | {"voice": "whole", "steps": steps}])
    talk.desk = a_desk(replace(entry, voices={"take-fax": b"one", "whole": b"all"}))
    await led(talk, "Hear it")
    (message,) = talk.reply.messages
    assert message.document == Document(name="whole.ogg", data=b"all", mime=VOICE)
    await led(talk, "Step by step")
    assert "Hear it" not in talk.labels
    await talk.tap(call, "They answered")
    await talk.tap(call, "Hear it")
    (message,) = talk.reply.messages
    assert message.document == Document(name="take-fax.ogg", data=b"one", mime=VOICE)
    assert message.html == "«Принять факс» · <i>preen-YAHT faks</i>"
    assert talk.reply.edit is None, "the card stays"


async def test_without_the_file_there_is_nothing_to_hear(talk: Talk) -> None:
    talk.desk = a_desk(the_court(scripts=[SCRIPT | {"voice": "whole"}]))
    await led(talk)
    assert "Hear it" not in talk.labels
    with pytest.raises(Stale):
        await talk.press(call, "call:karaganda-2003:court:ear")


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("reader", [LONDON, NOWHERE])
def test_every_screen_fits_a_phone_in_every_language(language: str, reader: Chat) -> None:
    chat = replace(reader, language=language)
    office = COURT | {"id": "c" * 20}
    entry = the_court(
        slug="k" * 28,
        offices=[office],
        channels=[line | {"offices": ["c" * 20]} for line in LINES],
        actions=[FAX | {"offices": ["c" * 20]}],
        letters=[],
    )
    view = View(words=SHIPPED, entry=entry, chat=chat, now=MORNING)
    card = view.cards()[0]
    talk = conversation(card)
    for state in talk.states():
        message = speaking(view, card, talk.written(state))
        assert units(message.html) < TEXT
        assert message.html.count("\n") < 12
        buttons = [button for row in message.buttons for button in row]
        assert all(button.label and button.press for button in buttons)
        assert all(len(str(button.press).encode()) <= 64 for button in buttons)


async def test_each_line_has_its_own_words(talk: Talk) -> None:
    duty = SCRIPT | {
        "id": "ask-duty",
        "steps": [{"who": "you", "words": "Hello", "language": "en"}],
    }
    phone = LINES[0] | {"id": "duty", "kind": "phone", "script": "ask-duty"}
    unnamed = LINES[1] | {"script": None, "kind": "phone"}
    for lines, other in (([phone, LINES[1]], "Принять факс"), ([phone, unnamed], "Принять факс")):
        talk.desk = a_desk(the_court(channels=lines, scripts=[SCRIPT, duty]))
        await led(talk)
        assert "«Hello»" in talk.text
        await talk.tap(call, "Step by step")
        await talk.tap(call, "Engaged")
        await talk.tap(call, "Try +7 7172 32 49 59")
        await talk.tap(call, "They answered")
        assert other in talk.text
        await talk.tap(call, "From the beginning")
        assert other in talk.text
        assert "have changed since" not in talk.text
