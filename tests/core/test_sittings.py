from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.core.hearings import Hearing
from bot.core.offices import Office
from bot.core.sittings import sitting
from tests.appeal import COURT


def a_court(**changes: Any) -> Office:
    return Office.model_validate(COURT | changes)


def a_hearing(*states: dict[str, Any]) -> Hearing:
    return Hearing.model_validate(
        {"id": "verdict", "what": "Verdict", "office": "court", "states": states}
    )


def test_an_hour_that_is_given_is_taken_on_the_offices_clock() -> None:
    found = sitting(
        a_hearing({"status": "date-known", "on": "2003-01-06", "at": "10:30"}), a_court()
    )
    assert found is not None
    assert found.at == datetime(2003, 1, 6, 4, 30, tzinfo=UTC)
    assert not found.assumed


def test_without_an_hour_the_opening_is_assumed() -> None:
    found = sitting(a_hearing({"status": "date-known", "on": "2003-01-06"}), a_court())
    assert found is not None
    assert found.at == datetime(2003, 1, 6, 3, 0, tzinfo=UTC)
    assert found.assumed


@pytest.mark.parametrize(
    ("hours", "local"),
    [
        ("Mo-Fr 08:30-12:00,13:00-17:00", 8.5),
        (None, 9),  # nobody knows the hours
        ("24/7", 9),  # there is no opening
        ("Tu-Fr 08:30-17:00", 9),  # shut on the day itself
    ],
)
def test_the_assumed_hour_depends_on_what_is_known_of_the_office(
    hours: str | None, local: float
) -> None:
    found = sitting(a_hearing({"status": "date-known", "on": "2003-01-06"}), a_court(hours=hours))
    assert found is not None
    assert found.at.hour + found.at.minute / 60 == local - 6
    assert found.assumed


def test_a_hearing_that_may_go_on_begins_on_its_first_day() -> None:
    state = {"status": "date-known", "on": "2003-01-07", "until": "2003-01-10"}
    closed = a_court(hours="We-Fr 08:00-17:00")
    found = sitting(a_hearing(state), closed)
    assert found is not None
    assert found.at == datetime(2003, 1, 7, 3, 0, tzinfo=UTC)


def test_of_a_window_the_first_open_day_is_taken() -> None:
    window = {"status": "window", "since": "2003-01-04", "until": "2003-01-10"}  # a Saturday
    found = sitting(a_hearing({"status": "announced"}, window), a_court())
    assert found is not None
    assert found.at == datetime(2003, 1, 6, 3, 0, tzinfo=UTC)
    assert found.assumed


def test_a_postponed_hearing_counts_with_its_new_day() -> None:
    before = {"status": "date-known", "on": "2002-12-24"}
    again = sitting(a_hearing(before, {"status": "postponed", "on": "2003-01-06"}), a_court())
    never = sitting(a_hearing(before, {"status": "postponed"}), a_court())
    assert again is not None
    assert again.at.date() == date(2003, 1, 6)
    assert never is None


@pytest.mark.parametrize("status", ["held", "cancelled", "verdict"])
def test_a_hearing_that_is_over_has_no_sitting(status: str) -> None:
    known = {"status": "date-known", "on": "2003-01-06"}
    assert sitting(a_hearing(known, {"status": status, "on": "2003-01-06"}), a_court()) is None


@pytest.mark.parametrize("status", ["announced", "date-unknown"])
def test_a_hearing_without_day_has_no_sitting(status: str) -> None:
    assert sitting(a_hearing({"status": status}), a_court()) is None


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    london = a_court(zone="Europe/London", country="GB")
    found = sitting(a_hearing({"status": "date-known", "on": "2003-10-26", "at": "01:30"}), london)
    assert found is not None
    assert found.at == datetime(2003, 10, 26, 0, 30, tzinfo=UTC)
