from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.intervals import Interval, common, gaps, merged, without

START = datetime(2003, 1, 6, tzinfo=UTC)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def span(first: int, last: int) -> Interval:
    return at(first), at(last)


spans = st.lists(st.tuples(st.integers(0, 48), st.integers(0, 48)).map(lambda ends: span(*ends)))
moments = st.integers(-1, 49).map(at)


def inside(moment: datetime, intervals: list[Interval]) -> bool:
    return any(start <= moment < end for start, end in intervals)


def test_touching_and_overlapping_intervals_become_one() -> None:
    assert merged([span(4, 6), span(1, 2), span(2, 3), span(5, 9)]) == [span(1, 3), span(4, 9)]


def test_empty_and_backward_intervals_vanish() -> None:
    assert merged([span(3, 3), span(5, 4)]) == []


def test_gaps_are_what_lies_between() -> None:
    assert gaps([span(1, 3), span(4, 9), span(10, 11)]) == [span(3, 4), span(9, 10)]


@given(spans, spans, moments)
def test_common_time_is_in_both(some: list[Interval], others: list[Interval], at: datetime) -> None:
    assert inside(at, common(some, others)) == (inside(at, some) and inside(at, others))


@given(spans, moments, moments, moments)
def test_without_leaves_the_cut_out(
    some: list[Interval], since: datetime, until: datetime, at: datetime
) -> None:
    cut = (since, max(since, until))
    assert inside(at, without(some, cut)) == (inside(at, some) and not inside(at, [cut]))


@given(spans, moments)
def test_merging_keeps_the_same_time_in_order_and_apart(some: list[Interval], at: datetime) -> None:
    whole = merged(some)
    assert inside(at, whole) == inside(at, some)
    assert all(start < end for start, end in gaps(whole))
