from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.clock import TravelClock
from bot.commands import call, call_card, remind
from bot.commands.desk import Desk
from bot.commands.sorry import Stale
from bot.content.letterpress import LetterPress
from bot.core.chats import Chat
from bot.core.lengths import TEXT, units
from bot.core.library import Entry, LetterTexts, Library
from bot.store import Store, open_store
from bot.words import Words
from tests.appeal import COURT, FAX, LINES, PRESIDENT, SCRIPT, a_campaign
from tests.commands.talk import Talk

LONDON = Chat(id=7001, kind="private", country="GB", zone="Europe/London")
LOS_ANGELES = Chat(id=7001, kind="private", country="US", zone="America/Los_Angeles")
NOWHERE = Chat(id=7001, kind="private")
NIGHT = datetime(2003, 1, 6, 2, tzinfo=UTC)
MORNING = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
COURT_ONLY = [FAX | {"offices": ["court"]}]
WORDS = Words.load()
PRESS = LetterPress()


def an_entry(**changes: Any) -> Entry:
    sources = {"protest": {"en": "I write.", "ru": "Я пишу."}}
    return Entry(campaign=a_campaign(**changes), letters=LetterTexts(sources=sources), revision=1)


def a_desk(*entries: Entry) -> Desk:
    return Desk(
        library=Library(entries or (an_entry(),)),
        words=WORDS,
        cities=cast("Any", SimpleNamespace()),
        letters=PRESS,
    )


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bot.db'}", TravelClock(NIGHT)) as opened:
        yield opened


@pytest.fixture
def talk(store: Store) -> Talk:
    return Talk(store, a_desk(an_entry(actions=COURT_ONLY)), LONDON, NIGHT)


@pytest.fixture
def both(store: Store) -> Talk:
    return Talk(store, a_desk(), LONDON, NIGHT)


async def reminders(talk: Talk) -> list[tuple[str, datetime]]:
    async with talk.store.reading() as tx:
        return [(one.office, one.due) for one in await tx.reminders.of(talk.reader.id)]


# One office


async def test_closed_it_says_when_it_opens_for_the_reader_and_there(talk: Talk) -> None:
    await talk.type(call, "karaganda-2003")
    assert "Karaganda regional court:</b> <b>closed now.</b>" in talk.text
    assert "Opens <b>today, Monday, 03:00 for you (09:00 in Karaganda)</b>, in 1 hour" in talk.text
    assert "until 12:00, with a break 07:00–08:00." in talk.text
    assert "you ring, ask for the fax, then send" in talk.text
    assert "usual office hours are assumed" in talk.text


async def test_at_night_the_readers_own_day_comes_first(talk: Talk) -> None:
    await talk.type(call, "karaganda-2003")
    assert "That is night for you." in talk.text
    assert "08:00–12:00 for you (14:00–18:00 in Karaganda)" in talk.text
    assert talk.labels == [
        "Remind me at 08:00",
        "Remind me at 03:00",
        "What to dial and say",
        "Send a letter instead",
    ]


async def test_open_it_says_until_when_and_that_it_opens_again(talk: Talk) -> None:
    talk.now = MORNING
    await talk.type(call, "karaganda-2003")
    assert "open now.</b>" in talk.text
    assert "Closes <b>today, Monday, 07:00 for you (13:00 in Karaganda)</b>" in talk.text
    assert "in 3 h 30 min; open again 08:00–12:00." in talk.text
    assert talk.labels == ["What to dial and say", "Draft my letter"]


