"""The limits of single chats: a message a second, and for groups eighteen a minute."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import ChatPacer

GROUP_ID = -1_000_000_000_042
PERSON_ID = 7_000_000_001


def most_within(seconds: float, times: list[float]) -> int:
    return max(bisect_left(times, start + seconds) - i for i, start in enumerate(times))


def sent_as_soon_as_possible(chat: int, number: int) -> list[float]:
    pacer, now, times = ChatPacer(), 0.0, []
    for _ in range(number):
        now += pacer.wait(chat, now)
        pacer.sent(chat, now)
        times.append(now)
    return times


def test_a_person_gets_a_message_a_second_and_others_do_not_wait_for_that() -> None:
    pacer = ChatPacer()
    assert pacer.wait(PERSON_ID, 0) == 0
    pacer.sent(PERSON_ID, 0)
    assert 0.9 < pacer.wait(PERSON_ID, 0.1) < 1
    assert pacer.wait(PERSON_ID + 1, 0.1) == 0
    assert pacer.wait(PERSON_ID, 1.1) == 0


@pytest.mark.parametrize("chat", [PERSON_ID, GROUP_ID])
def test_no_second_holds_two_messages_to_one_chat(chat: int) -> None:
    assert most_within(1, sent_as_soon_as_possible(chat, 40)) == 1


def test_no_minute_holds_more_than_eighteen_messages_to_a_group() -> None:
    times = sent_as_soon_as_possible(GROUP_ID, 60)
    assert most_within(60, times) == 18
    assert times[-1] < 4 * 60, "and they are used"


@given(st.lists(st.tuples(st.sampled_from([PERSON_ID, GROUP_ID]), st.floats(0, 10)), max_size=100))
def test_whoever_waits_as_told_keeps_the_limits(asked: list[tuple[int, float]]) -> None:
    pacer, now = ChatPacer(), 0.0
    times: dict[int, list[float]] = {PERSON_ID: [], GROUP_ID: []}
    for chat, later in asked:
        now += later
        now += pacer.wait(chat, now)
        pacer.sent(chat, now)
        times[chat].append(now)
    assert all(most_within(1, sent) == 1 for sent in times.values() if sent)
    assert not times[GROUP_ID] or most_within(60, times[GROUP_ID]) <= 18


def test_a_message_that_goes_a_little_later_counts_from_then() -> None:
    pacer = ChatPacer()
    pacer.sent(PERSON_ID, 10.5)
    pacer.sent(PERSON_ID, 10.0)
    assert pacer.wait(PERSON_ID, 10.6) > 0.9


def test_chats_that_are_quiet_are_not_remembered() -> None:
    pacer = ChatPacer()
    for chat in range(1, 1001):
        pacer.sent(chat, 0)
        pacer.sent(-chat, 0)
    pacer.sent(PERSON_ID, 120)
    assert len(pacer._people) == 1
    assert len(pacer._groups) == 0
