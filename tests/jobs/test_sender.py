"""The sender, against the emulated Bot API over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.delivery import REPORT, WITHDRAWAL
from bot.core.messages import Outcome
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.pace import Pace
from bot.jobs.sender import Sender
from bot.store import Store, Tx, Unreachable
from tests.jobs.builders import EVENING, PEOPLE, QuickClock, queued, states, texts
from tests.store.builders import StillClock, end_all


@pytest.fixture
def database_url(either_database_url: str) -> str:
    return either_database_url


@pytest.fixture
def pace(clock: QuickClock) -> Pace:
    return Pace(clock, Pacer(rate=25))


@pytest.fixture
def sender(store: Store, messenger: TelegramMessenger, pace: Pace, clock: QuickClock) -> Sender:
    return Sender(store, messenger, pace, clock)


def noted(api: BotApi, parameter: str) -> list[Any]:
    """What every message from now on has there, in the order in which they come."""
    seen: list[Any] = []

    def note(call: Call) -> bool:
        if call.method == "sendmessage":
            seen.append(call.params.get(parameter))
        return False

    api.faults.script(note, Fault.answer(500, "never"), times=None)
    return seen


async def run_dry(sender: Sender) -> None:
    """Step until there is nothing left to do now."""
    while await sender.step():
        pass


async def test_every_subscriber_gets_the_alert_once(
    store: Store, sender: Sender, api: BotApi
) -> None:
    alert = await queued(store, *PEOPLE)
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": len(PEOPLE)}
    assert all(texts(api, person) == ["Court tomorrow"] for person in PEOPLE)


async def test_the_message_id_is_kept_for_later_corrections(
    store: Store, sender: Sender, api: BotApi
) -> None:
    await queued(store, PEOPLE[0])
    await run_dry(sender)
    async with store._engine.reading() as db:
        [kept] = await db.rows("SELECT message_id FROM outbox")
    assert kept[0] == api.history(PEOPLE[0])[0]["message_id"]


async def test_who_blocked_the_bot_is_retired_at_once(
    store: Store, sender: Sender, api: BotApi
) -> None:
    api.user_blocks_bot(PEOPLE[0])
    first = await queued(store, PEOPLE[0], PEOPLE[1])
    await run_dry(sender)
    assert await states(store, first) == {"SENT": 1, "GONE": 1}
    async with store.transaction() as tx:
        assert await tx.subscriptions.audiences("karaganda-2003") != []
        audiences = await tx.subscriptions.audiences("karaganda-2003")
    assert sum(count for _, count in audiences) == 1


async def test_a_message_telegram_refuses_fails_after_one_attempt_and_stops_nobody(
    store: Store, sender: Sender, api: BotApi
) -> None:
    poisoned = PEOPLE[0]
    api.faults.script(
        lambda call: call.params.get("chat_id") == poisoned,
        Fault.answer(400, "Bad Request: can't parse entities"),
        times=None,
    )
    alert = await queued(store, *PEOPLE[:5])
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 4, "FAILED": 1}


async def test_a_429_closes_the_gate_for_everybody_and_loses_nothing(
    store: Store, sender: Sender, api: BotApi, pace: Pace, clock: QuickClock
) -> None:
    api.faults.script("sendMessage", Fault.too_many_requests(3000))
    alert = await queued(store, *PEOPLE[:20])
    await run_dry(sender)
    assert pace.gate_opens_in() > 0
    before = await states(store, alert)
    assert before["PENDING"] >= 1
    assert not await sender.step(), "nothing may be claimed while the gate is closed"
    clock.forward(seconds=3010)
    assert pace.rate < 20, "the rate is lowered after a 429"
    await clock.sleep(pace.gate_opens_in())
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 20}


async def test_an_alert_of_unknown_fate_is_sent_again_silently_after_a_minute(
    store: Store, sender: Sender, api: BotApi, clock: QuickClock
) -> None:
    silent = noted(api, "disable_notification")
    api.faults.script("sendMessage", Fault.deliver_then_drop())
    alert = await queued(store, PEOPLE[0])
    await run_dry(sender)
    assert await states(store, alert) == {"UNKNOWN": 1}
    clock.forward(seconds=61)
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 1}
    assert [bool(each) for each in silent] == [False, True]
    first, again = api.history(PEOPLE[0])
    assert first["text"] == again["text"], "at least once: a repeat is the price"


async def test_a_report_of_unknown_fate_is_never_repeated(
    store: Store, sender: Sender, api: BotApi, clock: QuickClock
) -> None:
    api.faults.script("sendMessage", Fault.deliver_then_drop())
    alert = await queued(store, PEOPLE[0], policy=REPORT)
    await run_dry(sender)
    clock.forward(hours=1)
    await run_dry(sender)
    assert await states(store, alert) == {"UNKNOWN_FINAL": 1}
    assert len(api.history(PEOPLE[0])) == 1


async def test_an_alert_stays_unknown_for_good_after_four_attempts(
    store: Store, sender: Sender, api: BotApi, clock: QuickClock
) -> None:
    api.faults.script("sendMessage", Fault.drop_undelivered(), times=None)
    alert = await queued(store, PEOPLE[0])
    for _ in range(6):
        await run_dry(sender)
        clock.forward(minutes=31)
    assert await states(store, alert) == {"UNKNOWN_FINAL": 1}


async def test_nothing_expired_is_ever_sent(
    store: Store, sender: Sender, api: BotApi, clock: QuickClock
) -> None:
    alert = await queued(store, PEOPLE[0])
    clock.forward(hours=7)
    await run_dry(sender)
    assert api.history(PEOPLE[0]) == []
    async with store.transaction() as tx:
        await end_all(tx, clock.now())
    assert await states(store, alert) == {"EXPIRED": 1}


async def test_after_a_crash_what_was_under_way_is_of_unknown_fate_and_sent_again(
    store: Store, messenger: TelegramMessenger, pace: Pace, clock: QuickClock, api: BotApi
) -> None:
    alert = await queued(store, *PEOPLE[:3])
    async with store.transaction() as tx:
        assert len(await tx.outbox.claim(2, clock.now(), store.epoch - 1)) == 2
    sender = Sender(store, messenger, pace, clock)
    assert await sender.recover() == 2
    await run_dry(sender)
    assert (await states(store, alert))["SENT"] == 1
    clock.forward(seconds=61)
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 3}


async def test_draining_finishes_what_is_under_way_and_claims_no_more(
    store: Store, sender: Sender, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.delay(0.3), times=None)
    alert = await queued(store, *PEOPLE)
    step = await sender.step()
    assert step
    await sender.drain()
    counts = await states(store, alert)
    assert "SENDING" not in counts
    assert counts["SENT"] + counts["PENDING"] == len(PEOPLE)
    assert counts["PENDING"] > 0


async def test_a_group_that_became_a_supergroup_gets_its_alert_under_the_new_id(
    store: Store, sender: Sender, api: BotApi
) -> None:
    old, new = -7_000_100, -1_007_000_000_100
    api.add_group(old, "Group", PEOPLE[0], members=list(PEOPLE[:3]))
    api.add_bot_to_group(old, by=PEOPLE[0])
    alert = await queued(store, old)
    api.migrate_group(old, new)
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 1}
    assert any(message.get("text") == "Court tomorrow" for message in api.history(new))


async def test_who_talks_to_the_bot_all_the_time_gets_alerts_too(
    store: Store, sender: Sender, pace: Pace, api: BotApi
) -> None:
    alert = await queued(store, PEOPLE[0])
    assert await pace.for_reply(PEOPLE[0])
    assert await sender.step()
    assert await pace.for_reply(PEOPLE[0])
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 1}


async def test_a_group_that_had_its_share_of_a_minute_waits_in_the_outbox(
    store: Store, messenger: TelegramMessenger, api: BotApi
) -> None:
    clock = StillClock(EVENING)
    pace = Pace(clock, Pacer(rate=25))
    sender = Sender(store, messenger, pace, clock)
    group = -7_000_300
    api.add_group(group, "Group", PEOPLE[0], members=list(PEOPLE[:3]))
    api.add_bot_to_group(group, by=PEOPLE[0])
    for _ in range(18):
        pace.turn_of(group, within=100.0)
    alert = await queued(store, group)
    await run_dry(sender)
    assert await states(store, alert) == {"PENDING": 1}
    await clock.sleep(61)
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 1}


async def test_more_texts_than_are_kept_in_memory_disturb_nobody(
    store: Store, sender: Sender, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.texts.KEPT", 1)
    alerts = [await queued(store, PEOPLE[n], key=f"a{n}", policy=REPORT) for n in range(12)]
    await run_dry(sender)
    for alert in alerts:
        assert (await states(store, alert))["SENT"] >= 1


async def test_a_claim_whose_commit_was_never_confirmed_is_made_again(
    store: Store, sender: Sender, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = await queued(store, *PEOPLE[:3])
    real = store.transaction

    @asynccontextmanager
    async def committed_but_unheard() -> AsyncIterator[Tx]:
        async with real() as tx:
            yield tx
        raise Unreachable

    monkeypatch.setattr(store, "transaction", committed_but_unheard)
    with pytest.raises(Unreachable):
        await sender.step()
    assert (await states(store, alert)) == {"PENDING": 2, "SENDING": 1}
    monkeypatch.setattr(store, "transaction", real)
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": 3}
    assert [texts(api, person) for person in PEOPLE[:3]] == [["Court tomorrow"]] * 3


async def test_two_alerts_for_one_person_are_a_second_apart(
    store: Store, messenger: TelegramMessenger, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = StillClock(EVENING)
    sent: list[float] = []
    deliver = messenger.deliver

    async def noting(*message: Any, **how: Any) -> Outcome:
        sent.append(clock.monotonic())
        return await deliver(*message, **how)

    monkeypatch.setattr(messenger, "deliver", noting)
    for key in ("one", "two", "three"):
        await queued(store, PEOPLE[0], key=key)
    sender = Sender(store, messenger, Pace(clock, Pacer(rate=25)), clock)
    await run_dry(sender)
    await clock.sleep(3)
    await run_dry(sender)
    assert len(texts(api, PEOPLE[0])) == len(sent) == 3
    assert all(later - earlier >= 1 for earlier, later in pairwise(sent))


async def test_a_request_that_hangs_keeps_nothing_more_urgent_waiting(
    store: Store, messenger: TelegramMessenger, api: BotApi
) -> None:
    clock = StillClock(EVENING)
    sender = Sender(store, messenger, Pace(clock, Pacer(rate=25)), clock)
    api.faults.script(lambda call: call.params.get("chat_id") == PEOPLE[0], Fault.delay(8))
    await queued(store, PEOPLE[0], key="hangs")
    stepping = asyncio.create_task(run_dry(sender))
    await asyncio.sleep(0.2)
    await queued(store, *PEOPLE[1:4], key="urgent", policy=WITHDRAWAL)
    for _ in range(60):
        await asyncio.sleep(0.1)
        if all(texts(api, person) for person in PEOPLE[1:4]):
            break
    assert [len(texts(api, person)) for person in PEOPLE[1:4]] == [1, 1, 1]
    assert not stepping.done(), "the first one still hangs"
    stepping.cancel()
    await asyncio.gather(stepping, return_exceptions=True)


async def test_a_request_without_an_end_is_broken_off_and_of_unknown_fate(
    store: Store, sender: Sender, api: BotApi, clock: QuickClock
) -> None:
    api.faults.script("sendMessage", Fault.delay(30))
    alert = await queued(store, PEOPLE[0])
    stepping = asyncio.create_task(run_dry(sender))
    await asyncio.sleep(0.3)
    assert await states(store, alert) == {"SENDING": 1}
    clock.forward(seconds=76)
    await asyncio.sleep(1.3)  # more than ten seconds by that clock, and a look
    await asyncio.wait_for(stepping, 10)
    assert await states(store, alert) == {"UNKNOWN": 1}


async def test_what_is_known_at_the_end_gets_on_disk_though_the_database_is_in_trouble(
    store: Store, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = await queued(store, *PEOPLE[:3])
    real, troubles = store.transaction, iter(range(3))

    @asynccontextmanager
    async def in_trouble() -> AsyncIterator[Tx]:
        if next(troubles, None) is not None:
            raise Unreachable
        async with real() as tx:
            yield tx

    ready, _ = await sender._turn(sender._room())
    sender._start(ready)
    monkeypatch.setattr(store, "transaction", in_trouble)
    await sender.drain()
    assert sender.idle
    assert "SENDING" not in await states(store, alert)
    assert next(troubles, None) is None, "it was in trouble three times"


async def test_more_rows_than_one_claim_looks_through_are_all_found(
    store: Store, sender: Sender, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.line.STRETCH", 2)
    monkeypatch.setattr("bot.store.line.AT_ONCE", 1)
    alert = await queued(store, *PEOPLE)
    async with store._engine.writing() as db:  # only the last of them are left
        last = f"chat_id < {PEOPLE[-2]}"
        await db.change(f"UPDATE outbox SET state = 2 WHERE {last}")  # noqa: S608  # a number
    await run_dry(sender)
    assert await states(store, alert) == {"SENT": len(PEOPLE)}
    assert [len(texts(api, person)) for person in PEOPLE[-3:]] == [0, 1, 1]
