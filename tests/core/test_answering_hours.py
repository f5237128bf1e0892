"""An hour is said to be the best only where chance alone would hardly make it look so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.answering_hours import HourTally, best_hour, next_time, wilson
from bot.core.places import zone
from tests.store.builders import chance

TUESDAY_TEN = {"weekday": 1, "hour": 10}
MONDAY = datetime(2003, 1, 6, 12, tzinfo=UTC)


def tally(tried: int, answered: int, weekday: int = 0, hour: int = 9) -> HourTally:
    return HourTally(weekday=weekday, hour=hour, tried=tried, answered=answered)


def test_an_hour_that_stands_out_is_named() -> None:
    best = tally(8, 8, **TUESDAY_TEN)
    assert best_hour([tally(20, 4), best, tally(10, 1, hour=15)]) == best


def test_with_fewer_than_twenty_calls_nothing_is_said() -> None:
    best = tally(9, 9, **TUESDAY_TEN)
    assert best_hour([tally(10, 0), best]) is None
    assert best_hour([tally(11, 0), best]) == best


def test_an_hour_of_four_calls_is_not_compared() -> None:
    assert best_hour([tally(40, 2), tally(4, 4, **TUESDAY_TEN)]) is None
    assert best_hour([]) is None


def test_a_small_lead_may_be_chance() -> None:
    assert best_hour([tally(20, 8), tally(8, 5, **TUESDAY_TEN)]) is None


def test_the_only_hour_in_which_anybody_rings_is_not_the_best() -> None:
    assert best_hour([tally(50, 50)]) is None


def test_where_all_hours_are_alike_one_is_named_in_at_most_one_case_of_twenty() -> None:
    luck = chance(4)
    named = 0
    for _ in range(1000):
        calls = [(day, hour, luck.randrange(3, 15)) for day in range(5) for hour in range(9, 13)]
        share = luck.choice((0.2, 0.5, 0.8))
        tallies = [
            tally(tried, sum(luck.random() < share for _ in range(tried)), day, hour)
            for day, hour, tried in calls
        ]
        named += best_hour(tallies) is not None
    assert named <= 50


def test_the_score_interval_is_that_of_the_books() -> None:
    """Newcombe 1998, table I: 81 of 263 and 0 of 20, at 95 %."""
    z = 1.959964
    assert wilson(81, 263, z) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20, z) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(0, 0, z) == (0.0, 1.0)


@pytest.mark.parametrize("now", (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=5)))
def test_the_hour_comes_next_on_the_office_s_clock(now: datetime) -> None:
    start, end = next_time(tally(5, 5, **TUESDAY_TEN), "Asia/Almaty", now)
    there = start.astimezone(zone("Asia/Almaty"))
    assert (there.weekday(), there.hour, there.minute) == (1, 10, 0)
    assert end - start == timedelta(hours=1)
    assert now < end <= now + timedelta(days=7, hours=1)


def test_while_the_hour_lasts_it_is_the_next() -> None:
    now = datetime(2003, 1, 7, 4, 30, tzinfo=UTC)
    assert next_time(tally(5, 5, **TUESDAY_TEN), "Asia/Almaty", now)[0].hour == 4
