from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.words.builders import VERDICT, an_audience, phrase

WEEK_BEFORE = datetime(2003, 1, 1, 12, tzinfo=UTC)
LAST_YEAR = datetime(2002, 12, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "expected"),
    (
        ("Europe/London", "Mon 6 January, 03:00 for you (09:00 in Karaganda)"),
        ("America/Los_Angeles", "Sun 5 January, 19:00 for you (Monday 09:00 in Karaganda)"),
        ("Asia/Tashkent", "Mon 6 January, 08:00 for you (09:00 in Karaganda)"),
        ("Pacific/Kiritimati", "Mon 6 January, 17:00 for you (09:00 in Karaganda)"),
        ("Asia/Almaty", "Mon 6 January, 09:00 for you and in Karaganda"),
        ("Asia/Dhaka", "Mon 6 January, 09:00 for you and in Karaganda"),
        (None, "Mon 6 January, 09:00 in Karaganda"),
    ),
)
def test_a_moment_is_said_on_the_readers_clock_and_beside_it_on_the_offices(
    zone: str | None, expected: str
) -> None:
    assert phrase("moment(at, office, in_city)", an_audience(zone), now=WEEK_BEFORE) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    (
        ("Europe/London", "tomorrow, Mon 6 January, 03:00 for you (09:00 in Karaganda)"),
        ("America/Los_Angeles", "today, Sun 5 January, 19:00 for you (Monday 09:00 in Karaganda)"),
        ("Asia/Almaty", "today, Mon 6 January, 09:00 for you and in Karaganda"),
        (None, "Mon 6 January, 09:00 in Karaganda"),
    ),
)
def test_today_and_tomorrow_are_the_readers_own(zone: str | None, expected: str) -> None:
    assert phrase("moment(at, office, in_city)", an_audience(zone)) == expected


def test_yesterday_is_named_as_well() -> None:
    later = datetime(2003, 1, 7, 9, tzinfo=UTC)
    assert phrase("at|moment(office, in_city)", now=later).startswith("yesterday, Mon 6 January")


def test_the_year_is_said_when_it_is_not_the_readers() -> None:
    shown = phrase("moment(at, office, in_city)", now=LAST_YEAR)
    assert shown == "Mon, 6 January 2003, 03:00 for you (09:00 in Karaganda)"
    # 20:00 of 31 December in Los Angeles is 2003 in London already.
    new_year = datetime(2003, 1, 1, 4, tzinfo=UTC)
    assert "2003" not in phrase("moment(at, office, in_city)", now=new_year)
    far_west = an_audience("America/Los_Angeles")
    assert "2003" in phrase("moment(at, office, in_city)", far_west, now=new_year)


def test_a_clock_change_between_now_and_then_is_heeded() -> None:
    # Summer time began in London on 30 March 2003 and in Almaty on the same day.
    at = datetime(2003, 3, 31, 2, tzinfo=UTC)
    now = datetime(2003, 3, 28, 12, tzinfo=UTC)
    shown = phrase("moment(at, office, in_city)", now=now, at=at)
    assert shown == "Mon 31 March, 03:00 for you (09:00 in Karaganda)"


@pytest.mark.parametrize(
    ("zone", "expected"),
    (
        ("Europe/London", "tomorrow, Monday, 03:00 for you (09:00 in Karaganda)"),
        ("America/Los_Angeles", "today, Sunday, 19:00 for you (Monday 09:00 in Karaganda)"),
    ),
)
def test_what_is_near_is_named_by_its_weekday(zone: str, expected: str) -> None:
    assert phrase("clock(at, office, in_city)", an_audience(zone)) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    (
        (
            "Europe/London",
            "tomorrow, Monday, 03:00–12:00 for you (09:00–18:00 in Karaganda)",
        ),
        (
            "America/Los_Angeles",
            (
                "today, Sunday, 19:00 – tomorrow, Monday 04:00 for you"
                " (Monday 09:00–18:00 in Karaganda)"
            ),
        ),
        ("Asia/Almaty", "today, Monday, 09:00–18:00 for you and in Karaganda"),
        (None, "Mon 6 January, 09:00–18:00 in Karaganda"),
    ),
)
def test_hours_that_run_past_the_readers_midnight_name_both_days(
    zone: str | None, expected: str
) -> None:
    assert phrase("span(at, end, office, in_city)", an_audience(zone)) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    (
        (None, "Mon 6 January, 09:00"),
        ("Europe/London", "Mon 6 January, 03:00 London"),
        ("America/Los_Angeles", "Sun 5 January, 19:00 Los Angeles"),
        ("Asia/Almaty", "Mon 6 January, 09:00 Almaty"),
        ("Etc/UTC", "Mon 6 January, 09:00"),
    ),
)
def test_a_group_gets_everybodys_own_time_and_the_offices_beside_it(
    zone: str | None, expected: str
) -> None:
    shown = phrase("moment(at, office, in_city)", an_audience(zone, kind="group"))
    tag = f'<tg-time unix="1041822000" format="wDt">{expected}</tg-time>'
    assert shown == f"{tag} (Monday 09:00 in Karaganda)"


