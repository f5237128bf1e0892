"""A mixture of faults does what its kinds say, as often as it is told, and the same each time."""

from __future__ import annotations

import pytest

from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.demo.people import ANN, an_api, send
from tests.mixture import DOUBTFUL, REFUSALS, Kind, Mixture
from tests.store.builders import chance


def evening(seed: int, shares: dict[Kind, float], calls: int = 400) -> tuple[BotApi, Mixture]:
    """So many messages under a mixture."""
    api = an_api()
    api.start_link(ANN)
    mixture = Mixture(chance(seed).random, shares, late=0.1, retry_after=9)
    api.faults.otherwise = mixture
    for _ in range(calls):
        send(api)
    return api, mixture


@pytest.mark.parametrize("kind", Kind)
def test_what_a_mixture_does_is_what_its_name_says(kind: Kind) -> None:
    api = an_api()
    api.start_link(ANN)
    api.faults.otherwise = Mixture(lambda: 0.5, {kind: 1000}, late=0.1, retry_after=9)
    answer = send(api)
    arrives = kind in DOUBTFUL | {Kind.LATE}
    assert len(api.deliveries) == int(arrives)
    assert answer.dropped == (kind in {Kind.UNHEARD, Kind.UNDONE})
    if kind in REFUSALS:
        assert (answer.status, answer.body["description"]) == REFUSALS[kind]
    if kind is Kind.TOO_MANY:
        assert answer.body["parameters"] == {"retry_after": 5}
    if kind is Kind.LATE:
        assert (answer.status, answer.delay) == (200, 0.05)


def test_a_mixture_strikes_by_its_shares_and_counts_what_nobody_can_know() -> None:
    shares: dict[Kind, float] = {Kind.UNHEARD: 100, Kind.UNDONE: 50, Kind.BLOCKED: 10}
    api, mixture = evening(7, shares)
    assert set(mixture.struck) == set(shares)
    assert 20 < mixture.struck[Kind.UNHEARD] < 60
    assert mixture.doubtful == mixture.struck[Kind.UNHEARD]
    undone = mixture.struck[Kind.UNDONE] + mixture.struck[Kind.BLOCKED]
    assert len(api.deliveries) == 400 - undone


def test_the_same_seed_gives_the_same_mixture_and_another_one_another() -> None:
    shares = dict.fromkeys(Kind, 30.0)
    first, again, other = (evening(seed, shares)[1].struck for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_scripted_faults_come_before_the_mixture_and_reading_is_left_alone() -> None:
    api = an_api()
    api.start_link(ANN)
    api.faults.otherwise = Mixture(lambda: 0.0, {Kind.BLOCKED: 1000})
    api.faults.script("sendMessage", Fault.too_many_requests(3))
    assert [send(api).status for _ in range(2)] == [429, 403]
    assert api.call("getMe", {}).status == 200
