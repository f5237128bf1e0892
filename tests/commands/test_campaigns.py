from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.commands.outlook import outlook
from bot.core.chats import Chat
from bot.core.library import Entry
from tests.appeal import FAX
from tests.commands.cases import VERDICT, an_entry, quiet
from tests.commands.conftest import EVENING
from tests.commands.visitor import Visitor


def hearing(**state: Any) -> dict[str, Any]:
    return VERDICT | {"states": [state]}


async def test_those_that_need_readers_come_first_with_what_and_when(member: Visitor) -> None:
    await member.says("/campaigns")
    assert member.text.index("They need you now") < member.text.index("Nothing to do at present")
    assert member.text.index("Nothing to do at present") < member.text.index("The won campaign")
    assert "Verdict: <b>Mon 6 January, 09:00 in Karaganda</b>" in member.text
    assert (
        "To do now: Fax the court. Of use until Fri 10 January, 18:00 in Karaganda." in member.text
    )


async def test_a_campaign_opens_in_place_of_the_list_and_back(member: Visitor) -> None:
    await member.says("/campaigns")
    await member.taps("The won campaign")
    assert member.reply.edit is not None
    assert "This campaign was won." in member.text
    await member.taps("All campaigns")
    assert member.reply.edit is not None
    assert "They need you now" in member.text


async def test_a_long_list_is_turned_page_by_page(member: Visitor) -> None:
    many = tuple(quiet(f"quiet-{n:02}", title=f"Campaign {n:02}") for n in range(14))
    member.stage.desk.library.replace(many)
    await member.says("/campaigns")
    assert "No campaign needs you at this moment." in member.text
    assert "Campaign 05" in member.text
    assert "Campaign 06" not in member.text
    await member.taps("More")
    assert "Campaign 06" in member.text
    assert {"Earlier", "More"} <= set(member.labels)
    await member.taps("More")
    assert "Campaign 13" in member.text
    assert "More" not in member.labels


async def test_an_empty_library_is_said(member: Visitor) -> None:
    member.stage.desk.library.replace(())
    assert "There is no campaign here yet." in (await member.says("/campaigns")).text


async def test_in_a_group_the_campaigns_open_in_private(passer_by: Visitor) -> None:
    await passer_by.says("/campaigns")
    assert passer_by.data == []
    assert "karaganda-2003" in passer_by.starts


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"status": "date-known", "on": "2003-01-06"}, "Mon 6 January, 09:00 in Karaganda"),
        (
            {"status": "date-known", "on": "2003-01-06", "at": "10:30"},
            "Mon 6 January, 10:30 in Karaganda</b>.\n",
        ),
        (
            {"status": "window", "since": "2003-01-06", "until": "2003-01-10"},
            "Mon 6 January – Fri 10 January</b>, on a day not yet known",
        ),
        ({"status": "announced"}, "no date is known yet"),
        ({"status": "postponed"}, "postponed, no new date is known"),
        (
            {"status": "date-known", "on": "2003-01-03"},
            (
                "it was set for: Fri 3 January, 09:00 in Karaganda."
                " What came of it is not known yet. <i>No hour is given"
            ),
        ),
        (
            {"status": "date-known", "on": "2003-01-03", "at": "09:00"},
            "Fri 3 January, 09:00 in Karaganda. What came of it is not known yet.\n",
        ),
        (
            {"status": "window", "since": "2003-01-01", "until": "2003-01-03"},
            "set for: Wed 1 January – Fri 3 January. What came of it is not known yet.\n",
        ),
        (
            {"status": "window", "since": "2003-01-08", "until": "2003-01-08"},
            "Verdict: <b>Wed 8 January</b>.\n",
        ),
        ({"status": "announced", "until": "2003-01-20"}, "no date is known yet"),
        ({"status": "begun"}, "Verdict: it has begun.\n"),
        ({"status": "begun", "on": "2003-01-08"}, "Verdict: it has begun.\n"),
        (
            {"status": "begun", "on": "2003-01-05"},
            "Verdict: it has begun. Start: Sun 5 January in Karaganda.\n",
        ),
        (
            {"status": "begun", "on": "2003-01-03", "at": "10:00", "until": "2003-01-10"},
            (
                "it has begun. Start: Fri 3 January, 10:00 in Karaganda."
                " It may go on until Fri 10 January.\n"
            ),
        ),
    ],
)
async def test_a_hearing_is_told_as_far_as_it_is_known(
    member: Visitor, state: dict[str, Any], expected: str
) -> None:
    member.stage.desk.library.replace((an_entry(hearings=[hearing(**state)]),))
    assert expected in (await member.says("/start karaganda-2003")).text


def test_a_hearing_that_is_over_is_not_spoken_of() -> None:
    held = hearing(status="held", on="2003-01-06")
    assert outlook(an_entry(hearings=[held]).campaign, EVENING).hearing is None


@pytest.mark.parametrize(
    "state",
    [
        {"status": "date-known", "on": "2002-12-01"},
        {"status": "window", "since": "2002-12-01", "until": "2002-12-03"},
    ],
)
def test_a_hearing_of_unknown_outcome_is_not_forgotten_but_needs_nobody_for_ever(
    state: dict[str, Any],
) -> None:
    seen = outlook(an_entry(hearings=[hearing(**state)], actions=[]).campaign, EVENING)
    assert seen.hearing is not None
    assert seen.hearing.state == "passed"
    assert not seen.needs_you