def test_a_moment_telegram_would_refuse_has_no_tag() -> None:
    before = datetime(1999, 12, 1, tzinfo=UTC)
    shown = phrase("moment(at, office, in_city)", an_audience(None, kind="channel"), now=before)
    assert shown == "Mon, 6 January 2003, 09:00 in Karaganda"


def test_a_groups_hours_are_two_moments() -> None:
    shown = phrase("span(at, end, office, in_city)", an_audience(None, kind="group"))
    assert shown == (
        '<tg-time unix="1041822000" format="wDt">Mon 6 January, 09:00</tg-time>'
        ' – <tg-time unix="1041854400" format="t">18:00</tg-time>'
        " (Monday 09:00–18:00 in Karaganda)"
    )


def test_a_city_with_markup_in_its_name_stays_text() -> None:
    shown = phrase("moment(at, office, 'in <b>Karaganda & Co')", an_audience(None))
    assert shown.endswith("in &lt;b&gt;Karaganda &amp; Co")


@pytest.mark.parametrize(
    ("seconds", "lasting", "ahead"),
    (
        (0, "1 min", "in 1 minute"),
        (89, "1 min", "in 1 minute"),
        (3600, "1 h", "in 1 hour"),
        (5400, "1 h 30 min", "in 1 h 30 min"),
        (86400, "24 h", "in 24 hours"),
        (2 * 86400, "2 days", "in 2 days"),
        (2 * 86400 + 3 * 3600 + 60, "2 days 3 h", "in 2 days 3 h"),
    ),
)
def test_lengths_of_time(seconds: int, lasting: str, ahead: str) -> None:
    assert phrase(f"{seconds}|duration") == lasting
    assert phrase(f"{seconds}|ahead") == ahead


def test_days_without_an_hour() -> None:
    day = VERDICT.date()
    assert phrase("day(on)", on=day) == "Mon 6 January"
    assert phrase("day(on, named=True)", on=day) == "tomorrow, Mon 6 January"
    assert phrase("dated(on)", on=day) == "6 January"
    assert phrase("dated(on)", on=day.replace(day=4)) == "yesterday"
    assert phrase("dated(on)", on=day, now=LAST_YEAR) == "6 January 2003"
    assert phrase("days(on, until)", on=day, until=day.replace(day=10)) == (
        "Mon 6 January – Fri 10 January"
    )
    assert phrase("days(on, on)", on=day) == "Mon 6 January"


@pytest.mark.parametrize(
    ("zone", "expected"),
    (
        ("Europe/London", "Mon 6 January, 03:00 for you (09:00 local time there)"),
        ("Asia/Almaty", "Mon 6 January, 09:00 for you"),
        (None, "Mon 6 January, 09:00 local time there"),
    ),
)
def test_without_a_city_the_other_clock_is_named_only_where_it_is_another(
    zone: str | None, expected: str
) -> None:
    assert phrase("moment(at, office, none)", an_audience(zone), now=WEEK_BEFORE) == expected


def test_without_a_city_a_group_gets_the_local_time_beside_its_own() -> None:
    shown = phrase("moment(at, office, none)", an_audience(kind="group"))
    assert shown.endswith("</tg-time> (Monday 09:00 local time there)")


def test_the_bare_hour_is_the_readers_where_there_is_one_reader() -> None:
    assert phrase("hour(at, office)") == "03:00"
    assert phrase("hour(at, office)", an_audience(None)) == "09:00"
    assert phrase("hour(at, office)", an_audience(kind="group")) == "09:00"
    assert phrase("office_clock(at, office, in_city)") == "Monday 09:00 in Karaganda"
