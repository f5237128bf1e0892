"""One budget for replies and alerts, by a clock that nobody can set."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.core.delivery import ALERT
from bot.core.messages import Wait
from bot.demo.faults import Fault
from tests.jobs.builders import PEOPLE, queued, states
from tests.jobs.weather import CROWD, Weather, most_within

GROUP = -7_000_300


@pytest.mark.parametrize("jump", [{"hours": -1}, {"hours": 1}, {"seconds": -90}, {"days": -3650}])
async def test_a_wall_clock_that_jumps_changes_nothing_about_the_rate(
    weather: Weather, jump: dict[str, float]
) -> None:
    alert = await weather.queued(100)
    await weather.passes(2)
    weather.jump(**jump)
    await weather.passes(10)
    await weather.drained()
    times = weather.cable.times("sendmessage")
    assert most_within(1, times) <= 25
    assert max(after - before for before, after in pairwise(times)) < 0.2
    assert await states(weather.store, alert) == {"SENT": 100}


@pytest.mark.parametrize("jump", [{"hours": -1}, {"hours": 1}])
async def test_a_wall_clock_that_jumps_neither_opens_the_gate_nor_keeps_it_closed(
    weather: Weather, jump: dict[str, float]
) -> None:
    alert = await weather.queued(10)
    weather.spoil(Fault.too_many_requests(120), times=1)
    await weather.passes(3, lambda: weather.pace.gate_opens_in() > 0)
    asked = len(weather.cable.asked)
    await weather.passes(10)
    weather.jump(**jump)
    await weather.passes(105)
    assert len(weather.cable.asked) - asked <= 8
    await weather.passes(10)
    await weather.drained()
    assert await states(weather.store, alert) == {"SENT": 10}


@pytest.mark.parametrize("jump", [{"hours": -1}, {"hours": 1}])
async def test_a_wall_clock_that_jumps_does_not_change_when_telegram_is_asked(
    weather: Weather, jump: dict[str, float]
) -> None:
    await weather.queued(10)
    weather.spoil(Fault.garbage(), lambda _: True)
    await weather.passes(40)
    weather.jump(**jump)
    await weather.passes(600)
    assert 15 <= len(weather.cable.times("getme")) <= 27


async def test_a_group_gets_eighteen_messages_a_minute_replies_and_alerts_together(
    weather: Weather,
) -> None:
    """However many questions are asked there, some of the minute is left to alerts."""
    weather.api.add_user(PEOPLE[0], "Somebody", started=True)
    weather.api.add_group(GROUP, "Group", PEOPLE[0])
    weather.api.add_bot_to_group(GROUP, by=PEOPLE[0])
    alerts = [await queued(weather.store, GROUP, key=f"alert {number}") for number in range(4)]
    went: list[float] = []
    for _ in range(120):
        if await weather.pace.for_reply(GROUP):
            went.append(weather.clock.elapsed)
        await weather.passes(1)
    together = sorted(went + weather.cable.times("sendmessage"))
    assert most_within(60, together) <= 18
    assert most_within(1, together) == 1
    assert 25 <= len(went) <= 36
    assert [await states(weather.store, alert) for alert in alerts] == [{"SENT": 1}] * 4


async def test_what_a_group_asks_beyond_its_share_is_not_answered_late(weather: Weather) -> None:
    answered = [await weather.pace.for_reply(GROUP) for _ in range(40)]
    assert answered == [True] * 15 + [False] * 25
    assert weather.clock.elapsed < 20, "nobody waits behind it"
    assert await weather.pace.for_reply(CROWD[0])
    weather.clock.elapsed += 60
    assert await weather.pace.for_reply(GROUP)


async def test_a_person_is_answered_at_once_and_an_alert_waits_a_second_after_that(
    weather: Weather,
) -> None:
    alert = await weather.queued(1, policy=ALERT)
    for _ in range(3):
        assert await weather.pace.for_reply(CROWD[0])
    assert weather.clock.elapsed == 0
    await weather.passes(5)
    [at] = weather.cable.times("sendmessage")
    assert at >= 1
    assert await states(weather.store, alert) == {"SENT": 1}


async def test_an_alert_that_waits_for_its_second_does_not_go_if_the_gate_closes_meanwhile(
    weather: Weather,
) -> None:
    alert = await weather.queued(1)
    assert await weather.pace.for_reply(CROWD[0])
    waited = weather.pace.turn_of(CROWD[0], within=-1.0)
    assert await weather.sender.step()
    assert weather.sender.under_way == 1
    weather.pace.heard(Wait(seconds=30, everyone=True))
    await weather.passes(30)
    assert 0.9 < waited < 1.1
    assert weather.cable.times("sendmessage") == []
    await weather.passes(5)
    await weather.drained()
    assert await states(weather.store, alert) == {"SENT": 1}


async def test_all_messages_of_a_long_reply_count(weather: Weather) -> None:
    assert await weather.pace.for_reply(CROWD[0])
    weather.pace.reply_went_on(CROWD[0], 24)
    assert await weather.pace.for_reply(CROWD[1])
    assert weather.clock.elapsed >= 1
