"""How a call went, in one tap: what is answered, what is counted, who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.commands import call, case, forget, mydata
from bot.commands.call_view import View
from bot.commands.outcome import outcome_press
from bot.commands.sorry import Stale
from bot.core.outcomes import Outcome, cell
from bot.core.wire import from_json
from bot.store import Store
from tests.appeal import COURT, FAX, LINES
from tests.commands.talk import LONDON, NIGHT, NOON, NOWHERE, WORDS, Talk, a_desk, an_entry

MORNING = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
"""Half past nine in Karaganda: everybody answers the telephone there."""
SLUG = "karaganda-2003"
HOST = 7_000_000_099
FIRST, SECOND = "+7 3212 42 02 20", "+7 7172 32 49 59"
ONE_LINE = {"channels": LINES[:1], "actions": [FAX | {"offices": ["court"]}]}


def desk(**changes: Any) -> Any:
    return replace(a_desk(an_entry(**changes)), hosts=frozenset({HOST}))


@pytest.fixture
def talk(kept: Store) -> Talk:
    return Talk(kept, desk(), LONDON, MORNING)


async def tells(talk: Talk, label: str, number: str = FIRST, who: int = LONDON.id) -> Talk:
    """Somebody opens the dial card, says which number it was about, and how it went."""
    talk.reader = replace(talk.reader, id=who)
    await talk.press(call, "call:karaganda-2003:court:dial")
    await talk.tap(call, f"How was {number}?")
    return await talk.tap(call, label)


async def calls(talk: Talk) -> int:
    async with talk.store.reading() as tx:
        return await tx.outcomes.calls(SLUG)


async def told_to_hosts(talk: Talk) -> list[str]:
    """Words of every notice that waits for a host."""
    async with talk.store.transaction() as tx:
        claims = await tx.outbox.claim(9, talk.now, talk.store.epoch)
        texts = [(await tx.alerts.texts(each.alert_id))[each.variant] for each in claims]
        assert {each.chat_id for each in claims} <= {HOST}
    return [from_json(text).html for text in texts]


async def test_with_one_number_the_card_itself_asks_how_it_went(kept: Store) -> None:
    talk = Talk(kept, desk(**ONE_LINE), LONDON, MORNING)
    await talk.press(call, "call:karaganda-2003:court:dial")
    ends = ["Got the fax tone", "They spoke to me", "They refused", "Engaged", "No answer"]
    assert [label for label in talk.labels if label in ends] == ends
    await talk.tap(call, "Got the fax tone")
    assert "their fax machine answered" in talk.text
    assert await calls(talk) == 1


async def test_what_was_tapped_stays_so_that_one_may_change_one_s_mind(talk: Talk) -> None:
    await tells(talk, "Engaged")
    assert talk.reply.edit is None
    await talk.press(call, "call:karaganda-2003:court:dial")
    await talk.tap(call, f"How was {FIRST}?")
    await talk.tap(call, "No answer")
    assert "No answer: counted." in talk.text
    assert await calls(talk) == 1


async def test_a_second_tap_is_noticed_and_not_counted(talk: Talk) -> None:
    await tells(talk, "Engaged")
    await tells(talk, "Engaged")
    assert talk.reply.toast == "Counted already. Thank you."
    assert talk.messages == ()
    assert await calls(talk) == 1


async def test_after_an_engaged_line_the_next_number_is_a_tap_away(talk: Talk) -> None:
    await tells(talk, "Engaged")
    assert "Ring again in a few minutes." in talk.text
    assert f"The next number, Karaganda regional court: {SECOND}." in talk.text
    assert talk.button(f"Copy {SECOND}").copy == "+77172324959"
    await talk.tap(call, "No answer")
    assert f"The next number, Karaganda regional court: {FIRST}." in talk.text
    assert await calls(talk) == 2


async def test_who_was_heard_is_led_to_another_office(talk: Talk) -> None:
    await tells(talk, "They spoke to me")
    assert "they have heard it" in talk.text
    assert "Open now as well: Office of the President." in talk.text
    assert talk.labels[0] == "Ring Office of the President"
    assert talk.labels[-1] == "Draft my letter"


async def test_who_rang_out_of_hours_is_offered_a_reminder(kept: Store) -> None:
    talk = Talk(kept, desk(**ONE_LINE), LONDON, NIGHT)
    await talk.press(call, "call:karaganda-2003:court:dial")
    await talk.tap(call, "No answer")
    assert "They open today, Monday, 03:00 for you (09:00 in Karaganda)." in talk.text
    assert talk.labels[0] == "Remind me when they open"


async def test_without_any_other_way_a_letter_is_offered(kept: Store) -> None:
    talk = Talk(kept, desk(**ONE_LINE), NOWHERE, MORNING)
    await talk.press(call, "call:karaganda-2003:court:dial")
    await talk.tap(call, "They refused")
    assert "A letter works at any time." in talk.text
    assert talk.labels == ["Draft my letter"]


async def test_a_number_three_find_dead_moves_down_and_hosts_are_told_once(talk: Talk) -> None:
    for who in (1, 2):
        await tells(talk, "Number is dead", who=who)
    assert await told_to_hosts(talk) == []
    await tells(talk, "Number is dead", who=3)
    assert f"The next number, Karaganda regional court: {SECOND}." in talk.text
    await tells(talk, "Number is dead", who=4)
    [notice] = await told_to_hosts(talk)
    assert "“Worker activists on trial”: a number does not seem to work" in notice
    assert "Karaganda regional court: +73212420220" in notice
    assert "3 people have found it dead" in notice
    await talk.press(call, "call:karaganda-2003:court:dial")
    assert talk.text.index(SECOND) < talk.text.index(FIRST)
    assert "reported as not working" in talk.text


async def test_two_who_get_through_bring_it_back(talk: Talk) -> None:
    for who in (1, 2, 3):
        await tells(talk, "Number is dead", who=who)
    talk.now += timedelta(hours=1)
    for who in (4, 5):
        await tells(talk, "Got the fax tone", who=who)
    await talk.press(call, "call:karaganda-2003:court:dial")
    assert talk.text.index(FIRST) < talk.text.index(SECOND)
    assert "reported as not working" not in talk.text


async def test_a_button_of_a_number_that_was_changed_is_refused(talk: Talk) -> None:
    await talk.press(call, "call:karaganda-2003:court:dial")
    press = str(talk.button(f"How was {FIRST}?").press)
    changed = [LINES[0] | {"numbers": [{"e164": "+77212000000"}]}, LINES[1]]
    talk.desk = desk(channels=changed)
    with pytest.raises(Stale):
        await talk.press(call, f"{press}r")
    assert await calls(talk) == 0


async def test_an_unknown_outcome_is_refused(talk: Talk) -> None:
    await talk.press(call, "call:karaganda-2003:court:dial")
    with pytest.raises(Stale):
        await talk.press(call, f"{talk.button(f'How was {FIRST}?').press}x")


def test_the_longest_button_fits(talk: Talk) -> None:
    office = COURT | {"id": "o" * 20}
    line = LINES[0] | {"offices": ["o" * 20]}
    entry = an_entry(
        slug="s" * 28,
        offices=[office],
        channels=[line],
        actions=[FAX | {"offices": ["o" * 20]}],
        letters=[],
    )
    view = View(words=WORDS, entry=entry, chat=LONDON, now=MORNING)
    [card] = view.cards()
    assert len(outcome_press(view, card, card.lines[0], "r").encode()) == 64


async def fill(talk: Talk) -> None:
    """Weeks of calls: on Tuesdays from ten to eleven they answer, else hardly ever."""
    async with talk.store.transaction() as tx:
        for week in (4, 3, 2, 1):
            for day in range(5):
                at = MORNING - timedelta(weeks=week) + timedelta(days=day, minutes=45)
                outcome = Outcome.REACHED if day == 1 else Outcome.NO_ANSWER
                where = cell(SLUG, "court", "Asia/Almaty", "fax-1", "+73212420220", at)
                for who in range(3):
                    await tx.outcomes.tell(str(who), where, outcome, at)


async def test_once_there_are_enough_calls_the_card_says_when_they_answer_best(
    talk: Talk,
) -> None:
    await talk.press(call, "call:karaganda-2003:court:when")
    assert "best hour" not in talk.text
    await fill(talk)
    await talk.press(call, "call:karaganda-2003:court:when")
    assert (
        "The best hour to get through, going by past weeks: "
        "tomorrow, Tuesday, 04:00–05:00 for you (10:00–11:00 in Karaganda)." in talk.text
    )


async def test_a_best_hour_before_a_call_is_of_use_is_not_told(talk: Talk) -> None:
    await fill(talk)
    talk.desk = desk(actions=[FAX | {"ends": "2003-01-17"}])
    talk.now = datetime(2002, 12, 30, 13, tzinfo=UTC)
    await talk.press(call, "call:karaganda-2003:court:when")
    assert "past weeks: Tue, 7 January 2003, 04:00" in talk.text


async def test_a_best_hour_that_comes_too_late_is_not_told(talk: Talk) -> None:
    await fill(talk)
    talk.now = datetime(2003, 1, 8, 3, 30, tzinfo=UTC)
    await talk.press(call, "call:karaganda-2003:court:when")
    assert "best hour" not in talk.text


async def test_a_case_tells_how_much_was_done_from_five_on(talk: Talk) -> None:
    for who in range(4):
        await tells(talk, "They spoke to me", who=who + 1)
    await talk.type(case, "karaganda-2003")
    assert "So far" not in talk.text
    await tells(talk, "They spoke to me", who=5)
    async with talk.store.transaction() as tx:
        for who in range(6):
            await tx.outcomes.letter_sent(str(who), SLUG, "protest", "court", "fax", NOON)
    await talk.type(case, "karaganda-2003")
    assert "So far: 6 letters and 5 calls." in talk.text


async def test_mydata_tells_of_it_and_forget_forgets_it_though_the_count_stays(
    talk: Talk,
) -> None:
    await tells(talk, "Engaged")
    await talk.type(mydata)
    assert "What you told me of 1 call or letter" in talk.text
    await talk.press(forget, "forget:yes")
    await talk.type(mydata)
    assert talk.text == "<b>Nothing is kept about this chat.</b>"
    assert await calls(talk) == 1


async def test_no_number_of_a_chat_is_written_down(talk: Talk) -> None:
    await tells(talk, "Engaged", who=7_000_000_123)
    async with talk.store._engine.reading() as db:
        rows: Any = await db.rows("SELECT * FROM witnesses")
    assert rows
    assert "7000000123" not in str([tuple(row) for row in rows])
