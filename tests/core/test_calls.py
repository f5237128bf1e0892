from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.core.calls import OfficeCard, office_cards
from bot.core.campaign import Campaign
from bot.core.chats import Chat
from bot.core.readiness import call_actions, last_call
from tests.appeal import COURT, FAX, LINES, PRESIDENT, a_campaign

LONDON = Chat(id=1, kind="private", country="GB", zone="Europe/London")
LOS_ANGELES = Chat(id=1, kind="private", country="US", zone="America/Los_Angeles")
NOWHERE = Chat(id=1, kind="private")


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # the parts of a moment


def a_card(
    now: datetime, reader: Chat = LONDON, office: str = "court", **changes: Any
) -> OfficeCard:
    cards = office_cards(a_campaign(**changes), reader, now)
    return next(card for card in cards if card.office.id == office)


def in_days(begins: str, ends: str) -> dict[str, Any]:
    return {"actions": [FAX | {"begins": begins, "ends": ends}]}


def test_before_the_court_opens_it_says_when() -> None:
    card = a_card(at(2003, 1, 6, 2))
    assert not card.open
    assert card.opening == (at(2003, 1, 6, 3), at(2003, 1, 6, 7))
    assert card.breaks == ((at(2003, 1, 6, 7), at(2003, 1, 6, 8)),)
    assert card.hours.day_ends == at(2003, 1, 6, 12)


def test_the_reader_is_not_asked_to_ring_at_night() -> None:
    card = a_card(at(2003, 1, 6, 2))
    assert card.night
    assert card.suits == (at(2003, 1, 6, 8), at(2003, 1, 6, 12))


def test_once_open_it_says_until_when() -> None:
    card = a_card(at(2003, 1, 6, 3, 30))
    assert card.open
    assert card.hours.closes == at(2003, 1, 6, 7)
    assert card.opening == (at(2003, 1, 6, 3, 30), at(2003, 1, 6, 7))
    assert not card.night


def test_an_opening_after_weeks_is_found_as_long_as_a_call_is_of_use_then() -> None:
    shut = [COURT | {"closures": [{"since": "2026-07-01", "until": "2026-07-31"}]}, PRESIDENT]
    summer: dict[str, Any] = {**in_days("2026-06-01", "2026-08-14"), "offices": shut}
    august = at(2026, 8, 3, 4), at(2026, 8, 3, 8)
    assert a_card(at(2026, 7, 3, 5), **summer).opening == august
    assert a_card(at(2026, 6, 30, 12), **summer).following == august
    over = {**summer, **in_days("2026-06-01", "2026-08-01")}
    assert a_card(at(2026, 7, 3, 5), office="president", **over).opening is not None
    assert a_card(at(2026, 7, 3, 5), **over).opening is None


@pytest.mark.parametrize("hours", ("Mo-Fr 09:00-18:00", "24/7"))
def test_hours_end_when_a_call_comes_too_late(hours: str) -> None:
    ends = FAX | {"until": "15:00"}
    late: dict[str, Any] = {"actions": [ends], "offices": [COURT | {"hours": hours}, PRESIDENT]}
    card = a_card(at(2003, 1, 10, 8, 50), **late)
    assert card.hours.closes == at(2003, 1, 10, 9)
    assert card.cut_short
    assert card.hurried
    assert not a_card(at(2003, 1, 8, 8, 50), **late).cut_short
    ends["until"] = "18:00"
    assert a_card(at(2003, 1, 10, 11, 50), **late).cut_short is (hours == "24/7")


def test_the_break_is_told_apart_from_the_night() -> None:
    assert a_card(at(2003, 1, 6, 7, 30)).at_break
    assert not a_card(at(2003, 1, 6, 2)).at_break
    assert a_card(at(2003, 1, 6, 7, 30)).breaks == ()


def test_monday_morning_in_karaganda_is_sunday_evening_in_los_angeles() -> None:
    card = a_card(at(2003, 1, 6, 1, 30), LOS_ANGELES)
    assert card.opening is not None
    assert card.opening[0] == at(2003, 1, 6, 3)
    assert card.suits == (at(2003, 1, 6, 3), at(2003, 1, 6, 6))
    assert not card.night


