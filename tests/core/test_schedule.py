"""When a campaign calls for an alert: every moment once, none between two looks is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.campaign import Campaign
from bot.core.schedule import asked_until, keys, moments, opening
from tests.appeal import FAX, a_campaign

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC))


def a_hearing(*states: dict[str, Any]) -> dict[str, Any]:
    return {"id": "verdict", "what": "Verdict", "office": "court", "states": list(states)}


def on(day: str, **more: str) -> dict[str, Any]:
    return {"status": "date-known", "on": day} | more


def with_hearing(*states: dict[str, Any], **changes: Any) -> Campaign:
    return a_campaign(hearings=[a_hearing(*states)], actions=[], reminders=[1440, 60], **changes)


def told(campaign: Campaign) -> list[tuple[str, str]]:
    """Kind and moment of everything the campaign calls for, ever."""
    return [(m.kind, f"{m.at:%Y-%m-%dT%H:%MZ}") for m in moments(campaign, *EVER)]


def test_a_hearing_is_reminded_of_at_every_lead_time() -> None:
    assert told(with_hearing(on("2003-01-06", at="10:30"))) == [
        ("hearing", "2003-01-05T04:30Z"),
        ("hearing", "2003-01-06T03:30Z"),
    ]


def test_without_an_hour_the_reminders_count_from_the_offices_opening() -> None:
    assert told(with_hearing(on("2003-01-06")))[-1] == ("hearing", "2003-01-06T02:00Z")


def test_a_reminder_is_of_use_until_the_next_one_or_the_hearing_itself() -> None:
    early, late = moments(with_hearing(on("2003-01-06")), *EVER)
    assert early.expires == late.at == datetime(2003, 1, 6, 2, tzinfo=UTC)
    assert late.expires == datetime(2003, 1, 6, 3, tzinfo=UTC)


def test_the_order_in_which_lead_times_are_written_does_not_matter() -> None:
    hearing = [a_hearing(on("2003-01-06"))]
    turned = a_campaign(hearings=hearing, actions=[], reminders=[60, 1440, 60])
    assert moments(turned, *EVER) == moments(with_hearing(on("2003-01-06")), *EVER)


def test_a_postponed_hearing_is_a_new_moment_with_a_key_of_its_own() -> None:
    before = moments(with_hearing(on("2002-12-24")), *EVER)
    moved = {"status": "postponed", "on": "2003-01-06"}
    after = moments(with_hearing(on("2002-12-24"), moved), *EVER)
    assert not {m.key for m in before} & {m.key for m in after}
    assert {m.subject for m in before} == {m.subject for m in after} == {"hearing:verdict"}


def test_a_hearing_without_a_day_calls_for_nothing() -> None:
    assert told(with_hearing({"status": "date-unknown"})) == []


def test_a_campaign_that_is_not_active_calls_for_nothing() -> None:
    assert told(with_hearing(on("2003-01-06"), state="paused")) == []


def test_a_fax_action_begins_with_the_first_opening_and_ends_with_the_last() -> None:
    assert told(a_campaign()) == [
        ("action", "2003-01-06T03:00Z"),
        ("action-ends", "2003-01-09T12:00Z"),
    ]


def test_a_letter_can_be_written_at_any_hour() -> None:
    letter = FAX | {"kind": "letter", "script": None, "until": "12:00"}
    assert told(a_campaign(actions=[letter])) == [
        ("action", "2003-01-05T18:00Z"),
        ("action-ends", "2003-01-09T06:00Z"),
    ]


def test_an_action_of_one_day_is_not_told_to_end_before_it_begins() -> None:
    short = FAX | {"ends": "2003-01-06"}
    assert [kind for kind, _ in told(a_campaign(actions=[short]))] == ["action"]


def test_an_action_at_offices_that_never_open_keeps_its_own_days() -> None:
    holidays = FAX | {"begins": "2003-01-04", "ends": "2003-01-05"}  # a weekend
    assert told(a_campaign(actions=[holidays]))[0] == ("action", "2003-01-03T18:00Z")


@pytest.mark.parametrize("status", ["held", "cancelled", "verdict"])
def test_an_action_tied_to_a_hearing_that_is_over_calls_for_nothing(status: str) -> None:
    tied = FAX | {"hearing": "verdict"}
    ahead = a_campaign(actions=[tied], hearings=[a_hearing({"status": "date-unknown"})])
    over = a_campaign(actions=[tied], hearings=[a_hearing({"status": status})])
    assert [kind for kind, _ in told(ahead)] == ["action", "action-ends"]
    assert told(over) == []


def test_an_office_is_asked_for_something_until_its_last_action_ends() -> None:
    campaign = a_campaign()
    before, end = datetime(2003, 1, 2, tzinfo=UTC), datetime(2003, 1, 10, 18, tzinfo=UTC)
    last = datetime(2003, 1, 10, 17, 59, 59, tzinfo=UTC)
    assert asked_until(campaign, "court", before) == last
    assert asked_until(campaign, "court", end) is None
    assert asked_until(campaign, "embassy", before) is None
    won = campaign.model_copy(update={"state": "won"})
    assert asked_until(won, "court", before) is None
    gifts = a_campaign(actions=[FAX | {"kind": "donate", "offices": [], "letter": None}])
    assert asked_until(gifts, "court", before) is None


def test_the_keys_are_those_of_all_moments_and_none_once_it_is_paused() -> None:
    campaign = a_campaign()
    assert keys(campaign) == {moment.key for moment in moments(campaign, *EVER)} != set()
    assert keys(campaign.model_copy(update={"state": "paused"})) == frozenset()


def test_an_opening_has_one_key_for_all_who_asked() -> None:
    at = datetime(2003, 1, 6, 3, tzinfo=UTC)
    moment = opening("karaganda-2003", "court", at, at + timedelta(hours=4))
    assert moment.key == "karaganda-2003/opens/court/2003-01-06T03:00Z"
    assert (moment.kind, moment.subject) == ("opens", "office:court")


@given(st.lists(st.integers(0, 14 * 24 * 60), max_size=20))
def test_however_often_one_looks_every_moment_is_seen_once(minutes: list[int]) -> None:
    campaign = with_hearing(on("2003-01-06")).model_copy(update={"actions": a_campaign().actions})
    since, until = datetime(2003, 1, 1, tzinfo=UTC), datetime(2003, 1, 15, tzinfo=UTC)
    looks = sorted({since, until, *(since + timedelta(minutes=m) for m in minutes)})
    seen = [
        moment.key
        for earlier, later in pairwise(looks)
        for moment in moments(campaign, earlier, later)
    ]
    assert seen == [moment.key for moment in moments(campaign, since, until)]
    assert len(set(seen)) == len(seen) == 4
