from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.day import Strip, days_of, strip_of

MORNING = (datetime(2003, 1, 6, 3, tzinfo=UTC), datetime(2003, 1, 6, 7, tzinfo=UTC))
AFTERNOON = (datetime(2003, 1, 6, 8, tzinfo=UTC), datetime(2003, 1, 6, 12, tzinfo=UTC))
"""The court of Karaganda on 6 January 2003, with its break."""
ZONES = ("Europe/London", "America/Los_Angeles", "Asia/Kolkata", "Asia/Almaty", "Africa/Cairo")


def test_a_day_begins_at_the_readers_midnight() -> None:
    strip = strip_of((MORNING, AFTERNOON), MORNING[0], "Europe/London")
    assert strip.start == datetime(2003, 1, 6, tzinfo=UTC)
    assert strip.bands((MORNING, AFTERNOON)) == ((3, 7), (8, 12))


def test_openings_over_midnight_are_not_cut() -> None:
    strip = strip_of((MORNING, AFTERNOON), MORNING[0], "America/Los_Angeles")
    assert strip.bands((MORNING, AFTERNOON)) == ((13, 17), (18, 22))
    assert [(tick.at, tick.hour) for tick in strip.ticks("America/Los_Angeles", 6)] == [
        (0, 6),
        (6, 12),
        (12, 18),
        (18, 0),
        (24, 6),
    ]


def test_both_clocks_name_their_own_days() -> None:
    strip = strip_of((MORNING, AFTERNOON), MORNING[0], "America/Los_Angeles")
    sunday, monday = date(2003, 1, 5), date(2003, 1, 6)
    assert days_of(strip.ticks("America/Los_Angeles", 1)) == ((0, sunday), (18, monday))
    assert days_of(strip.ticks("Asia/Almaty", 1)) == ((4, monday),)


def test_a_clock_half_an_hour_off_has_its_hours_between() -> None:
    strip = Strip(start=datetime(2003, 1, 6, tzinfo=UTC))
    assert [tick.at for tick in strip.ticks("Asia/Kolkata", 6)][:2] == [0.5, 6.5]


def test_a_moment_outside_has_no_place() -> None:
    strip = Strip(start=datetime(2003, 1, 6, tzinfo=UTC))
    assert strip.place(datetime(2003, 1, 6, 2, 30, tzinfo=UTC)) == 2.5
    assert strip.place(datetime(2003, 1, 7, tzinfo=UTC)) is None
    assert strip.place(datetime(2003, 1, 5, 23, 59, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("day", "hours"),
    (
        (datetime(2026, 3, 29, tzinfo=UTC), [0, 2, 3, 4]),  # 01:00 does not exist
        (datetime(2026, 10, 24, 23, tzinfo=UTC), [0, 1, 2, 3]),  # 01:00 comes twice
    ),
)
def test_hours_follow_the_change_of_clocks(day: datetime, hours: list[int]) -> None:
    ticks = Strip(start=day).ticks("Europe/London", 1)
    assert [tick.hour for tick in ticks][:4] == hours
    assert len({tick.at for tick in ticks}) == len(ticks)


def test_waking_hours_are_those_of_the_readers_clock() -> None:
    strip = Strip(start=datetime(2003, 1, 6, tzinfo=UTC))
    assert strip.waking("Europe/London", (8, 22)) == ((8, 22),)
    assert strip.waking("Asia/Almaty", (8, 22)) == ((2, 16),)


@given(
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, 27 * 365 * 24 * 60),
    minutes=st.integers(30, 16 * 60),
)
def test_an_opening_of_up_to_sixteen_hours_always_fits(
    zone: str, minute: int, minutes: int
) -> None:
    start = datetime(2003, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    opening = (start, start + timedelta(minutes=minutes))
    strip = strip_of([opening], opening[0], zone)
    ((begins, ends),) = strip.bands([opening])
    assert ends - begins == pytest.approx(minutes / 60)
    assert all(0 <= tick.at <= 24 for tick in strip.ticks(zone, 1))