def test_without_the_readers_clock_nothing_is_called_night() -> None:
    card = a_card(at(2003, 1, 6, 2), NOWHERE)
    assert card.suits is None
    assert not card.night


def test_a_reader_who_sleeps_through_it_all_is_told_so() -> None:
    early = LONDON.with_(wakes=13, sleeps=2)
    card = a_card(at(2003, 1, 6, 2), early)
    assert card.suits is None
    assert card.night


def test_a_few_minutes_of_the_day_are_no_time_to_ring() -> None:
    court = COURT | {"hours": "Mo-Fr 09:00-14:05"}
    card = a_card(at(2003, 1, 6, 2), offices=[court, PRESIDENT])
    assert card.suits is None


def test_nauryz_closes_the_office_and_is_named() -> None:
    card = a_card(at(2026, 3, 23, 5), **in_days("2026-03-16", "2026-04-03"))
    assert not card.open
    assert [holiday.name for holiday in card.holidays] == ["Nowruz Holiday"]
    assert card.opening is not None
    assert card.opening[0] > at(2026, 3, 24)


def test_holidays_ahead_are_named_on_the_evening_before() -> None:
    card = a_card(at(2026, 3, 20, 15), **in_days("2026-03-16", "2026-04-03"))
    assert [holiday.name for holiday in card.holidays] == ["Nowruz Holiday"]


def test_an_ordinary_night_has_no_holiday() -> None:
    assert a_card(at(2003, 1, 6, 2)).holidays == ()


def test_an_opening_after_the_last_day_is_none() -> None:
    unknown = PRESIDENT | {"hours": None}
    card = a_card(
        at(2003, 1, 10, 11),
        offices=[COURT | {"hours": "Mo-Th 09:00-18:00"}, unknown],
        actions=[FAX | {"kind": "letter"}],
    )
    assert card.opening is None
    assert card.ends == at(2003, 1, 10, 17, 59, 59)
    assert not card.night


def test_an_office_whose_hours_nobody_knows_comes_last_and_promises_nothing() -> None:
    unknown = COURT | {"hours": None}
    cards = office_cards(a_campaign(offices=[unknown, PRESIDENT]), LONDON, at(2003, 1, 6, 3, 30))
    assert [card.office.id for card in cards] == ["president", "court"]
    assert cards[1].hours.status == "unknown"
    assert cards[1].opening is None


def test_the_office_that_opens_first_comes_first() -> None:
    early = PRESIDENT | {"hours": "Mo-Fr 08:00-18:00"}
    campaign = a_campaign(offices=[COURT, early])
    order = [card.office.id for card in office_cards(campaign, LONDON, at(2003, 1, 6, 1))]
    assert order == ["president", "court"]


@pytest.mark.parametrize(
    ("reader", "year", "mobile", "landline"),
    (
        (LONDON, 2003, "+7 3212 42 02 20", "00 7 3212 42 02 20"),
        (LONDON, 2008, "+7 7212 42 02 20", "00 7 7212 42 02 20"),
        (LONDON, 2026, "+7 7212 42 02 20", "00 7 7212 42 02 20"),
        (LOS_ANGELES, 2003, "+7 3212 42 02 20", "011 7 3212 42 02 20"),
        (LOS_ANGELES, 2026, "+7 7212 42 02 20", "011 7 7212 42 02 20"),
        (NOWHERE, 2003, "+7 3212 42 02 20", None),
    ),
)
def test_the_number_of_the_day_is_dialled_from_where_the_reader_is(
    reader: Chat, year: int, mobile: str, landline: str | None
) -> None:
    card = a_card(at(year, 1, 7, 5), reader, **in_days(f"{year}-01-05", f"{year}-01-20"))
    line = card.lines[0]
    assert (line.dial.mobile, line.dial.landline) == (mobile, landline)


def test_a_number_that_may_be_anothers_names_whom_it_may_reach() -> None:
    own, shared = a_card(at(2003, 1, 6, 2)).lines
    assert own.channel.assigned
    assert [office.id for office in own.reaches] == ["court"]
    assert not shared.channel.assigned
    assert [office.id for office in shared.reaches] == ["court", "president"]


