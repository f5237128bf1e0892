from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.commands import call
from bot.commands.sorry import Stale
from bot.store import Store
from tests.appeal import COURT, FAX, LINES, PRESIDENT
from tests.commands.talk import (
    LONDON,
    LOS_ANGELES,
    NIGHT,
    NOWHERE,
    Talk,
    a_desk,
    an_entry,
)

MORNING = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
COURT_ONLY = [FAX | {"offices": ["court"]}]

PICTURE = "See the day as a picture"


@pytest.fixture
def talk(kept: Store) -> Talk:
    """About the court alone."""
    return Talk(kept, a_desk(an_entry(actions=COURT_ONLY)), LONDON, NIGHT)


@pytest.fixture
def both(kept: Store) -> Talk:
    """About the court and the president."""
    return Talk(kept, a_desk(), LONDON, NIGHT)


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
        PICTURE,
    ]


async def test_open_it_says_until_when_and_that_it_opens_again(talk: Talk) -> None:
    talk.now = MORNING
    await talk.type(call, "karaganda-2003")
    assert "open now.</b>" in talk.text
    assert "Closes <b>today, Monday, 07:00 for you (13:00 in Karaganda)</b>" in talk.text
    assert "in 3 h 30 min; open again 08:00–12:00." in talk.text
    assert talk.labels == ["What to dial and say", "Draft my letter", PICTURE]


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
    assert "they only answer in your night.\nA letter works at any time." in talk.text
    assert talk.labels[0] == "Send a letter instead"


async def test_after_the_last_opening_a_fax_is_over(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 10, 13, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "“Fax the court” is over: a call would come too late." in talk.text
    assert "It ended today, Fri 10 January, 12:00 for you (18:00 in Karaganda)." in talk.text
    assert talk.labels == ["The case"]


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
        PICTURE,
    ]


async def test_when_some_are_open_they_come_first(both: Talk) -> None:
    late = COURT | {"hours": "Mo-Fr 14:00-18:00"}
    both.desk = a_desk(an_entry(offices=[late, PRESIDENT]))
    both.now = MORNING
    await both.type(call, "karaganda-2003")
    assert "You can ring now." in both.text
    assert both.text.index("Office of the President:") < both.text.index("regional court:")
    assert both.labels == [
        "Office of the President: open now",
        "Karaganda regional court",
        PICTURE,
    ]


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
    writing = FAX | {"id": "write", "kind": "letter"}
    both.desk = a_desk(an_entry(actions=[FAX, writing]))
    both.now = datetime(2003, 1, 10, 13, tzinfo=UTC)
    await both.type(call, "karaganda-2003")
    assert "“Fax the court” is over" in both.text
    assert both.labels[0] == "Send a letter instead"


async def test_the_buttons_lead_from_all_to_one_to_the_number_and_back(both: Talk) -> None:
    await both.type(call, "karaganda-2003")
    await both.tap(call, "Karaganda regional court")
    assert both.reply.edit is not None
    await both.tap(call, "What to dial and say")
    assert "Karaganda regional court: what to dial" in both.text
    await both.tap(call, "When can I call?")
    assert "closed now" in both.text
    await both.tap(call, "All offices")
    assert "Nobody can be reached at this hour" in both.text


async def test_a_button_on_an_alert_leaves_the_alert_readable(both: Talk) -> None:
    await both.press(call, "call:karaganda-2003")
    assert both.reply.edit is None
    assert both.messages


async def test_without_a_name_the_only_campaign_is_meant(talk: Talk) -> None:
    await talk.type(call)
    assert "closed now" in talk.text


async def test_where_no_call_is_asked_for_the_campaigns_are_shown(talk: Talk) -> None:
    talk.now = datetime(2003, 3, 1, tzinfo=UTC)
    await talk.type(call)
    assert "No campaign asks for calls or faxes at the moment." in talk.text


async def test_a_call_that_comes_too_late_names_what_is_of_use(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 20, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "is over: a call would come too late" in talk.text
    assert "It ended Fri 10 January, 12:00 for you (18:00 in Karaganda)." in talk.text
    assert talk.labels == ["The case"]


async def test_before_its_time_a_call_waits(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 2, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "A call is of use from <b>Mon 6 January, 03:00 for you (09:00 in" in talk.text
    assert "Remind me on Mon 6 January, 08:00" in talk.labels


async def test_several_offices_wait_for_the_beginning_of_the_action(both: Talk) -> None:
    both.now = datetime(2003, 1, 3, 5, tzinfo=UTC)
    await both.type(call, "karaganda-2003")
    assert "A call is not of use yet: from Mon 6 January, 03:00 for you (09:00 in" in both.text
    assert "open now" not in both.text
    assert "Remind me on Mon 6 January, 03:00" in both.labels


async def test_far_before_its_time_no_call_is_asked_for(talk: Talk) -> None:
    talk.now = datetime(2002, 12, 2, tzinfo=UTC)
    await talk.type(call, "karaganda-2003")
    assert "no call is asked for at the moment" in talk.text
    assert "Next: “Fax the court”, from Mon, 6 January 2003, 03:00 for you (09:00" in talk.text


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


async def test_a_long_name_is_cut_on_its_button_only(both: Talk) -> None:
    long = "Specialised inter-district criminal court of the Karaganda region"
    both.desk = a_desk(an_entry(offices=[COURT | {"name": long}, PRESIDENT]))
    await both.type(call, "karaganda-2003")
    assert f"{long[:35].rstrip()}…" in both.labels


async def test_ringing_from_an_alert_leads_to_the_number_and_leaves_the_alert(talk: Talk) -> None:
    talk.now = MORNING
    await talk.press(call, "call:karaganda-2003:court:ring")
    assert talk.reply.edit is None
    assert "what to dial" in talk.text
    talk.now = datetime(2003, 1, 20, 12, tzinfo=UTC)
    await talk.press(call, "call:karaganda-2003:court:ring")
    assert talk.reply.edit is None
    assert "is over: a call would come too late" in talk.text