async def test_in_los_angeles_monday_morning_is_sunday_evening(talk: Talk) -> None:
    talk.reader, talk.now = LOS_ANGELES, datetime(2003, 1, 6, 1, 30, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "today, Sunday, 19:00 for you (Monday 09:00 in Karaganda)" in talk.text
    assert "in 1 h 30 min; until 04:00, with a break 23:00–00:00." in talk.text
    assert talk.labels[0] == "Remind me at 19:00"


async def test_without_a_clock_the_offices_is_shown_and_the_city_asked_for(talk: Talk) -> None:
    talk.reader = NOWHERE
    await talk.type(call, "karaganda-2003")
    assert "Opens <b>Mon 6 January, 09:00 in Karaganda</b>, in 1 hour; until 18:00" in talk.text
    assert "Tell me your city" in talk.text
    assert talk.button("Tell my city").press == "settings:place"
    assert "Remind me at 09:00" in talk.labels


async def test_the_break_is_called_a_break(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 6, 7, 30, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "closed for a break.</b> Opens <b>today, Monday, 08:00" in talk.text


async def test_a_holiday_is_named_and_the_next_opening_dated(talk: Talk) -> None:
    days = {"begins": "2026-03-16", "ends": "2026-04-03"}
    talk.desk = a_desk(an_entry(actions=[COURT_ONLY[0] | days]))
    talk.now = datetime(2026, 3, 23, 5, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "Public holiday there: Nowruz Holiday." in talk.text
    assert "March, 04:00 for you (09:00 in Karaganda)" in talk.text
    assert any(label.startswith("Remind me on ") for label in talk.labels)


async def test_a_closure_is_given_with_its_reason(talk: Talk) -> None:
    shut = {"since": "2003-01-06", "until": "2003-01-07"}
    for reason, words in (("Repairs", ": Repairs."), (None, ".")):
        court = COURT | {"closures": [shut | {"reason": reason}]}
        talk.desk = a_desk(an_entry(actions=COURT_ONLY, offices=[court, PRESIDENT]))
        await talk.type(call, "karaganda-2003")
        assert f"Closed Mon 6 January – Tue 7 January{words}" in talk.text


async def test_unknown_hours_are_said_to_be_unknown(talk: Talk) -> None:
    court = COURT | {"hours": None, "hours_assumed": False}
    talk.desk = a_desk(an_entry(actions=COURT_ONLY, offices=[court, PRESIDENT]))
    await talk.type(call, "karaganda-2003")
    assert "its hours are not known.</b> It is Monday 08:00 in Karaganda now." in talk.text
    assert not any(label.startswith("Remind") for label in talk.labels)


async def test_an_office_that_never_closes_says_so(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(actions=COURT_ONLY, offices=[COURT | {"hours": "24/7"}, PRESIDENT]))
    await talk.type(call, "karaganda-2003")
    assert "open now, day and night." in talk.text


async def test_when_nothing_sane_is_left_a_letter_is(talk: Talk) -> None:
    talk.reader = LONDON.with_(wakes=13, sleeps=2)
    await talk.type(call, "karaganda-2003")
    assert "they only answer in your night. A letter works at any time." in talk.text


async def test_an_office_that_stays_closed_offers_no_reminder(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 10, 13, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "It does not open again before it is too late: today, Fri 10 January" in talk.text
    assert talk.labels == ["What to dial and say", "Send a letter instead"]


# Several offices


async def test_when_all_are_closed_that_is_said_once(both: Talk) -> None:
    await both.type(call, "karaganda-2003")
    assert "Nobody can be reached at this hour: all 2 offices are closed." in both.text
    assert "today, Monday, 03:00 for you (09:00 in Karaganda)</b>, in 1 hour." in both.text
    assert "A letter works at any time." in both.text
    assert both.labels == [
        "Draft my letter",
        "Remind me at 08:00",
        "Remind me at 03:00",
        "Karaganda regional court",
        "Office of the President",
    ]


async def test_when_some_are_open_they_come_first(both: Talk) -> None:
    late = COURT | {"hours": "Mo-Fr 14:00-18:00"}
    both.desk = a_desk(an_entry(offices=[late, PRESIDENT]))
    both.now = MORNING
    await both.type(call, "karaganda-2003")
    assert "You can ring now." in both.text
    assert both.text.index("Office of the President:") < both.text.index("regional court:")
    assert both.labels == ["Office of the President: open now", "Karaganda regional court"]


async def test_offices_with_the_same_hours_share_a_line(both: Talk) -> None:
    twin = COURT | {"id": "akimat", "name": "Akimat"}
    action = FAX | {"offices": ["court", "akimat"]}
    lines = [line | {"offices": ["court", "akimat"]} for line in LINES]
    both.desk = a_desk(an_entry(offices=[COURT, PRESIDENT, twin], actions=[action], channels=lines))
    both.now = MORNING
    await both.type(call, "karaganda-2003")
    assert "<b>Karaganda regional court and Akimat:</b>" in both.text
    assert both.text.count("open now.") == 1


async def test_offices_of_which_one_is_unknown_are_listed(both: Talk) -> None:
    both.desk = a_desk(an_entry(offices=[COURT, PRESIDENT | {"hours": None}]))
    await both.type(call, "karaganda-2003")
    assert "whom do you want to ring?" in both.text
    assert "its hours are not known" in both.text


async def test_when_none_opens_in_time_the_letter_is_left(both: Talk) -> None:
    both.now = datetime(2003, 1, 10, 13, tzinfo=UTC)
    await both.type(call, "karaganda-2003")
    assert "Nobody can be reached any more" in both.text
    assert both.labels[0] == "Draft my letter"


async def test_the_buttons_lead_from_all_to_one_to_the_number_and_back(both: Talk) -> None:
    await both.type(call, "karaganda-2003")
    await both.tap(call, "Karaganda regional court")
    assert both.reply.edit is not None
    await both.tap(call, "What to dial and say")
    assert "what to dial and say" in both.text
    await both.tap(call, "When can I call?")
    assert "closed now" in both.text
    await both.tap(call, "All offices")
    assert "Nobody can be reached at this hour" in both.text


async def test_a_button_on_an_alert_leaves_the_alert_readable(both: Talk) -> None:
    await both.press(call, "call:karaganda-2003")
    assert both.reply.edit is None
    assert both.messages


# What to dial and say


async def dialling(talk: Talk, reader: Chat = LONDON) -> Talk:
    talk.reader = reader
    return await talk.press(call, "call:karaganda-2003:court:dial")


async def test_the_mobile_comes_before_the_landline_of_the_readers_country(talk: Talk) -> None:
    text = (await dialling(talk)).text
    mobile = "<b>Mobile:</b> <code>+7 3212 42 02 20</code>"
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
        ("BR", "your operator's prefix for calls abroad, then <code>7 3212 42 02 20</code>"),
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


async def test_the_words_come_in_one_breath_and_then_step_by_step(talk: Talk) -> None:
    text = (await dialling(talk)).text
    breath = "<b>In one breath:</b> you «Принять факс» → they «Да» → wait 3 seconds"
    assert breath in text
    steps = (
        "<b>You:</b> «Принять факс» · <i>preen-YAHT faks</i> · “Take a fax, please”\n"
        "<b>They:</b> «Да» · <i>da</i> · “yes”\n"
        "<b>Wait 3 seconds.</b> until you hear the tone; then press Start"
    )
    assert text.index(breath) < text.index(steps)


async def test_who_speaks_the_language_needs_no_pronunciation(talk: Talk) -> None:
    await dialling(talk, replace(LONDON, language="ru"))
    assert "«Принять факс»" in talk.text
    assert "preen-YAHT" not in talk.text


async def test_an_endless_wait_and_a_missing_script_are_no_trouble(talk: Talk) -> None:
    steps = [{"who": "wait", "note": "for the tone"}]
    talk.desk = a_desk(an_entry(scripts=[SCRIPT | {"steps": steps}]))
    await dialling(talk)
    assert "<b>Wait.</b> for the tone" in talk.text
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


# Reminders


async def test_a_reminder_is_set_for_the_opening_on_the_readers_clock(talk: Talk) -> None:
    await talk.type(call, "karaganda-2003")
    await talk.tap(remind, "Remind me at 03:00")
    assert "I will remind you today, Monday, 03:00 for you (09:00 in Karaganda)." in talk.text
    assert await reminders(talk) == [("court", datetime(2003, 1, 6, 3, tzinfo=UTC))]
    async with talk.store.reading() as tx:
        assert await tx.chats.get(LONDON.id) is not None


async def test_or_for_the_hour_at_which_the_reader_is_awake(talk: Talk) -> None:
    await talk.type(call, "karaganda-2003")
    await talk.tap(remind, "Remind me at 08:00")
    assert await reminders(talk) == [("court", datetime(2003, 1, 6, 8, tzinfo=UTC))]


async def test_asking_twice_says_that_it_is_set_and_can_be_cancelled(talk: Talk) -> None:
    for _time in range(2):
        await talk.press(remind, "remind:karaganda-2003:court")
    assert "Your reminder is set already" in talk.text
    await talk.tap(remind, "Cancel the reminder")
    assert "The reminder is cancelled: Karaganda regional court." in talk.text
    assert await reminders(talk) == []
    await talk.press(remind, "remind:karaganda-2003:court:off")
    assert "There is no reminder" in talk.text


async def test_the_card_knows_of_the_reminder(talk: Talk) -> None:
    await talk.press(remind, "remind:karaganda-2003:court")
    await talk.type(call, "karaganda-2003")
    assert "I will remind you today, Monday, 03:00 for you" in talk.text
    assert talk.labels[0] == "Cancel the reminder"


async def test_a_reminder_without_a_clock_asks_for_the_city(talk: Talk) -> None:
    talk.reader = NOWHERE
    await talk.press(remind, "remind:karaganda-2003:court:day")
    assert "I will remind you Mon 6 January, 09:00 in Karaganda." in talk.text
    assert talk.labels == ["Cancel the reminder", "Tell my city"]


async def test_an_open_office_needs_no_reminder(talk: Talk) -> None:
    talk.now = MORNING
    await talk.press(remind, "remind:karaganda-2003:court")
    assert "is open now: no need to wait" in talk.text
    assert talk.labels == ["What to dial and say"]


async def test_no_reminder_comes_after_the_end(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 10, 13, tzinfo=UTC)
    await talk.press(remind, "remind:karaganda-2003:court")
    assert "does not open again before it is too late" in talk.text
    assert talk.labels == ["Draft my letter"]
    assert await reminders(talk) == []


async def test_nobody_can_be_reminded_of_unknown_hours(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(actions=COURT_ONLY, offices=[COURT | {"hours": None}, PRESIDENT]))
    await talk.press(remind, "remind:karaganda-2003:court")
    assert "I cannot tell when it opens" in talk.text


async def test_a_reminder_for_a_campaign_that_is_over_says_so(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 20, tzinfo=UTC)
    await talk.press(remind, "remind:karaganda-2003:court")
    assert "a call would come too late" in talk.text


async def test_cancelling_for_an_office_that_is_gone_is_stale(talk: Talk) -> None:
    with pytest.raises(Stale):
        await talk.press(remind, "remind:karaganda-2003:nobody:off")


# Which campaign


async def test_without_a_name_the_only_campaign_is_meant(talk: Talk) -> None:
    await talk.type(call)
    assert "closed now" in talk.text


async def test_several_campaigns_are_a_choice_ones_own_first(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(), an_entry(slug="second", title="Second campaign"))
    async with talk.store.transaction() as tx:
        await tx.chats.save(LONDON, "2003-W02")
        await tx.subscriptions.add(LONDON.id, "second")
    await talk.type(call)
    assert [button.press for button in talk.buttons] == ["call:second", "call:karaganda-2003"]


async def test_where_no_call_is_asked_for_the_campaigns_are_shown(talk: Talk) -> None:
    talk.now = datetime(2003, 3, 1, tzinfo=UTC)
    await talk.type(call)
    assert "No campaign asks for calls or faxes at the moment." in talk.text


async def test_a_call_that_comes_too_late_names_what_is_of_use(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 20, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "is over: a call would come too late" in talk.text
    assert "It ended on 10 January." in talk.text
    assert talk.labels == ["The case"]


async def test_before_its_time_a_call_waits(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 2, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "no call is asked for at the moment" in talk.text
    assert "Next: “Fax the court”, from Mon 6 January." in talk.text


async def test_a_letter_is_offered_where_nobody_can_be_rung(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(channels=[]))
    await talk.type(call, "karaganda-2003")
    assert talk.labels == ["Send a letter instead", "The case"]


async def test_a_campaign_that_rests_wants_no_calls(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(state="lost"))
    await talk.type(call, "karaganda-2003")
    assert "no calls are asked for any more" in talk.text


async def test_an_old_button_leads_to_what_is_of_use_now(talk: Talk) -> None:
    await talk.press(call, "call:karaganda-2003:gone:dial")
    assert "closed now" in talk.text
    with pytest.raises(Stale):
        await talk.press(call, "call:karaganda-2003:court:steal")


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("reader", (LONDON, LOS_ANGELES, NOWHERE))
def test_every_card_fits_in_every_language(language: str, reader: Chat) -> None:
    entry = an_entry()
    for now in (NIGHT, MORNING):
        chat = replace(reader, language=language)
        view = call_card.View(words=WORDS, entry=entry, chat=chat, now=now)
        cards = view.cards()
        shown = [call_card.board(view, cards)]
        shown += [call_card.office(view, card, alone=False, reminder=now) for card in cards]
        shown += [call_card.dialling(view, card) for card in cards]
        for message in shown:
            assert units(message.html) < TEXT
            assert message.html.count("\n") < 16
            assert all(button.label for row in message.buttons for button in row)


async def test_a_long_name_is_cut_on_its_button_only(both: Talk) -> None:
    long = "Specialised inter-district criminal court of the Karaganda region"
    both.desk = a_desk(an_entry(offices=[COURT | {"name": long}, PRESIDENT]))
    await both.type(call, "karaganda-2003")
    assert f"{long[:39].rstrip()}…" in both.labels
