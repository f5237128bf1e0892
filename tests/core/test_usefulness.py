"""Between which moments an office answers at all, however long the time between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.actions import Action
from bot.core.hours import OfficeHours
from bot.core.offices import Office
from bot.core.usefulness import answered, of_use
from tests.appeal import COURT

SINCE = datetime(2003, 1, 4, 0, tzinfo=UTC)  # a Saturday


def an_office(**changes: Any) -> Office:
    return Office.model_validate(COURT | changes)


COURTS = (an_office(), an_office(id="early", hours="Mo-Fr 07:00-10:00"))
SUMMERS = (an_office(hours="Jul Mo-Fr 09:00-17:00"),)
ONE_DAY = (an_office(hours="2004 Mar 01 09:00-10:00"),)


@pytest.mark.parametrize("offices", [COURTS, SUMMERS, ONE_DAY], ids=["always", "summer", "once"])
@pytest.mark.parametrize("days", [3, 14, 20, 200, 366, 900])
def test_the_first_and_the_last_are_those_of_all_openings(
    offices: tuple[Office, ...], days: int
) -> None:
    until = SINCE + timedelta(days=days, hours=5)
    every = [each for office in offices for each in OfficeHours.of(office).openings(SINCE, until)]
    expected = (min(each[0] for each in every), max(each[1] for each in every)) if every else None
    assert answered(offices, SINCE, until) == expected


def test_it_is_in_utc_whatever_clock_the_same_time_was_asked_by_before() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    words = {"id": "fax", "kind": "fax", "title": "Fax", "text": "Send a fax."}
    days = {"begins": "2003-03-25", "ends": "2003-03-30", "until": "12:00"}
    action = Action.model_validate(words | days)
    office = an_office(hours="Mo-Su 09:00-18:00")
    assert answered([office], action.starts_at(berlin), action.ends_at(berlin))
    span = of_use(action, [office], berlin)
    assert [at.tzinfo for at in span] == [UTC, UTC]


def test_where_no_hours_are_known_nobody_answers() -> None:
    unknown = an_office(hours=None)
    assert answered([unknown], SINCE, SINCE + timedelta(days=500)) is None
    assert answered([], SINCE, SINCE + timedelta(days=500)) is None


def test_an_action_that_lasts_for_a_lifetime_is_not_counted_day_by_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[timedelta] = []
    genuine = OfficeHours.openings

    def noted(self: OfficeHours, since: datetime, until: datetime) -> object:
        looked.append(until - since)
        return genuine(self, since, until)

    monkeypatch.setattr(OfficeHours, "openings", noted)
    assert answered([an_office()], SINCE, SINCE + timedelta(days=36_500))
    assert max(looked) <= timedelta(days=14)


def test_offices_that_differ_in_a_closure_are_not_taken_for_each_other() -> None:
    closed = {"since": "2003-01-06", "until": "2003-01-07", "reason": "Christmas"}
    moved = closed | {"until": "2003-01-08"}
    until = SINCE + timedelta(days=7)
    spans = [
        answered([an_office(closures=closures)], SINCE, until)
        for closures in ([], [closed], [moved], [closed])
    ]
    assert [span[0].day for span in spans if span] == [6, 8, 9, 8]
