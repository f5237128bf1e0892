"""The budget of sends: never more than the limit in any second, whoever asks in whatever order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import GATE_LIMIT, GROUP, RECOVERY, ChatPacer, Pacer

GROUP_ID = -1_000_000_000_042
PERSON_ID = 7_000_000_001


def alerts(pacer: Pacer, count: int, now: float = 0.0) -> list[float]:
    """When so many alerts go out if each goes as soon as it may."""
    times = []
    for _ in range(count):
        now += pacer.wait_for_alert(now)
        pacer.sent_alert(now)
        times.append(now)
    return times


def most_in_a_second(times: list[float]) -> int:
    return max(sum(start <= time < start + 1 for time in times) for start in times)


def test_alerts_are_evenly_spaced_in_their_share() -> None:
    times = alerts(Pacer(rate=25, reserve=5), 60)
    assert times[0] == 0
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) == pytest.approx(1 / 20)
    assert times[-1] == pytest.approx(59 / 20, rel=0.05)


def test_a_reply_goes_at_once_while_alerts_are_going_out() -> None:
    pacer = Pacer(rate=25, reserve=5)
    now = alerts(pacer, 100)[-1]
    for _ in range(4):
        assert pacer.wait_for_reply(now) == 0
        pacer.sent_reply(now)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 0.3)), min_size=1, max_size=200))
def test_no_second_ever_holds_more_than_the_rate(asked: list[tuple[bool, float]]) -> None:
    pacer = Pacer(rate=25, reserve=5)
    now, times = 0.0, []
    for is_alert, later in asked:
        now += later
        now += pacer.wait_for_alert(now) if is_alert else pacer.wait_for_reply(now)
        (pacer.sent_alert if is_alert else pacer.sent_reply)(now)
        times.append(now)
    assert most_in_a_second(times) <= 25


def test_a_429_closes_the_gate_for_its_time_and_a_second() -> None:
    pacer = Pacer()
    assert pacer.gate(100) == 0
    pacer.too_many(100, 30)
    assert pacer.gate(100) == 31
    assert pacer.gate(131) == 0


def test_the_gate_is_only_ever_extended() -> None:
    pacer = Pacer()
    pacer.too_many(0, 60)
    pacer.too_many(1, 5)
    assert pacer.gate(1) == 60
    pacer.too_many(2, 120)
    assert pacer.gate(2) == 121


@pytest.mark.parametrize(("asked", "closed"), [(1e9, GATE_LIMIT + 1), (0, 1), (-5, 1)])
def test_no_answer_can_close_the_gate_for_ever_or_not_at_all(asked: float, closed: float) -> None:
    pacer = Pacer()
    pacer.too_many(0, asked)
    assert pacer.gate(0) == closed


def test_all_that_was_under_way_when_the_gate_closed_halves_the_rate_once() -> None:
    pacer = Pacer(rate=24)
    for late in range(8):
        pacer.too_many(late * 0.1, 5)
    assert pacer.rate == 12


def test_the_rate_never_falls_below_one_a_second() -> None:
    pacer = Pacer(rate=25)
    for storm in range(10):
        pacer.too_many(storm * 100, 1)
    assert pacer.rate == 1
    assert alerts(pacer, 2, now=2000)[1] > 2000


def test_the_rate_recovers_by_one_a_second_each_half_minute_after_the_gate_opens() -> None:
    pacer = Pacer(rate=24)
    pacer.too_many(0, 9)
    pacer.sent_reply(10 + RECOVERY - 1)
    assert pacer.rate == 12
    pacer.sent_reply(10 + RECOVERY)
    assert pacer.rate == 13
    pacer.sent_reply(10 + 4 * RECOVERY)
    assert pacer.rate == 16, "quiet time counts as well"
    pacer.sent_reply(10 + 100 * RECOVERY)
    assert pacer.rate == 24


def test_a_person_gets_one_message_a_second() -> None:
    pacer = ChatPacer()
    assert pacer.wait(PERSON_ID, 0) == 0
    pacer.sent(PERSON_ID, 0)
    assert 0.9 < pacer.wait(PERSON_ID, 0.1) < 1
    assert pacer.wait(PERSON_ID + 1, 0.1) == 0
    assert pacer.wait(PERSON_ID, 1.1) == 0


def test_a_group_gets_eighteen_messages_a_minute() -> None:
    pacer = ChatPacer()
    now, times = 0.0, []
    for _ in range(40):
        now += pacer.wait(GROUP_ID, now)
        pacer.sent(GROUP_ID, now)
        times.append(now)
    assert most_in_a_second(times) == 1
    assert max(sum(start <= t < start + 60 for t in times) for start in times) == GROUP[-1].count


def test_chats_that_are_quiet_for_a_minute_are_not_remembered() -> None:
    pacer = ChatPacer()
    for chat in range(1, 1001):
        pacer.sent(chat, 0)
    pacer.sent(PERSON_ID, 120)
    assert len(pacer._sent) == 1