def needs(entry: Entry, now: datetime = EVENING) -> bool:
    return outlook(entry.campaign, now).needs_you


def test_a_hearing_within_a_week_needs_readers() -> None:
    soon = quiet(hearings=[hearing(status="date-known", on="2003-01-10")])
    assert needs(soon)
    assert not needs(soon, EVENING - timedelta(days=7))


def test_days_between_which_a_hearing_falls_need_readers_once_they_are_near() -> None:
    window = quiet(hearings=[hearing(status="window", since="2003-01-10", until="2003-01-20")])
    assert needs(window)
    assert not needs(window, datetime(2002, 12, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("state", "needed"),
    [
        ({"on": "2003-01-03"}, True),
        ({"on": "2002-12-20", "until": "2003-01-10"}, True),
        ({"reported": "2003-01-03"}, True),
        ({"on": "2002-12-20"}, False),
        ({}, False),
    ],
)
def test_a_hearing_that_has_begun_needs_readers_for_some_days(
    state: dict[str, Any], needed: bool
) -> None:
    assert needs(quiet(hearings=[hearing(status="begun", **state)])) is needed


def test_a_hearing_of_several_days_goes_on_after_it_began() -> None:
    days = quiet(hearings=[hearing(status="date-known", on="2003-01-03", until="2003-01-10")])
    found = outlook(days.campaign, EVENING).hearing
    assert found is not None
    assert found.state == "going-on"


async def test_what_goes_on_is_not_said_to_have_no_day(member: Visitor) -> None:
    days = quiet(hearings=[hearing(status="date-known", on="2003-01-03", until="2003-01-10")])
    member.stage.desk.library.replace((days,))
    await member.says(f"/start {days.campaign.slug}")
    assert (
        "it was to begin Fri 3 January, 09:00 in Karaganda, and may go on until Fri 10 January."
        " <i>No hour is given" in member.text
    )
    assert "not yet known" not in member.text


async def test_a_deadline_is_a_moment_on_the_readers_clock(member: Visitor) -> None:
    async with member.stage.store.transaction() as tx:
        chat = Chat(id=member.user or 0, kind="private", zone="Pacific/Auckland")
        await tx.chats.save(chat, "2003-W01")
    member.stage.now = datetime(2003, 1, 10, 11, 30, tzinfo=UTC)
    await member.says("/start karaganda-2003")
    assert "Of use until today, Sat 11 January, 01:00 for you (Friday 18:00 in Karag" in member.text


async def test_history_is_no_longer_offered_first(member: Visitor) -> None:
    member.stage.now = datetime(2026, 1, 1, tzinfo=UTC)
    member.stage.desk.library.replace((an_entry(),))
    await member.says("/start karaganda-2003")
    assert member.labels[:2] == ["The case", "Subscribe"]
    assert "there is nothing to do at present" in member.text


@pytest.mark.parametrize("press", ("cancel", "campaigns:karaganda-2003", "case:karaganda-2003:all"))
async def test_a_forged_press_in_a_group_changes_no_post(passer_by: Visitor, press: str) -> None:
    await passer_by.presses(press)
    assert passer_by.reply.edit is None
    assert passer_by.reply.toast == "In this group only admins can change that."


def test_the_soonest_of_several_hearings_is_the_next() -> None:
    far = hearing(status="date-known", on="2003-01-20") | {"id": "far"}
    near = hearing(status="date-known", on="2003-01-08") | {"id": "near"}
    found = outlook(quiet(hearings=[far, near]).campaign, EVENING).hearing
    assert found is not None
    assert found.hearing.id == "near"


def test_an_ended_campaign_has_nothing_ahead() -> None:
    ahead = outlook(an_entry(state="closed", hearings=[VERDICT]).campaign, EVENING)
    assert (ahead.hearing, ahead.actions, ahead.needs_you) == (None, (), False)


async def test_an_action_that_begins_later_is_named_with_its_day(member: Visitor) -> None:
    later = FAX | {"begins": "2003-01-09"}
    member.stage.desk.library.replace((an_entry(actions=[later]),))
    await member.says("/start karaganda-2003")
    assert "From Thu 9 January, 09:00 in Karaganda: Fax the court." in member.text
    assert "Draft my letter" not in member.labels


async def test_nothing_to_do_is_said(member: Visitor) -> None:
    member.stage.desk.library.replace((quiet(hearings=[], events=[
        {"id": "day", "kind": "protest", "title": "Day", "on": "2003-02-01"}
    ]),))  # fmt: skip
    assert "Nothing to do at present." in (await member.says("/start quiet-2003")).text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("won", "was won"),
        ("lost", "was lost"),
        ("closed", "is over"),
        ("paused", "rests for now"),
    ],
)
async def test_the_state_of_a_campaign_is_said(member: Visitor, state: str, expected: str) -> None:
    member.stage.desk.library.replace((an_entry(state=state),))
    await member.says("/start karaganda-2003")
    assert expected in member.text
    assert "Draft my letter" not in member.labels


async def test_of_a_campaign_of_long_ago_it_is_said_that_nothing_lies_ahead(
    member: Visitor,
) -> None:
    member.stage.now = datetime(2026, 1, 1, tzinfo=UTC)
    await member.says("/start karaganda-2003")
    assert "Nothing lies ahead in this campaign" in member.text


async def test_a_text_in_another_language_says_so(member: Visitor) -> None:
    member.app_language = "ru"
    await member.says("/start karaganda-2003")
    assert "Shown in английский" in member.text
