"""Telegram says 429: once, or to everything for hours; with a time, without, or with nonsense."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.messages import Wait
from bot.core.pacing import GATE_LIMIT, SPARE, Pacer
from bot.demo.faults import Fault
from bot.jobs.pace import Pace
from bot.jobs.sender import GATE
from tests.jobs.builders import states
from tests.jobs.weather import Weather, most_within

SLOTS = 8
AN_HOUR = Wait(seconds=3600, everyone=True)
STORMS = {
    "a second": Fault.too_many_requests(1),
    "zero": Fault.too_many_requests(0),
    "no time": Fault.answer(429, "Too Many Requests"),
    "a page": Fault.garbage(b"<html>slow down</html>", status=429),
    "a thousand million": Fault.too_many_requests(10**9),
}


async def test_one_429_closes_the_gate_for_all_but_those_under_way_and_uses_up_no_attempt(
    weather: Weather,
) -> None:
    alert = await weather.queued(60)
    await weather.passes(0.5)
    weather.spoil(Fault.too_many_requests(30), times=1)
    await weather.passes(90, lambda: weather.pace.gate_opens_in() > 0)
    closed = weather.clock.elapsed
    await weather.passes(29)
    in_between = weather.cable.times("sendmessage", closed, closed + 29)
    assert len(in_between) <= SLOTS
    assert all(at < closed + 1 for at in in_between)
    async with weather.store._engine.reading() as db:
        assert await db.rows("SELECT 1 FROM outbox WHERE attempts > 0") == []
    await weather.passes(60)
    assert await states(weather.store, alert) == {"SENT": 60}
    assert set(weather.copies().values()) == {1}


async def test_after_a_429_half_as_much_goes_out_and_from_minute_to_minute_more(
    weather: Weather,
) -> None:
    weather.spoil(Fault.too_many_requests(5), times=1)
    await weather.queued(120)
    await weather.passes(8)
    opened = weather.clock.elapsed
    await weather.passes(8)
    assert most_within(1, weather.cable.times("sendmessage", opened)) <= 13
    assert weather.pace.rate == 12.5
    await weather.passes(30)
    assert weather.pace.rate == 13.5
    weather.clock.elapsed += 15 * 60
    assert weather.pace.rate == 25


async def test_a_new_process_waits_as_the_old_one_had_to(weather: Weather) -> None:
    weather.spoil(Fault.too_many_requests(600), times=1)
    alert = await weather.queued(5)
    await weather.passes(100)
    asked = len(weather.cable.times("sendmessage"))
    weather.pace = Pace(weather.clock, Pacer(rate=25))
    await weather.another_sender().recover()
    assert weather.pace.gate_opens_in() == pytest.approx(500, abs=5)
    await weather.passes(495)
    assert len(weather.cable.times("sendmessage")) == asked
    await weather.passes(30)
    assert await states(weather.store, alert) == {"SENT": 5}


async def test_a_gate_written_by_another_wall_time_is_kept_for_an_hour_once_not_at_each_start(
    weather: Weather,
) -> None:
    far = weather.clock.now() + timedelta(days=3650)
    async with weather.store.transaction() as tx:
        await tx.marks.put(GATE, far.isoformat())
    await weather.sender.recover()
    assert weather.pace.gate_opens_in() == GATE_LIMIT + SPARE
    await weather.passes(3000)
    weather.pace = Pace(weather.clock, Pacer(rate=25))
    await weather.another_sender().recover()
    assert 0 < weather.pace.gate_opens_in() <= 610


async def test_a_gate_that_is_past_keeps_nobody_waiting(weather: Weather) -> None:
    async with weather.store.transaction() as tx:
        await tx.marks.put(GATE, (weather.clock.now() - timedelta(seconds=1)).isoformat())
    await weather.sender.recover()
    assert weather.pace.gate_opens_in() == 0


@pytest.mark.parametrize("storm", STORMS)
async def test_a_storm_of_429s_is_not_fed_and_when_it_ends_all_goes_out_once(
    weather: Weather, storm: str
) -> None:
    alert = await weather.queued(40, hours=12)
    weather.spoil(replace(STORMS[storm], seconds=0.03))  # late, so that all slots are under way
    await weather.passes(2 * 3600, every=5)
    answers = weather.cable.times("sendmessage")
    first_hour = [at for at in answers if at < 3600]
    print(f"429s, {storm}: {len(first_hour)}, then {len(answers) - len(first_hour)}")  # noqa: T201
    assert 1 <= len(first_hour) <= SLOTS + 20
    assert len(answers) - len(first_hour) <= 12
    assert most_within(2, answers) <= SLOTS + 1, "those of one closed period"
    assert await states(weather.store, alert) == {"PENDING": 40}
    weather.api.faults.clear()
    await weather.passes(3700, lambda: len(weather.api.deliveries) == 40, every=5)
    await weather.drained()
    assert await states(weather.store, alert) == {"SENT": 40}
    assert set(weather.copies().values()) == {1}


async def test_replies_wait_for_the_gate_too_and_those_that_would_come_too_late_do_not_go(
    weather: Weather,
) -> None:
    weather.pace.heard(AN_HOUR)
    assert not await weather.pace.for_reply(7_000_000_001)
    assert weather.clock.elapsed == 0, "it is known at once"


async def test_not_even_a_question_is_asked_while_the_gate_is_closed(weather: Weather) -> None:
    weather.spoil(Fault.garbage(), times=None)
    await weather.queued(20)
    await weather.passes(10)
    assert weather.pace.breaker.open is not None
    weather.spoil(Fault.too_many_requests(300), lambda call: call.method == "getme", times=1)
    await weather.passes(60, lambda: weather.pace.gate_opens_in() > 0)
    asked = len(weather.cable.asked)
    await weather.passes(299)
    assert len(weather.cable.asked) == asked
    await weather.passes(60)
    assert len(weather.cable.asked) > asked
