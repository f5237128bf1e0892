"""What of two revisions is news, and what is only a better wording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.campaign import Campaign
from bot.core.news import Scheduled, Update
from bot.core.revisions import changes, current, missed, reworded
from tests.appeal import FAX, a_campaign

KNOWN: dict[str, Any] = {"status": "date-known", "on": "2002-12-24"}
MOVED: dict[str, Any] = {"status": "postponed", "on": "2003-01-06"}


def with_states(*states: dict[str, Any], id: str = "verdict") -> Campaign:
    hearing = {"id": id, "what": "Verdict", "office": "court", "states": list(states)}
    return a_campaign(hearings=[hearing])


@pytest.mark.parametrize(
    "state",
    [
        MOVED,
        {"status": "postponed"},
        {"status": "cancelled"},
        {"status": "begun", "on": "2002-12-24"},
        {"status": "verdict", "on": "2002-12-24", "outcome": "Acquitted."},
        KNOWN | {"at": "10:00"},
        KNOWN | {"until": "2002-12-27"},
    ],
    ids=["moved", "put off", "cancelled", "begun", "decided", "hour known", "goes on"],
)
def test_what_became_of_a_hearing_is_news(state: dict[str, Any]) -> None:
    [change] = changes(with_states(KNOWN), with_states(KNOWN, state))
    assert change.old.current.on is not None
    assert change.new.current.status == state["status"]


@pytest.mark.parametrize(
    "corrected",
    [
        KNOWN,
        KNOWN | {"reason": "The judge is ill."},
        KNOWN | {"reported": "2002-12-01"},
        KNOWN | {"source": "appeal"},
    ],
    ids=["nothing", "reason", "reported", "source"],
)
def test_a_better_wording_is_no_news(corrected: dict[str, Any]) -> None:
    assert changes(with_states(KNOWN), with_states(corrected)) == ()


def test_a_changed_past_is_no_news() -> None:
    told = with_states(KNOWN, MOVED)
    assert changes(told, with_states(KNOWN | {"on": "2002-12-23"}, MOVED)) == ()


def test_hearings_that_come_and_go_are_no_changes() -> None:
    assert changes(a_campaign(hearings=[]), with_states(KNOWN)) == ()
    assert changes(with_states(KNOWN), a_campaign(hearings=[])) == ()
    assert changes(with_states(KNOWN), with_states(MOVED, id="appeal")) == ()


NOW = datetime(2003, 1, 6, 2, 30, tzinfo=UTC)
"""Half an hour before the court opens; in Karaganda the 6th began long ago."""
SOON: dict[str, Any] = {"status": "date-known", "on": "2003-01-06"}
LETTER = FAX | {"id": "write", "kind": "letter", "script": None}


def with_actions(*actions: dict[str, Any], **facts: Any) -> Campaign:
    return a_campaign(actions=list(actions), **facts)


def told(old: Campaign, new: Campaign, now: datetime = NOW) -> list[str]:
    return [moment.key for moment in missed(old, new, now)]


def test_an_action_added_on_the_day_it_begins_is_told_at_once() -> None:
    [moment] = missed(with_actions(), with_actions(LETTER), NOW)
    assert moment.key == "karaganda-2003/action/write/2003-01-05T18:00Z", "its ordinary key"
    assert moment.at == NOW
    assert moment.expires == datetime(2003, 1, 10, 17, 59, 59, tzinfo=UTC)


def test_an_action_that_now_begins_earlier_is_told_at_once() -> None:
    assert told(with_actions(LETTER | {"begins": "2003-01-08"}), with_actions(LETTER))


def test_what_can_be_told_at_its_own_moment_waits_for_it() -> None:
    assert told(with_actions(), with_actions(FAX)) == [], "the offices open in half an hour"
    later = LETTER | {"begins": "2003-01-08"}
    assert told(with_actions(LETTER), with_actions(later)) == []


@pytest.mark.parametrize(
    "change",
    [{"text": "Please write."}, {"ends": "2003-01-09"}, {"urgent": True}],
    ids=["wording", "end", "urgency"],
)
def test_an_action_that_was_open_before_is_not_told_again(change: dict[str, Any]) -> None:
    assert told(with_actions(LETTER), with_actions(LETTER | change)) == []


def test_an_action_that_is_over_already_is_not_told() -> None:
    assert told(with_actions(), with_actions(LETTER), datetime(2003, 2, 1, tzinfo=UTC)) == []


def test_a_campaign_taken_up_again_tells_what_is_open() -> None:
    paused = with_actions(LETTER, state="paused")
    assert told(paused, with_actions(LETTER))
    assert told(with_actions(LETTER), paused) == []


def test_a_hearing_known_inside_its_last_lead_time_is_told_at_once() -> None:
    none, new = with_actions(hearings=[]), with_states(SOON).model_copy(update={"actions": ()})
    assert told(none, new) == ["karaganda-2003/hearing/verdict/2003-01-06T03:00Z/60"]
    assert told(none, new, NOW - timedelta(hours=1)) == [], "a reminder is still to come"
    assert told(none, new, NOW + timedelta(minutes=30)) == [], "it has begun"


def test_a_hearing_that_changed_is_told_as_a_change_and_not_twice() -> None:
    assert changes(with_states(KNOWN), with_states(MOVED))
    assert told(with_states(KNOWN), with_states(MOVED)) == []


def test_a_draft_holds_while_the_campaign_still_calls_for_it() -> None:
    campaign = with_actions(LETTER)
    [moment] = missed(with_actions(), campaign, NOW)
    draft, later = Scheduled(moment=moment), NOW + timedelta(hours=5)
    held = current(draft, campaign, later)
    assert isinstance(held, Scheduled)
    assert (held.moment.key, held.moment.at) == (moment.key, later)
    assert current(draft, with_actions(), later) is None
    assert current(draft, campaign, moment.expires) is None


def test_a_changed_hearing_holds_until_it_changes_again() -> None:
    [change] = changes(with_states(KNOWN), with_states(KNOWN, MOVED))
    assert current(change, with_states(KNOWN, MOVED), NOW) == change
    assert current(change, with_states(KNOWN), NOW) is None


def test_a_changed_hearing_is_told_again_where_only_its_words_were_corrected() -> None:
    [change] = changes(with_states(KNOWN), with_states(KNOWN, MOVED))
    corrected = with_states(KNOWN, MOVED | {"reason": "The judge is ill."})
    again = reworded(change, corrected)
    assert again is not None
    assert again.old == change.old
    assert again.new == corrected.hearings[0]
    assert reworded(change, with_states(KNOWN)) is None, "it has changed once more"
    assert reworded(Update(text="Come", language="en"), corrected) is None


def test_an_organisers_words_always_hold() -> None:
    words = Update(text="Come", language="en")
    assert current(words, with_actions(), NOW) == words
