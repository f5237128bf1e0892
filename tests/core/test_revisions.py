"""What of two revisions is news, and what is only a better wording."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.campaign import Campaign
from bot.core.revisions import changes
from tests.appeal import a_campaign

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
