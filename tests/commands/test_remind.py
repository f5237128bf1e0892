from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.commands import call, remind
from bot.commands.sorry import Stale
from bot.store import Store
from tests.appeal import COURT, FAX, PRESIDENT
from tests.commands.talk import (
    LONDON,
    NIGHT,
    NOWHERE,
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


async def reminders(talk: Talk) -> list[tuple[str, datetime]]:
    async with talk.store.reading() as tx:
        return [(one.office, one.due) for one in await tx.reminders.of(talk.reader.id)]


async def test_a_reminder_is_set_for_the_opening_on_the_readers_clock(talk: Talk) -> None:
    await talk.type(call, "karaganda-2003")
    await talk.tap(remind, "Remind me at 03:00")
    assert "I will remind you today, Monday, 03:00 for you (09:00 in Karaganda)." in talk.text
    assert await reminders(talk) == [("court", datetime(2003, 1, 6, 3, tzinfo=UTC))]
    async with talk.store.reading() as tx:
        assert await tx.chats.get(LONDON.id) is not None


@pytest.mark.parametrize(
    "now", (NIGHT, MORNING, datetime(2003, 1, 10, 12, 30, tzinfo=UTC)), ids=("set", "open", "late")
)
async def test_a_reminder_says_that_the_hours_are_assumed(talk: Talk, now: datetime) -> None:
    for assumed in (True, False):
        offices = [COURT | {"hours_assumed": assumed}, PRESIDENT | {"hours": "24/7"}]
        talk.desk = a_desk(an_entry(offices=offices))
        talk.now = now
        await talk.press(remind, "remind:karaganda-2003:court")
        assert ("<i>The office hours are assumed.</i>" in talk.text) is assumed, talk.text


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
    assert "a call would come too late" in talk.text
    assert await reminders(talk) == []


async def test_a_reminder_can_be_set_before_the_action_begins(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 3, 5, tzinfo=UTC)  # the court is open, the fax begins on Monday
    await talk.press(remind, "remind:karaganda-2003:court")
    assert "I will remind you Mon 6 January, 03:00 for you (09:00 in Karaganda)" in talk.text
    assert len(await reminders(talk)) == 1


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
