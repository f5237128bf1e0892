"""Nothing gets through to Telegram for an hour, or something else answers in its place."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.core.breaker import Trouble
from bot.core.messages import Incoming, Message, Reply
from bot.demo.faults import Fault
from tests.jobs.builders import PEOPLE, states
from tests.jobs.weather import CROWD, Weather, most_within

SLOTS = 8
OUTAGES = ["refused", "no name", "bad gateway", "cut"]


@contextmanager
def nothing_gets_through(weather: Weather, how: str) -> Iterator[None]:
    """As long as it lasts. What is answered, is so late that all slots are under way."""
    with socket.socket() as held, pytest.MonkeyPatch.context() as patch:
        held.bind(("127.0.0.1", 0))  # held, so that nobody begins to listen there
        if how == "refused":
            weather.cable.cut = f"http://127.0.0.1:{held.getsockname()[1]}"
        elif how == "no name":
            weather.cable.cut = "http://telegram.example"
            patch.setattr(socket, "getaddrinfo", _nobody_knows)
        elif how == "bad gateway":
            weather.spoil(replace(Fault.garbage(status=502), seconds=0.03), lambda _: True)
        else:
            weather.spoil(replace(Fault.drop_undelivered(), seconds=0.03), lambda _: True)
        yield
        weather.cable.cut = None
        weather.api.faults.clear()


def _nobody_knows(*_asked: Any, **_how: Any) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


async def unknown(weather: Weather) -> int:
    """Rows of which nobody knows whether they arrived."""
    async with weather.store._engine.reading() as db:
        return len(await db.rows("SELECT 1 FROM outbox WHERE attempts > 0"))


@pytest.mark.parametrize("how", OUTAGES)
async def test_in_an_hour_without_telegram_it_is_asked_each_half_minute_and_then_all_goes_out(
    weather: Weather, how: str
) -> None:
    alert = await weather.queued(60)
    await weather.passes(1)
    began = weather.clock.elapsed
    with nothing_gets_through(weather, how):
        await weather.passes(3600, every=2)
    back = weather.clock.elapsed
    probes = weather.cable.times("getme", began, back)
    tried = len(weather.cable.times("sendmessage", began, back))
    lost_sight = await unknown(weather)
    print(f"{how}: {len(probes)} probes, {tried} tries, {lost_sight} unknown")  # noqa: T201
    assert 100 <= len(probes) <= 130
    assert tried <= SLOTS + 5
    assert lost_sight <= (SLOTS + 5 if how in ("bad gateway", "cut") else 0)
    counts = await states(weather.store, alert)
    assert set(counts) <= {"PENDING", "SENT", "UNKNOWN"}
    await weather.passes(120)
    first = min(weather.cable.times("sendmessage", back))
    assert first - back <= 60
    assert await states(weather.store, alert) == {"SENT": 60}
    assert set(weather.copies().values()) == {1}


def recent(weather: Weather, since: float) -> list[float]:
    return weather.cable.times("sendmessage", since)


async def test_after_an_outage_the_rate_rises_from_five_to_all_of_it_within_a_minute(
    weather: Weather,
) -> None:
    await weather.queued(400)
    with nothing_gets_through(weather, "refused"):
        await weather.passes(60)
    back = weather.clock.elapsed
    await weather.passes(60, lambda: bool(recent(weather, back)))
    began = weather.clock.elapsed
    await weather.passes(30)
    sent = recent(weather, back)
    assert most_within(1, [at for at in sent if at < began + 5]) <= 7
    assert 0.85 * 300 <= len(sent) <= 310, "five and a third more each second"
    assert weather.pace.rate == pytest.approx(15, abs=1)
    weather.clock.elapsed += 30
    assert weather.pace.rate == 25


async def test_what_expires_in_an_outage_is_not_sent_after_it(weather: Weather) -> None:
    alert = await weather.queued(30, hours=1)
    with nothing_gets_through(weather, "refused"):
        await weather.passes(3700, every=5)
    await weather.passes(120)
    assert await states(weather.store, alert) == {"EXPIRED": 30}
    assert not weather.api.deliveries


async def test_a_reply_that_telegram_answers_ends_the_outage_at_once(weather: Weather) -> None:
    await weather.queued(20)
    person = Incoming(update_id=1, event="message", chat_id=CROWD[0], chat_kind="private")
    with nothing_gets_through(weather, "refused"):
        await weather.passes(20)
        assert weather.why_closed() is Trouble.OUTAGE
        assert await weather.pace.for_reply(CROWD[0]), "replies are tried all the same"
        [outcome] = await weather.messenger.reply(person, Reply(messages=(Message(html="Hello"),)))
        weather.pace.heard(outcome)
        assert weather.why_closed() is Trouble.OUTAGE
    back = weather.clock.elapsed
    [outcome] = await weather.messenger.reply(person, Reply(messages=(Message(html="Hello"),)))
    weather.pace.heard(outcome)
    assert weather.why_closed() is None
    await weather.passes(3)
    assert recent(weather, back), "without waiting for the next question"


async def test_a_press_that_cannot_be_answered_is_no_sign_of_telegram(weather: Weather) -> None:
    press = Incoming(
        update_id=1, event="press", chat_id=PEOPLE[0], chat_kind="private", press_id="4"
    )
    with nothing_gets_through(weather, "refused"):
        for _ in range(5):
            for outcome in await weather.messenger.reply(press, Reply()):
                weather.pace.heard(outcome)
    assert weather.pace.breaker.open is Trouble.OUTAGE


GARBAGE = {
    "a page": Fault.garbage(b"<html>Please log in</html>"),
    "nothing": Fault.garbage(b""),
    "no": Fault.garbage(b'{"ok":false}'),
    "no result": Fault.garbage(b'{"ok":true}'),
    "a page that is not there": Fault.garbage(b"<html>Not Found</html>", status=404),
}


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_three_answers_in_a_row_that_are_none_stop_all_alerts_and_kill_nobody(
    weather: Weather, garbage: str
) -> None:
    alert = await weather.queued(40)
    weather.spoil(GARBAGE[garbage], lambda _: True)
    await weather.passes(600)
    tried = weather.cable.times("sendmessage")
    assert weather.pace.breaker.open is Trouble.GARBAGE
    assert 3 <= len(tried) <= 3 + SLOTS
    counts = await states(weather.store, alert)
    assert counts.get("UNKNOWN", 0) <= (0 if "not there" in garbage else 3 + SLOTS)
    assert counts["PENDING"] + counts.get("UNKNOWN", 0) == 40
    weather.api.faults.clear()
    await weather.passes(180)
    assert await states(weather.store, alert) == {"SENT": 40}


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_is_refused_twice_stops_all_alerts_until_it_is_known_again(
    weather: Weather, status: int, words: str
) -> None:
    alert = await weather.queued(40)
    weather.spoil(Fault.answer(status, words), lambda _: True)
    await weather.passes(3600, every=5)
    tried = weather.cable.times("sendmessage")
    assert weather.pace.breaker.open is Trouble.CREDENTIALS
    assert 2 <= len(tried) <= 2 + SLOTS
    assert len(weather.cable.times("getme")) <= 130
    assert await states(weather.store, alert) == {"PENDING": 40}
    assert await unknown(weather) == 0
    weather.api.faults.clear()
    await weather.passes(120)
    assert await states(weather.store, alert) == {"SENT": 40}
    assert set(weather.copies().values()) == {1}
