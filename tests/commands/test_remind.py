from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

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


async def test_a_reminder_that_has_come_is_put_off_while_the_office_answers(talk: Talk) -> None:
    talk.now = MORNING + timedelta(seconds=20)
    await talk.press(remind, "remind:karaganda-2003:court:z")
    assert "when shall I remind you again?" in talk.text
    assert talk.labels == [
        "Remind me in 15 minutes",
        "Remind me in 1 hour",
        "Remind me at 08:00",
    ]
    await talk.tap(remind, "Remind me in 15 minutes")
    assert await reminders(talk) == [("court", datetime(2003, 1, 6, 3, 46, tzinfo=UTC))]
    await talk.press(remind, "remind:karaganda-2003:court:z")
    await talk.tap(remind, "Remind me at 08:00")
    assert await reminders(talk) == [("court", datetime(2003, 1, 6, 8, tzinfo=UTC))]


async def test_nobody_is_reminded_into_a_break_or_after_the_last_hour(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 6, 6, 30, tzinfo=UTC)  # half an hour before the break
    await talk.press(remind, "remind:karaganda-2003:court:z")
    assert talk.labels == ["Remind me in 15 minutes", "Remind me at 08:00"]
    talk.now = datetime(2003, 1, 10, 11, 50, tzinfo=UTC)  # ten minutes before the very end
    await talk.press(remind, "remind:karaganda-2003:court:z15")
    assert "does not open again before it is too late" in talk.text
    assert await reminders(talk) == []


async def test_a_forged_way_of_putting_off_is_stale(talk: Talk) -> None:
    talk.now = MORNING
    with pytest.raises(Stale):
        await talk.press(remind, "remind:karaganda-2003:court:z99")


async def test_all_reminders_are_listed_and_each_can_be_cancelled(talk: Talk) -> None:
    talk.desk = a_desk(an_entry())
    await talk.type(remind)
    assert "You have no reminders." in talk.text
    await talk.press(remind, "remind:karaganda-2003:president")
    await talk.press(remind, "remind:karaganda-2003:court")
    await talk.tap(remind, "My reminders")
    assert "Karaganda regional court: today, Monday, 03:00 for you (09:00 in Kar" in talk.text
    assert "Office of the President: today, Monday, 03:00 for you" in talk.text
    await talk.tap(remind, "Cancel: Office of the President")
    assert [office for office, _due in await reminders(talk)] == ["court"]
    assert "My reminders" in talk.labels


async def test_a_reminder_of_a_campaign_that_is_gone_is_not_listed(talk: Talk) -> None:
    await talk.press(remind, "remind:karaganda-2003:court")
    talk.desk = a_desk(an_entry(slug="another"))
    await talk.type(remind)
    assert "You have no reminders." in talk.text


@pytest.mark.parametrize(
    ("day", "due"),
    (
        ("2026-03-27", datetime(2026, 3, 30, 4, tzinfo=UTC)),
        ("2026-10-23", datetime(2026, 10, 27, 4, tzinfo=UTC)),
    ),
)
async def test_the_hour_is_the_offices_whatever_the_readers_clock_does(
    talk: Talk, day: str, due: datetime
) -> None:
    """Britain puts its clocks forward or back between the wish and the opening."""
    fax = FAX | {"offices": ["court"], "begins": day, "ends": "2026-12-01"}
    talk.desk = a_desk(an_entry(actions=[fax]))
    talk.now = datetime.fromisoformat(f"{day}T14:00+00:00")  # Friday, after the court has closed
    await talk.press(remind, "remind:karaganda-2003:court")
    assert await reminders(talk) == [("court", due)]
    assert "(09:00 in Karaganda)" in talk.text


@pytest.mark.parametrize(
    ("wakes", "zone"), [(6, "Europe/London"), (8, "Asia/Almaty"), (3, "Asia/Almaty")]
)
async def test_whose_clock_decided_the_hour_is_the_one_that_is_followed(
    talk: Talk, wakes: int, zone: str
) -> None:
    """The court opens at three and at eight in London."""
    talk.reader = LONDON.with_(wakes=wakes, sleeps=22)
    await talk.press(remind, "remind:karaganda-2003:court:day")
    async with talk.store._engine.reading() as db:
        rows: Any = await db.rows("SELECT due, zone FROM reminders")
    assert [row["zone"] for row in rows] == [zone]
    assert [due.hour for _, due in await reminders(talk)] == [wakes]
