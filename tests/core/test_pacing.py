"""The budget of sends: never more than the limit in any second, whoever asks in whatever order."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import RAMP, RECOVERY, Pacer

TICK = 0.001
SLOTS = 200


def most_in_a_second(times: list[float]) -> int:
    """The fullest second, wherever it begins."""
    return max(bisect_left(times, start + 1) - i for i, start in enumerate(times))


def flood(
    pacer: Pacer, seconds: float, *, start: float = 0.0, tick: float = TICK, replies: float = 0.0
) -> tuple[list[float], list[float]]:
    """When alerts and replies go, where alerts always wait and ``replies`` come each second.

    Alerts are asked about first: whatever replies get must be left to them.
    """
    alerts: list[float] = []
    answers: list[float] = []
    for number in range(int(seconds / tick)):
        now = start + number * tick
        asked = int(replies * number * tick)
        due = pacer.alerts_due(now, SLOTS, replies_wait=max(0, asked - len(answers)))
        if due:
            pacer.sent_alerts(now, due)
            alerts += [now] * due
        while len(answers) < asked and pacer.wait_for_reply(now, alerts_wait=True) <= 0:
            pacer.sent_reply(now)
            answers.append(now)
    return alerts, answers


@pytest.mark.parametrize(("rate", "share"), [(25, 0.985), (30, 0.985), (1000, 0.97)])
def test_alerts_fill_the_limit_and_no_second_ever_holds_more(rate: int, share: float) -> None:
    seconds = 20
    alerts, _ = flood(Pacer(rate=rate), seconds)
    assert most_in_a_second(alerts) <= rate
    assert len(alerts) >= share * rate * seconds


@pytest.mark.parametrize("rate", [25, 30])
def test_alerts_are_evenly_spaced(rate: int) -> None:
    alerts, _ = flood(Pacer(rate=rate), 10)
    gaps = [after - before for before, after in pairwise(alerts)]
    assert min(gaps) >= 1 / rate - TICK
    assert max(gaps) <= 1 / rate + 3 * TICK


@pytest.mark.parametrize(("tick", "share"), [(0.02, 0.98), (0.1, 0.9), (0.3, 0.8)])
def test_whoever_comes_late_may_send_what_fell_due_meanwhile_within_the_limit(
    tick: float, share: float
) -> None:
    alerts, _ = flood(Pacer(rate=25), 60, tick=tick)
    assert most_in_a_second(alerts) <= 25
    assert len(alerts) >= share * 25 * 60


def test_after_a_long_rest_no_second_holds_more_than_the_limit_either() -> None:
    pacer = Pacer(rate=25)
    before, _ = flood(pacer, 2)
    after, _ = flood(pacer, 3, start=100)
    assert most_in_a_second(before + after) <= 25


@given(
    st.sampled_from([1, 25, 30, 1000]),
    st.lists(st.tuples(st.booleans(), st.floats(0, 0.3)), min_size=1, max_size=200),
)
def test_no_second_ever_holds_more_than_the_rate_whoever_comes_when(
    rate: int, asked: list[tuple[bool, float]]
) -> None:
    pacer = Pacer(rate=rate)
    now, times = 0.0, []
    for is_alert, later in asked:
        now += later
        if is_alert:
            now += pacer.wait_for_alert(now)
            number = pacer.alerts_due(now, SLOTS)
            pacer.sent_alerts(now, number)
        else:
            now += pacer.wait_for_reply(now)
            number = 1
            pacer.sent_reply(now)
        times += [now] * number
    assert not times or most_in_a_second(times) <= rate


def test_a_reply_goes_at_once_while_alerts_fill_the_limit() -> None:
    pacer = Pacer(rate=25)
    flood(pacer, 10)
    waits = []
    for number in range(5):
        now = 10 + number * 0.2
        waits.append(pacer.wait_for_reply(now, alerts_wait=True))
        pacer.sent_reply(now + waits[-1])
    assert max(waits) <= 1 / 20


def test_replies_may_have_all_of_it_while_no_alert_waits() -> None:
    pacer = Pacer(rate=25)
    for _ in range(25):
        assert pacer.wait_for_reply(0.5) == 0
        pacer.sent_reply(0.5)
    assert pacer.wait_for_reply(0.5) > 0.9


def test_a_flood_of_replies_leaves_alerts_their_share_and_has_its_own() -> None:
    """The margin of the window is taken off the two together."""
    alerts, replies = flood(Pacer(rate=25, reserve=5), 60, replies=100)
    assert most_in_a_second(sorted(alerts + replies)) <= 25
    assert len(alerts) >= 0.985 * 20 * 60
    assert len(replies) >= 0.985 * 5 * 60


def test_a_few_replies_cost_alerts_no_more_than_their_own_number() -> None:
    alerts, replies = flood(Pacer(rate=25), 60, replies=2)
    assert len(replies) >= 2 * 60 - 1
    assert len(alerts) + len(replies) >= 0.985 * 25 * 60


def test_after_an_outage_the_rate_rises_from_five_to_all_of_it_within_a_minute() -> None:
    pacer = Pacer(rate=25)
    flood(pacer, 5)
    pacer.ramp(100)
    assert pacer.rate(100) == RAMP[0]
    assert pacer.rate(130) == pytest.approx(15)
    assert pacer.rate(160) == 25
    assert pacer.rate(50_000) == 25


def test_a_first_second_after_an_outage_has_no_more_than_five() -> None:
    pacer = Pacer(rate=25)
    pacer.ramp(100)
    alerts, _ = flood(pacer, 60, start=100)
    assert bisect_left(alerts, 101) <= 6
    assert 0.9 * 15 * 60 <= len(alerts) <= 15 * 60


def test_who_may_send_less_than_five_a_second_begins_with_that_after_an_outage() -> None:
    pacer = Pacer(rate=3)
    pacer.ramp(0)
    assert pacer.rate(0) == pacer.rate(30) == 3


def test_the_rate_falls_by_half_and_rises_by_one_a_second_each_half_minute() -> None:
    pacer = Pacer(rate=25)
    pacer.too_many(0, 9)
    assert pacer.rate(10 + RECOVERY - 0.1) == 12.5
    assert pacer.rate(10 + RECOVERY) == 13.5
    assert pacer.rate(10 + 4 * RECOVERY) == 16.5
    assert pacer.rate(10 + 100 * RECOVERY) == 25


def test_the_rate_never_falls_below_one_a_second() -> None:
    pacer = Pacer(rate=25)
    for storm in range(10):
        pacer.too_many(storm * 1000, 1)
    assert 1 <= pacer.rate(9000) < 2
