"""Answers that never come: what may have arrived is repeated within bounds, the rest is counted."""

from __future__ import annotations

import socket
from collections import Counter
from dataclasses import dataclass

import pytest

from bot.core.delivery import ALERT, REPORT, Policy, State
from bot.demo.faults import Call, Fault
from tests.jobs.builders import states
from tests.jobs.weather import CROWD, Weather
from tests.store.builders import chance


@dataclass
class Struck:
    """How many calls of each kind were spoilt."""

    delivered: int = 0
    lost: int = 0


def spoil_one_in_ten(weather: Weather, seed: int) -> Struck:
    """Half of them after the message was delivered."""
    some, struck = chance(seed), Struck()

    def now_and_then(call: Call) -> bool:
        if call.method != "sendmessage" or some.random() >= 0.05:
            return False
        struck.delivered += 1
        return True

    def as_often(call: Call) -> bool:
        if call.method != "sendmessage" or some.random() >= 0.05 / 0.95:
            return False
        struck.lost += 1
        return True

    weather.spoil(Fault.deliver_then_drop(), now_and_then)
    weather.spoil(Fault.drop_undelivered(), as_often)
    return struck


async def by_state(weather: Weather) -> dict[State, set[int]]:
    async with weather.store._engine.reading() as db:
        rows = await db.rows("SELECT chat_id, state FROM outbox")
    found: dict[State, set[int]] = {}
    for row in rows:
        found.setdefault(State(row["state"]), set()).add(row["chat_id"])
    return found


def extra(copies: Counter[int]) -> int:
    return sum(number - 1 for number in copies.values())


@pytest.mark.parametrize(("policy", "number"), [(ALERT, 420), (REPORT, 150)])
async def test_one_call_in_ten_is_never_answered_and_every_message_is_accounted_for(
    weather: Weather, policy: Policy, number: int
) -> None:
    struck = spoil_one_in_ten(weather, seed=2003)
    await weather.queued(number, policy=policy)
    await weather.passes(90)
    await weather.passes(7200, every=60)
    found, copies = await by_state(weather), weather.copies()
    got, sent = set(copies), found.get(State.SENT, set())
    never_known = found.get(State.UNKNOWN_FINAL, set())
    missing = set(CROWD[:number]) - got
    print(  # noqa: T201
        f"{policy.name}: {struck}, {extra(copies)} extra, at most {max(copies.values())} each,"
        f" {len(missing)} missing, {len(never_known)} never known"
    )
    assert struck.delivered > 5
    assert struck.lost > 5
    assert set(found) <= {State.SENT, State.UNKNOWN_FINAL}
    assert sent <= got, "nothing is called sent that was not delivered"
    assert missing <= never_known, "what did not arrive is counted as unknown"
    assert extra(copies) <= struck.delivered
    if policy is ALERT:
        assert max(copies.values()) <= 4
        assert missing == set()
    else:
        assert max(copies.values()) == 1
        assert len(never_known) == struck.delivered + struck.lost


async def test_no_chat_ever_gets_more_than_four_copies(weather: Weather) -> None:
    unlucky = CROWD[3]
    weather.spoil(
        Fault.deliver_then_drop(),
        lambda call: call.method == "sendmessage" and call.params["chat_id"] == unlucky,
    )
    alert = await weather.queued(10)
    await weather.passes(4 * 3600, every=30)
    assert await states(weather.store, alert) == {"SENT": 9, "UNKNOWN_FINAL": 1}
    assert weather.copies() == {**dict.fromkeys(CROWD[:10], 1), unlucky: 4}


async def test_what_surely_was_not_sent_is_sent_later_and_only_once(weather: Weather) -> None:
    alert = await weather.queued(60)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{held.getsockname()[1]}"
        for _ in range(12):
            weather.cable.cut = nowhere
            before = len(weather.cable.asked)
            await weather.passes(5, lambda: len(weather.cable.asked) > before)  # noqa: B023
            weather.cable.cut = None
            await weather.passes(0.3)
    await weather.passes(60)
    assert await states(weather.store, alert) == {"SENT": 60}
    assert set(weather.copies().values()) == {1}
    async with weather.store._engine.reading() as db:
        assert await db.rows("SELECT 1 FROM outbox WHERE attempts > 0") == []
    assert len(weather.cable.times("sendmessage")) >= 60 + 12


async def test_a_bug_while_sending_kills_no_worker_and_its_message_is_unknown(
    weather: Weather, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = weather.messenger.deliver, []

    async def deliver(text, chat_id, *rest, **how):  # type: ignore[no-untyped-def]  # passed on
        if chat_id == CROWD[5]:
            failed.append(chat_id)
            raise KeyError("result")
        return await real(text, chat_id, *rest, **how)

    monkeypatch.setattr(weather.messenger, "deliver", deliver)
    alert = await weather.queued(40)
    await weather.passes(3 * 3600, every=30)
    assert await states(weather.store, alert) == {"SENT": 39, "UNKNOWN_FINAL": 1}
    assert len(failed) == 4
