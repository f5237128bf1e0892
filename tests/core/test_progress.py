"""How far a broadcast is, and when it will end: nothing but arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.breaker import Trouble
from bot.core.bulletin import Bulletin
from bot.core.delivery import FINAL, Hold, State
from bot.core.progress import WORDS, Holdup, Tally, bar, holdups, named, progress

NOW = datetime(2003, 1, 5, 20, tzinfo=UTC)
CALM = Bulletin(at=NOW, rate=25, full_rate=25, under_way=4, slots=8)
HALF = Tally(
    counts={State.PENDING: 490, State.SENDING: 10, State.SENT: 480, State.GONE: 20},
    expires=NOW + timedelta(hours=6),
)


def seconds(value: float) -> datetime:
    return NOW + timedelta(seconds=value)


def test_half_of_it_is_half() -> None:
    found = progress(HALF, NOW, CALM)
    assert (found.total, found.done, found.left) == (1000, 500, 500)
    assert (found.share, found.percent) == (0.5, 50)
    assert found.ends == seconds(500 / 25)
    assert found.why is None


def test_what_has_no_row_yet_is_still_to_be_done() -> None:
    found = progress(replace(HALF, to_queue=1000), NOW, CALM)
    assert (found.total, found.percent) == (2000, 25)
    assert found.ends == seconds(1500 / 25)


def test_more_urgent_broadcasts_go_first() -> None:
    assert progress(HALF, NOW, CALM, ahead=250).ends == seconds(750 / 25)


def test_a_lowered_rate_and_a_closed_gate_put_the_end_off() -> None:
    slow = replace(CALM, rate=5, gate=seconds(60))
    found = progress(HALF, NOW, slow)
    assert found.ends == seconds(60 + 500 / 5)
    assert found.why is Holdup.GATE
    assert progress(HALF, NOW, replace(slow, gate=seconds(-60))).ends == seconds(100)


def test_what_waits_for_its_moment_ends_no_earlier() -> None:
    last = Tally(
        counts={State.UNKNOWN: 2, State.SENT: 998},
        expires=NOW + timedelta(hours=6),
        last_due=seconds(1800),
    )
    found = progress(last, NOW, CALM)
    assert found.ends == seconds(1800)
    assert found.again == 2
    assert found.percent == 99, "it is not over"


def test_what_expires_before_its_end_is_said_not_to_be_in_time() -> None:
    found = progress(replace(HALF, expires=seconds(10)), NOW, CALM)
    assert not found.in_time
    assert found.ends == seconds(10)
    assert progress(HALF, NOW, CALM).in_time


@pytest.mark.parametrize(
    ("tally", "bulletin", "running", "why"),
    [
        (HALF, CALM, False, Holdup.STOPPED),
        (HALF, replace(CALM, brakes=("disk",)), True, Holdup.DISK),
        (HALF, replace(CALM, brakes=("a new one",)), True, Holdup.BRAKE),
        (HALF, replace(CALM, breaker=Trouble.OUTAGE), True, Holdup.OUTAGE),
        (HALF, replace(CALM, breaker=Trouble.GARBAGE), True, Holdup.GARBAGE),
        (HALF, replace(CALM, breaker=Trouble.CREDENTIALS), True, Holdup.CREDENTIALS),
        (replace(HALF, held=Hold.REFUSED), CALM, True, Holdup.REFUSED),
        (replace(HALF, held=Hold.GONE), CALM, True, Holdup.GONE),
    ],
)
def test_what_is_held_up_has_a_reason_and_no_end(
    tally: Tally, bulletin: Bulletin, running: bool, why: Holdup
) -> None:
    found = progress(tally, NOW, bulletin, running=running)
    assert found.why is why
    assert found.ends is None


def test_what_a_host_has_waived_is_not_held_up() -> None:
    found = progress(replace(HALF, held=Hold.WAIVED), NOW, CALM)
    assert found.why is None
    assert found.ends is not None


@pytest.mark.parametrize("change", [{"cancelled": True}, {"expires": NOW}], ids=str)
def test_of_what_is_not_sent_any_more_no_end_is_foretold(change: dict[str, Any]) -> None:
    assert progress(replace(HALF, **change), NOW, CALM).ends is None


@pytest.mark.parametrize("bulletin", [None, replace(CALM, rate=0)])
def test_where_the_rate_is_not_known_no_end_is_foretold(bulletin: Bulletin | None) -> None:
    assert progress(HALF, NOW, bulletin).ends is None


def test_what_is_over_is_whole_and_needs_nothing() -> None:
    over = Tally(counts={State.SENT: 3, State.UNKNOWN_FINAL: 1}, expires=NOW)
    found = progress(over, NOW, None, running=False)
    assert (found.share, found.percent, found.ends, found.why) == (1.0, 100, None, None)
    assert progress(Tally(counts={}, expires=NOW), NOW, CALM).percent == 100


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = replace(CALM, brakes=("conflict",), breaker=Trouble.OUTAGE, gate=seconds(5))
    found = holdups(wrong, NOW, running=True)
    assert found == (Holdup.CONFLICT, Holdup.OUTAGE, Holdup.GATE)
    assert holdups(wrong, NOW, running=False) == (Holdup.STOPPED,)
    assert holdups(None, NOW, running=True) == ()


@given(st.dictionaries(st.sampled_from(list(State)), st.integers(0, 10**6)))
def test_the_words_together_are_the_rows_whatever_they_are(counts: dict[State, int]) -> None:
    assert sum(named(counts).values()) == sum(counts.values())
    found = progress(Tally(counts=counts, expires=seconds(10**6)), NOW, CALM)
    assert found.done == sum(counts.get(state, 0) for state in FINAL)
    assert 0 <= found.share <= 1
    assert (found.percent == 100) == (found.left == 0)


def test_every_state_has_one_word() -> None:
    told = [state for states in WORDS.values() for state in states]
    assert sorted(told) == sorted(State)


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "▱▱▱▱▱"), (0.39, "▰▱▱▱▱"), (0.4, "▰▰▱▱▱"), (0.999, "▰▰▰▰▱"), (1, "▰▰▰▰▰")],
)
def test_the_bar_is_full_only_at_the_end(share: float, shown: str) -> None:
    assert bar(share, 5) == shown
