"""After a 429 nothing goes out for as long as was asked, within reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import GATE_LIMIT, NAMELESS, SPARE, Pacer


def test_a_429_closes_the_gate_for_its_time_and_a_second() -> None:
    pacer = Pacer()
    assert pacer.gate(100) == 0
    assert pacer.too_many(100, 30) == 31
    assert pacer.gate(131) == 0


def test_no_alert_is_due_while_the_gate_is_closed() -> None:
    pacer = Pacer()
    pacer.too_many(0, 30)
    assert [pacer.alerts_due(now, 100) for now in (0, 15, 30.9, 31)] == [0, 0, 0, 1]


def test_the_gate_is_only_ever_extended() -> None:
    pacer = Pacer()
    pacer.too_many(0, 60)
    assert pacer.too_many(1, 5) == 60
    assert pacer.too_many(2, 120) == 121


@pytest.mark.parametrize(
    ("asked", "closed"), [(1e9, GATE_LIMIT), (float("inf"), GATE_LIMIT), (0, 5), (-5, 5), (None, 5)]
)
def test_no_answer_closes_the_gate_for_ever_or_not_at_all(
    asked: float | None, closed: float
) -> None:
    assert Pacer().too_many(0, asked) == closed + SPARE


@pytest.mark.parametrize("asked", [None, 0, 1])
def test_a_storm_is_waited_out_twice_as_long_each_time_up_to_five_minutes(
    asked: float | None,
) -> None:
    pacer, now, closed = Pacer(), 0.0, []
    for _ in range(10):
        closed.append(pacer.too_many(now, asked) - SPARE)
        now += pacer.gate(now)
    rising = [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 300.0]
    assert closed[1 if asked else 0 :][:8] == rising
    assert closed[-1] == NAMELESS[1]


def test_a_storm_that_asks_for_longer_gets_what_it_asks_for() -> None:
    pacer, now = Pacer(), 0.0
    for _ in range(8):
        assert pacer.too_many(now, 900) == 901
        now += 901


def test_an_accepted_message_ends_the_storm() -> None:
    pacer = Pacer()
    pacer.too_many(0, None)
    pacer.too_many(10, None)
    before = pacer.proving
    pacer.accepted()
    assert (before, pacer.proving) == (True, False)
    assert pacer.too_many(100, None) == 5 + SPARE


def test_what_was_under_way_when_the_gate_closed_changes_no_more_than_the_first() -> None:
    pacer = Pacer(rate=24)
    first = pacer.too_many(0, None)
    for late in range(8):
        pacer.too_many(late * 0.1, None)
    assert pacer.rate(1) == 12
    assert pacer.gate(1) <= first


@given(st.lists(st.tuples(st.floats(0, 4000), st.one_of(st.none(), st.floats(-1e3, 1e12)))))
def test_the_gate_never_closes_for_more_than_an_hour_nor_opens_before_its_time(
    answers: list[tuple[float, float | None]],
) -> None:
    pacer, now = Pacer(), 0.0
    for later, asked in answers:
        now += later
        before = pacer.closed_until
        pacer.too_many(now, asked)
        assert pacer.closed_until >= before
        assert SPARE <= pacer.gate(now) + 1e-6 <= GATE_LIMIT + SPARE + 2e-6


def test_an_earlier_runs_gate_is_kept_for_an_hour_at_most() -> None:
    pacer = Pacer()
    pacer.close(50, 1e9)
    assert pacer.gate(50) == GATE_LIMIT + SPARE
    pacer.close(60, 5)
    assert pacer.gate(50) == GATE_LIMIT + SPARE
