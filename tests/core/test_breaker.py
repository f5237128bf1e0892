"""When nothing gets through, messages stop; one question now and then finds out when it is over."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.core.breaker import JITTER, PATIENCE, PROBE_EVERY, Breaker, Trouble
from tests.store.builders import chance


def failing(breaker: Breaker, *troubles: Trouble, now: float = 0.0) -> list[bool]:
    return [breaker.failed(trouble, now) for trouble in troubles]


@pytest.mark.parametrize(
    ("trouble", "number"), [(Trouble.OUTAGE, 5), (Trouble.GARBAGE, 3), (Trouble.CREDENTIALS, 2)]
)
def test_so_many_failures_of_a_kind_in_a_row_open_it_and_say_so_once(
    trouble: Trouble, number: int
) -> None:
    breaker = Breaker()
    opened = failing(breaker, *[trouble] * (number + 3))
    assert opened == [*[False] * (number - 1), True, False, False, False]
    assert breaker.open is trouble


@pytest.mark.parametrize("trouble", Trouble)
def test_an_answer_in_between_begins_the_count_anew(trouble: Trouble) -> None:
    breaker = Breaker()
    for _ in range(20):
        failing(breaker, *[trouble] * (PATIENCE[trouble] - 1))
        assert not breaker.succeeded(), "it was not open"
    assert breaker.open is None


def test_failures_of_mixed_kinds_open_it_as_well() -> None:
    """A proxy may answer with a page and an error of its own in turn."""
    breaker = Breaker()
    failing(breaker, *[Trouble.OUTAGE, Trouble.GARBAGE] * 3)
    assert breaker.open is not None


def test_one_answer_closes_it_and_says_so_once() -> None:
    breaker = Breaker()
    failing(breaker, *[Trouble.OUTAGE] * 9)
    assert breaker.succeeded()
    assert breaker.open is None
    assert not breaker.succeeded()
    assert failing(breaker, *[Trouble.OUTAGE] * 4) == [False] * 4, "the old failures are forgotten"


def test_what_opened_it_stays_its_name_while_other_failures_follow() -> None:
    breaker = Breaker()
    failing(breaker, *[Trouble.CREDENTIALS] * 2, *[Trouble.OUTAGE] * 9)
    assert breaker.open is Trouble.CREDENTIALS


def test_failures_while_it_is_open_do_not_put_the_question_off() -> None:
    breaker = Breaker()
    failing(breaker, *[Trouble.OUTAGE] * 5, now=100)
    failing(breaker, *[Trouble.OUTAGE] * 50, now=120)
    assert breaker.probe_in(120) == PROBE_EVERY - 20


@pytest.mark.parametrize(
    "chances", [[0.0] * 200, [1.0] * 200, [chance(7).random() for _ in range(200)]]
)
def test_telegram_is_asked_about_every_half_minute_whatever_chance_does(
    chances: list[float],
) -> None:
    breaker = Breaker()
    failing(breaker, *[Trouble.OUTAGE] * 5)
    now, asked = 0.0, []
    for part in chances:
        now += breaker.probe_in(now)
        breaker.probed(now, part)
        asked.append(now)
    gaps = [after - before for before, after in pairwise(asked)]
    shortest, longest = PROBE_EVERY * (1 - JITTER), PROBE_EVERY * (1 + JITTER)
    assert shortest - 1e-6 <= min(gaps) <= max(gaps) <= longest + 1e-6


def test_two_hundred_bots_do_not_ask_all_at_once() -> None:
    first = set()
    for number in range(200):
        breaker = Breaker()
        failing(breaker, *[Trouble.OUTAGE] * 5)
        breaker.probed(30, number / 200)
        first.add(round(breaker.probe_in(30), 3))
    assert len(first) == 200
