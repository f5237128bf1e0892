from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.hours import OfficeHours, trim
from bot.core.intervals import Interval
from bot.core.offices import Closure, Office
from bot.core.places import zone

COURT_HOURS = "Mo-Fr 09:00-13:00,14:00-18:00; PH off"


def utc(text: str) -> datetime:
    """2003-01-06 03:30, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def an_office(
    expression: str | None = COURT_HOURS,
    place: str = "Asia/Almaty",
    country: str = "KZ",
    closures: tuple[Closure, ...] = (),
    since: date | None = None,
    until: date | None = None,
) -> OfficeHours:
    return OfficeHours(
        expression=expression,
        zone=place,
        country=country,
        closures=closures,
        since=since,
        until=until,
    )


def in_london(expression: str) -> OfficeHours:
    return an_office(expression, "Europe/London", "GB")


def a_closure(since: str, until: str) -> Closure:
    return Closure.model_validate({"since": since, "until": until, "reason": "Flood"})


# ── The court in Karaganda in January 2003 ──────────────────────────────────────────────────────


def test_before_nine_the_court_is_closed_and_opens_at_nine() -> None:
    state = an_office().state(utc("2003-01-06 02:00"))
    assert state.status == "closed"
    assert not state.open
    assert state.until == state.opens == utc("2003-01-06 03:00")
    assert state.closes == utc("2003-01-06 07:00")
    assert state.breaks == ((utc("2003-01-06 07:00"), utc("2003-01-06 08:00")),)
    assert state.day_ends == utc("2003-01-06 12:00")
    assert state.holiday is None


def test_in_the_morning_it_is_open_until_the_break() -> None:
    state = an_office().state(utc("2003-01-06 03:30"))
    assert state.open
    assert state.until == state.closes == utc("2003-01-06 07:00")
    assert state.opens == utc("2003-01-06 08:00")
    assert state.day_ends == utc("2003-01-06 12:00")


def test_in_the_break_it_is_closed_and_the_day_is_still_told_whole() -> None:
    state = an_office().state(utc("2003-01-06 07:30"))
    assert state.status == "closed"
    assert state.until == state.opens == utc("2003-01-06 08:00")
    assert state.closes == utc("2003-01-06 12:00")
    assert state.day[0] == (utc("2003-01-06 03:00"), utc("2003-01-06 07:00"))


def test_after_six_the_next_opening_is_tomorrow() -> None:
    state = an_office().state(utc("2003-01-06 12:00"))
    assert state.opens == utc("2003-01-07 03:00")
    assert state.day_ends == utc("2003-01-07 12:00")


def test_on_friday_evening_the_next_opening_is_monday() -> None:
    assert an_office().state(utc("2003-01-03 12:00")).opens == utc("2003-01-06 03:00")


@pytest.mark.parametrize("day", ["01", "02"])
def test_new_year_is_named_as_the_reason(day: str) -> None:
    state = an_office().state(utc(f"2003-01-{day} 05:00"))
    assert state.status == "closed"
    assert state.opens == utc("2003-01-03 03:00")
    assert state.holiday is not None
    assert state.holiday.name_in("ru") == "Новый год"


def test_orthodox_christmas_of_2003_is_a_working_day() -> None:
    assert an_office().state(utc("2003-01-07 05:00")).open


@pytest.mark.parametrize("day", ["21", "22", "23", "24", "25"])
def test_nauryz_of_2026_closes_the_court_until_the_26th(day: str) -> None:
    state = an_office().state(utc(f"2026-03-{day} 06:00"))
    assert state.status == "closed"
    assert state.opens == utc("2026-03-26 04:00")
    assert state.holiday is not None


def test_a_holiday_is_named_even_where_the_office_minds_none() -> None:
    state = an_office("Mo-Su 09:00-18:00").state(utc("2003-01-01 05:00"))
    assert state.open
    assert state.holiday is not None


def test_monday_nine_in_karaganda_is_sunday_seven_in_los_angeles() -> None:
    opens = an_office().state(utc("2003-01-06 01:30")).opens
    assert opens is not None
    there = opens.astimezone(zone("America/Los_Angeles"))
    assert there.strftime("%A %H:%M") == "Sunday 19:00"


@pytest.mark.parametrize(("year", "hour"), [("2003", "03"), ("2026", "04")])
def test_nine_in_karaganda_is_so_many_hours_before_nine_in_london(year: str, hour: str) -> None:
    # 6 January 2003 was a Monday; in 2026 it is a Tuesday.
    assert an_office().state(utc(f"{year}-01-06 02:00")).opens == utc(f"{year}-01-06 {hour}:00")


def test_hours_come_from_the_offices_page_in_the_campaign() -> None:
    office = Office.model_validate(
        {
            "id": "court",
            "name": "Regional court",
            "city": "Karaganda",
            "in_city": "in Karaganda",
            "country": "KZ",
            "zone": "Asia/Almaty",
            "languages": ["ru"],
            "hours": COURT_HOURS,
            "closures": [{"since": "2003-01-08", "until": "2003-01-09"}],
        }
    )
    hours = OfficeHours.of(office)
    assert hours.state(utc("2003-01-06 03:30")).open
    assert hours.state(utc("2003-01-07 12:30")).opens == utc("2003-01-10 03:00")


# ── Closures and validity ───────────────────────────────────────────────────────────────────────


def test_a_closure_covers_whole_days_of_the_office_and_is_named() -> None:
    flood = a_closure("2003-01-06", "2003-01-07")
    state = an_office(closures=(flood,)).state(utc("2003-01-06 05:00"))
    assert state.status == "closed"
    assert state.closure == flood
    assert state.opens == utc("2003-01-08 03:00")


def test_a_closure_still_to_come_is_not_named_but_counts() -> None:
    office = an_office(closures=(a_closure("2003-01-07", "2003-01-07"),))
    state = office.state(utc("2003-01-06 12:30"))
    assert state.closure is None
    assert state.opens == utc("2003-01-08 03:00")


def test_a_closure_cuts_an_office_that_never_closes() -> None:
    office = an_office("24/7", closures=(a_closure("2003-01-07", "2003-01-07"),))
    state = office.state(utc("2003-01-06 12:00"))
    assert state.open
    assert state.closes == utc("2003-01-06 18:00")
    assert state.opens == utc("2003-01-07 18:00")


def test_a_closure_is_known_even_where_the_hours_are_not() -> None:
    office = an_office(None, closures=(a_closure("2003-01-06", "2003-01-06"),))
    state = office.state(utc("2003-01-06 05:00"))
    assert (state.status, state.until) == ("closed", utc("2003-01-06 18:00"))
    assert office.state(utc("2003-01-07 05:00")).status == "unknown"


def test_unknown_hours_are_neither_open_nor_closed() -> None:
    state = an_office(None).state(utc("2003-01-06 05:00"))
    assert state.status == "unknown"
    assert not state.open
    assert (state.until, state.opens, state.closes, state.day) == (None, None, None, ())
    assert state.day_ends is None
    assert an_office(None).openings(utc("2003-01-06 00:00"), utc("2003-02-06 00:00")) == []


def test_hours_hold_only_from_their_first_to_their_last_day() -> None:
    office = an_office(since=date(2003, 1, 7), until=date(2003, 1, 8))
    before = office.state(utc("2003-01-06 05:00"))
    assert before.status == "unknown"
    assert before.until == utc("2003-01-06 18:00")
    assert office.state(utc("2003-01-07 05:00")).open
    last = office.state(utc("2003-01-08 13:00"))
    assert last.status == "closed"
    assert last.opens is None
    after = office.state(utc("2003-01-09 05:00"))
    assert (after.status, after.until) == ("unknown", None)


# ── Nights, clock changes, ends of time ─────────────────────────────────────────────────────────


def test_hours_past_midnight_are_one_opening_of_the_day_they_began() -> None:
    state = an_office("Mo-Fr 22:00-06:00").state(utc("2003-01-06 20:00"))
    assert state.open
    assert state.closes == utc("2003-01-07 00:00")
    assert state.day == ((utc("2003-01-06 16:00"), utc("2003-01-07 00:00")),)
    assert state.opens == utc("2003-01-07 16:00")


def test_an_office_that_never_closes_has_no_end_in_sight() -> None:
    state = an_office("24/7").state(utc("2003-01-06 05:00"))
    assert state.open
    assert (state.until, state.closes, state.opens, state.day) == (None, None, None, ())


def test_an_office_that_never_opens_is_closed_without_end() -> None:
    state = an_office("off").state(utc("2003-01-06 05:00"))
    assert state.status == "closed"
    assert (state.until, state.opens, state.closes) == (None, None, None)


def test_an_office_open_once_a_year_is_found() -> None:
    state = an_office("Dec 16 10:00-11:00").state(utc("2003-01-06 05:00"))
    assert state.opens == utc("2003-12-16 04:00")


def test_hours_keep_to_the_wall_clock_across_the_change_to_summer_time() -> None:
    office = in_london("09:00-17:00")
    assert office.state(utc("2026-03-28 06:00")).opens == utc("2026-03-28 09:00")
    assert office.state(utc("2026-03-29 06:00")).opens == utc("2026-03-29 08:00")


def test_a_time_the_clocks_jump_over_comes_right_after_the_jump() -> None:
    # In London 01:00 becomes 02:00 on 29 March 2026, so 01:30 is read as 02:30, which is 01:30 UTC.
    state = in_london("01:30-06:00").state(utc("2026-03-29 00:30"))
    assert state.opens == utc("2026-03-29 01:30")
    assert state.closes == utc("2026-03-29 05:00")


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    # In London 02:00 becomes 01:00 on 25 October 2026, so 01:30 is 00:30 UTC and again 01:30 UTC.
    office = in_london("01:30-06:00")
    assert office.state(utc("2026-10-25 00:00")).opens == utc("2026-10-25 00:30")
    assert in_london("00:00-01:30").state(utc("2026-10-25 00:45")).open is False


def test_the_night_of_the_change_is_an_hour_longer_or_shorter() -> None:
    office = in_london("22:00-06:00")
    shorter = office.state(utc("2026-03-29 00:00")).day[0]
    longer = office.state(utc("2026-10-25 00:00")).day[0]
    assert (shorter[1] - shorter[0], longer[1] - longer[0]) == (
        timedelta(hours=7),
        timedelta(hours=9),
    )


def test_kazakhstan_moved_its_clocks_on_the_first_of_march_2024() -> None:
    office = an_office("09:00-18:00")
    assert office.state(utc("2024-02-29 00:00")).opens == utc("2024-02-29 03:00")
    assert office.state(utc("2024-03-01 00:00")).opens == utc("2024-03-01 04:00")


# ── Openings and the reader's waking hours ──────────────────────────────────────────────────────


def test_openings_are_cut_at_both_ends() -> None:
    found = an_office().openings(utc("2003-01-06 05:00"), utc("2003-01-07 04:00"))
    assert found == [
        (utc("2003-01-06 05:00"), utc("2003-01-06 07:00")),
        (utc("2003-01-06 08:00"), utc("2003-01-06 12:00")),
        (utc("2003-01-07 03:00"), utc("2003-01-07 04:00")),
    ]


def test_a_london_reader_is_asked_to_ring_only_after_eight() -> None:
    day = an_office().openings(utc("2003-01-06 00:00"), utc("2003-01-07 00:00"))
    # Awake from 08:00 in London, which is 14:00 in Karaganda: the afternoon is left.
    assert trim(day, "Europe/London") == [(utc("2003-01-06 08:00"), utc("2003-01-06 12:00"))]


def test_a_reader_in_los_angeles_rings_on_the_evening_before() -> None:
    day = an_office().openings(utc("2003-01-06 00:00"), utc("2003-01-07 00:00"))
    assert trim(day, "America/Los_Angeles") == [(utc("2003-01-06 03:00"), utc("2003-01-06 06:00"))]


def test_nothing_is_left_where_the_reader_sleeps_through_it() -> None:
    opening = (utc("2003-01-06 01:00"), utc("2003-01-06 05:00"))
    assert trim([opening], "Europe/London") == []


def test_whoever_wakes_at_night_is_asked_at_night() -> None:
    opening = (utc("2003-01-06 00:00"), utc("2003-01-06 23:00"))
    assert trim([opening], "Europe/London", (22, 6)) == [
        (utc("2003-01-06 00:00"), utc("2003-01-06 06:00")),
        (utc("2003-01-06 22:00"), utc("2003-01-06 23:00")),
    ]


@pytest.mark.parametrize("waking", [(0, 24), (0, 0), (8, 8)])
def test_whoever_never_sleeps_keeps_all(waking: tuple[int, int]) -> None:
    opening = (utc("2003-01-05 00:00"), utc("2003-01-07 23:00"))
    assert trim([opening], "Europe/London", waking) == [opening]


# ── What holds for all hours ────────────────────────────────────────────────────────────────────

EXPRESSIONS = (
    COURT_HOURS,
    "24/7",
    "off",
    "Mo-Fr 22:00-06:00",
    "Su,PH 10:00-12:00",
    "00:30-02:30",
    "Mo-Fr 22:00-24:00, Tu-Sa 00:00-06:00; PH off",
    "Mo[1] 09:00-12:00; Sa 20:00-25:30",
)
PLACES = (("Asia/Almaty", "KZ"), ("Europe/London", "GB"), ("America/Los_Angeles", "US"))
offices = st.builds(
    lambda expression, place, closures: an_office(expression, place[0], place[1], closures),
    st.sampled_from(EXPRESSIONS),
    st.sampled_from(PLACES),
    st.sampled_from([(), (a_closure("2026-03-27", "2026-03-29"),)]),
)
moments = st.integers(0, 2 * 365 * 24 * 4).map(
    lambda quarter: utc("2025-06-01 00:00") + timedelta(minutes=15 * quarter)
)


def covers(openings: list[Interval], moment: datetime) -> bool:
    return any(start <= moment < end for start, end in openings)


@given(offices, moments)
def test_an_office_is_open_exactly_inside_its_openings(office: OfficeHours, now: datetime) -> None:
    around = office.openings(now - timedelta(days=2), now + timedelta(days=2))
    assert office.state(now).open == covers(around, now)


@given(offices, moments)
def test_a_state_lasts_until_the_moment_it_names(office: OfficeHours, now: datetime) -> None:
    state = office.state(now)
    if state.until is None:
        return
    assert state.until > now
    assert office.state(state.until).open != state.open
    last = state.until - timedelta(minutes=1)
    assert last < now or office.state(last).open == state.open


@given(offices, moments)
def test_the_next_opening_opens_and_the_day_holds_what_is_told(
    office: OfficeHours, now: datetime
) -> None:
    state = office.state(now)
    assert state.opens is None or state.opens > now
    assert state.opens is None or office.state(state.opens).open
    if state.day:
        assert state.closes in [end for _start, end in state.day]
        assert len(state.breaks) == len(state.day) - 1


@given(offices, moments, st.sampled_from(PLACES), st.integers(0, 23), st.integers(0, 23))
def test_trimming_keeps_exactly_the_waking_part(
    office: OfficeHours, now: datetime, reader: tuple[str, str], wakes: int, sleeps: int
) -> None:
    openings = office.openings(now - timedelta(days=1), now + timedelta(days=1))
    hour = now.astimezone(zone(reader[0])).hour
    awake = (hour - wakes) % 24 < ((sleeps - wakes) % 24 or 24)
    trimmed = trim(openings, reader[0], (wakes, sleeps))
    assert covers(trimmed, now) == (covers(openings, now) and awake)
