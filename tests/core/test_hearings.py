from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.hearing_order import flaws
from bot.core.hearings import NEXT, Hearing, missing_dates


def a_hearing(*states: dict[str, Any]) -> dict[str, Any]:
    return {"id": "verdict", "what": "Verdict", "office": "court", "states": list(states)}


def a_state(status: str) -> dict[str, Any]:
    """A state with all the dates it may need."""
    dates = {"date-known": {"on": "2003-01-06"}}
    dates["window"] = {"since": "2003-01-06", "until": "2003-01-10"}
    return {"status": status} | dates.get(status, {})


@pytest.mark.parametrize("before", NEXT)
@pytest.mark.parametrize("after", NEXT)
def test_the_model_and_the_check_agree_on_what_may_follow(before: str, after: str) -> None:
    document = a_hearing(a_state(before), a_state(after))
    told = [flaw.what for flaw in flaws({"hearings": [document]})]
    if after in NEXT[before]:  # type: ignore[index]  # the keys are the statuses
        assert told == []
        assert Hearing.model_validate(document).current.status == after
    else:
        assert told == [f"'{after}' cannot follow '{before}'"]
        with pytest.raises(ValidationError, match=f"'{after}' cannot follow '{before}'"):
            Hearing.model_validate(document)


def test_flaws_name_the_state_they_are_about() -> None:
    good = a_hearing({"status": "announced"})
    bad = a_hearing({"status": "held"}, {"status": "verdict"}, {"status": "begun"})
    [flaw] = flaws({"hearings": [good, bad]})
    assert flaw.loc == ("hearings", 1, "states", 2, "status")
    assert flaw.mend == "write one of: announced, date-known, window"


def test_statuses_there_are_none_of_are_left_to_the_model() -> None:
    document = a_hearing({"status": "held"}, {"status": "hlod"}, {"status": "begun"}, {})
    assert list(flaws({"hearings": [document]})) == []


def test_some_statuses_need_dates() -> None:
    assert missing_dates("announced", {}) == []
    assert missing_dates("date-known", {"on"}) == []
    assert missing_dates("date-known", {"until"}) == ["'date-known' needs the day in 'on'"]
    assert len(missing_dates("window", {"since"})) == 1
    assert missing_dates("window", {"since", "until"}) == []
    assert missing_dates("postponed", {"at"}) == ["an hour in 'at' needs its day in 'on'"]
    with pytest.raises(ValidationError, match="an hour in 'at'"):
        Hearing.model_validate(a_hearing({"status": "announced", "at": "09:00"}))


def test_a_hearing_may_not_end_before_it_begins() -> None:
    state = {"status": "date-known", "on": "2003-01-06", "until": "2003-01-05"}
    with pytest.raises(ValidationError, match="it ends"):
        Hearing.model_validate(a_hearing(state))


def test_the_last_state_is_the_present_one() -> None:
    hearing = Hearing.model_validate(a_hearing(a_state("window"), a_state("date-known")))
    assert hearing.current.on == hearing.last_day == date(2003, 1, 6)
    assert not hearing.over
    window = Hearing.model_validate(a_hearing(a_state("window")))
    assert window.last_day == date(2003, 1, 10)
    assert Hearing.model_validate(a_hearing(a_state("held"))).over