def test_a_suspect_number_comes_last_and_a_dead_one_not_at_all() -> None:
    suspect, other = LINES[0] | {"state": "suspect"}, LINES[1]
    dead = LINES[0] | {"id": "dead", "state": "dead"}
    card = a_card(at(2003, 1, 6, 2), channels=[suspect, dead, other])
    assert [line.channel.id for line in card.lines] == ["fax-2", "fax-1"]


def test_an_office_nobody_can_ring_has_no_card() -> None:
    mail = {"id": "mail", "kind": "email", "offices": ["court"], "email": "court@example.org"}
    cards = office_cards(a_campaign(channels=[mail, LINES[1]]), LONDON, at(2003, 1, 6, 2))
    assert {card.office.id for card in cards} == {"court", "president"}
    assert office_cards(a_campaign(channels=[mail]), LONDON, at(2003, 1, 6, 2)) == ()


def test_the_line_says_what_to_say_else_the_action() -> None:
    assert a_card(at(2003, 1, 6, 2)).script == a_campaign().script("take-fax")
    mute = [line | {"script": None} for line in LINES]
    assert a_card(at(2003, 1, 6, 2), channels=mute).script == a_campaign().script("take-fax")
    silent = [FAX | {"script": None}]
    assert a_card(at(2003, 1, 6, 2), channels=mute, actions=silent).script is None


def test_a_call_is_of_use_until_the_last_of_its_actions_ends() -> None:
    longer = FAX | {"id": "longer", "kind": "letter", "ends": "2003-01-12", "urgent": False}
    assert a_card(at(2003, 1, 6, 2), actions=[FAX, longer]).ends == at(2003, 1, 12, 17, 59, 59)


@pytest.mark.parametrize(
    ("campaign", "now"),
    (
        (a_campaign(), at(2003, 1, 20)),
        (a_campaign(), at(2002, 12, 2)),
        (a_campaign(), at(2003, 1, 10, 13)),
        (a_campaign(state="paused"), at(2003, 1, 6, 5)),
        (a_campaign(actions=[FAX | {"kind": "picket"}]), at(2003, 1, 6, 5)),
        (a_campaign(actions=[FAX | {"offices": []}]), at(2003, 1, 6, 5)),
    ),
)
def test_there_is_nobody_to_ring_for_nothing(campaign: Campaign, now: datetime) -> None:
    assert call_actions(campaign, now) == ()
    assert office_cards(campaign, LONDON, now) == ()


def test_the_call_that_ended_last_can_be_named() -> None:
    assert last_call(a_campaign(), at(2003, 1, 20)) == a_campaign().action("fax")
    assert last_call(a_campaign(), at(2003, 1, 6)) is None


def test_an_office_none_of_whose_numbers_works_has_a_card_that_comes_last() -> None:
    own = LINES[1] | {"offices": ["president"]}
    campaign = a_campaign(channels=[LINES[0] | {"state": "dead"}, own])
    president, court = office_cards(campaign, LONDON, at(2003, 1, 6, 3, 30))
    assert president.open
    assert court.office.id == "court"
    assert court.lines == ()
    assert [channel.id for channel in court.retired] == ["fax-1"]
    assert not court.open
    assert court.shut
    assert court.opening is None


@pytest.mark.parametrize(
    ("minute", "hurried"), [((6, 44), False), ((6, 45), False), ((6, 46), True), ((6, 59), True)]
)
def test_with_less_than_a_quarter_of_an_hour_there_is_hardly_time(
    minute: tuple[int, int], hurried: bool
) -> None:
    card = a_card(at(2003, 1, 6, *minute))
    assert card.hurried == hurried
    assert card.following == (at(2003, 1, 6, 8), at(2003, 1, 6, 12))


def test_a_closure_on_the_way_to_the_next_opening_is_given_with_the_first_working_day() -> None:
    closure = {"since": "2003-01-07", "until": "2003-01-08", "reason": "Repairs"}
    later = {"since": "2003-01-20", "until": "2003-01-20"}
    offices = [COURT | {"closures": [closure, later]}, PRESIDENT]
    card = a_card(at(2003, 1, 6, 13), offices=offices)
    assert [one.since.day for one in card.closures] == [7]
    assert card.first_day == date(2003, 1, 9)
    assert a_card(at(2003, 1, 6, 2), offices=offices).closures == ()
    assert a_card(at(2003, 1, 6, 2), offices=offices).first_day is None
