"""Chats that are gone and messages that are refused: one by one, and too many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from bot.core.chats import Audience
from bot.core.delivery import ALERT, Hold
from bot.core.messages import Gone, Message, Moved, Outcome, Refused, Sent, Unknown, Wait
from bot.core.wire import to_json
from bot.demo.faults import Call, Fault
from bot.jobs.canary import FIRST, RUN, Canary
from bot.store import NewAlert, Tx
from tests.jobs.builders import EVENING, states
from tests.jobs.weather import CROWD, Weather, most_within
from tests.store.builders import LONDON, SLUG, queue_for_all, subscribe

SLOTS = 8
ALMATY = Audience(language="en", zone="Asia/Almaty", kind="private")
GONE = {
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "kicked": (403, "Forbidden: bot was kicked from the supergroup chat"),
    "no member": (400, "Bad Request: bot is not a member of the channel chat"),
    "not found": (400, "Bad Request: chat not found"),
    "no such peer": (400, "Bad Request: PEER_ID_INVALID"),
}


def to(*chats: int) -> Callable[[Call], bool]:
    """Whether a call sends to one of these."""
    return lambda call: call.method == "sendmessage" and call.params.get("chat_id") in chats


def to_one_in(number: int) -> Callable[[Call], bool]:
    return to(*CROWD[::number])


def asked_for(weather: Weather, chat: int) -> list[object]:
    """Every request to this chat from now on."""
    seen: list[object] = []

    def note(call: Call) -> bool:
        if to(chat)(call):
            seen.append(call)
        return False

    weather.spoil(Fault(), note)
    return seen


@pytest.mark.parametrize("how", GONE)
async def test_a_chat_that_is_gone_loses_all_that_waits_for_it_in_the_same_commit(
    weather: Weather, how: str
) -> None:
    person = CROWD[0]
    requests = asked_for(weather, person)
    weather.spoil(Fault.answer(*GONE[how]), to(person), times=1)
    alerts = [await weather.queued(3, key=f"alert {number}") for number in range(6)]
    await weather.passes(60, lambda: bool(requests))
    await weather.drained()
    assert len(requests) == 1
    found = [await states(weather.store, alert) for alert in alerts]
    assert sum(each.get("GONE", 0) for each in found) == 1
    assert sum(each.get("CANCELLED", 0) for each in found) == 5
    await weather.passes(120)
    assert len(requests) <= 2, "one may have been under way"


async def test_who_comes_back_gets_what_comes_from_then_on(weather: Weather) -> None:
    person = CROWD[0]
    await weather.queued(1)
    weather.api.user_blocks_bot(person)
    await weather.passes(10)
    weather.api.user_unblocks(person)
    async with weather.store.transaction() as tx:
        await tx.chats.revive(person)
    again = await weather.queued(1, key="the next")
    await weather.passes(10)
    assert await states(weather.store, again) == {"SENT": 1}
    assert weather.copies() == {person: 1}


class Host:
    """Somebody who is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Hold]] = []

    async def ask(self, _tx: Tx, alert_id: int, held: Hold) -> None:
        self.asked.append((alert_id, held))


async def waive(weather: Weather, alert: int) -> None:
    async with weather.store.transaction() as tx:
        await tx.alerts.hold(alert, Hold.WAIVED)


async def test_when_more_than_a_fifth_of_the_first_chats_are_gone_a_host_is_asked(
    weather: Weather,
) -> None:
    host = Host()
    weather.another_sender(ask=host.ask)
    alert = await weather.queued(150)
    weather.spoil(Fault.answer(*GONE["not found"]), to_one_in(3))
    await weather.passes(120)
    counts = await states(weather.store, alert)
    print(f"gone before it was stopped: {counts}")  # noqa: T201
    assert host.asked == [(alert, Hold.GONE)]
    assert RUN // 5 < counts["GONE"] <= RUN // 5 + SLOTS
    assert counts["GONE"] + counts["SENT"] <= RUN
    assert counts["PENDING"] == 150 - counts["GONE"] - counts["SENT"] > 0
    await waive(weather, alert)
    await weather.passes(120)
    assert await states(weather.store, alert) == {"SENT": 100, "GONE": 50}
    assert len(host.asked) == 1, "nobody is asked twice"


def judged(outcomes: Sequence[Outcome]) -> list[Hold]:
    """What is said after each result, if each is on disk before the next comes."""
    canary, said = Canary(), []
    for outcome in outcomes:
        verdict = canary.judge([(1, outcome)])
        canary.note(verdict)
        said.append(verdict.holds.get(1, Hold.NONE))
    return said


def test_results_that_did_not_get_on_disk_count_once_when_they_come_again() -> None:
    canary = Canary()
    results: list[tuple[int, Outcome]] = [(1, Refused(reason="?"))] * 3
    for _ in range(4):  # three transactions failed
        verdict = canary.judge(results)
        assert verdict.holds == {}
    canary.note(verdict)
    assert canary.judge([(1, Refused(reason="?"))]).holds == {}
    assert canary.judge([(1, Refused(reason="?"))] * 2).holds == {1: Hold.REFUSED}


def test_until_its_words_are_proven_only_a_few_messages_of_an_alert_fly() -> None:
    canary = Canary()
    assert canary.most(1, flying=0) == FIRST
    assert canary.most(1, flying=FIRST) == 0
    canary.note(canary.judge([(1, Sent())] * (FIRST - 1)))
    assert canary.most(1, flying=1) == FIRST - 1
    canary.note(canary.judge([(1, Sent())]))
    assert canary.most(1, flying=100) > 1000
    assert canary.most(2, flying=0) == FIRST


def test_a_fifth_of_the_first_two_hundred_chats_may_be_gone_and_not_one_more() -> None:
    gone, sent = Gone(reason="blocked"), Sent()
    assert set(judged([gone] * 40 + [sent] * 160 + [gone] * 500)) == {Hold.NONE}
    assert judged([sent] * 159 + [gone] * 41)[-1] is Hold.GONE
    assert judged([gone] * 41)[40] is Hold.GONE


def test_a_fifth_of_the_first_twenty_messages_may_be_refused_and_not_one_more() -> None:
    refused, sent = Refused(reason="too long"), Sent()
    assert set(judged([refused] * 4 + [sent] * 16 + [refused] * 50)) == {Hold.NONE}
    assert judged([sent] * 15 + [refused] * 5)[-1] is Hold.REFUSED


def test_what_is_not_answered_says_nothing_about_words_or_chats() -> None:
    unsure: list[Outcome] = [Unknown(reason="?"), Wait(seconds=1), Moved(chat_id=-100)] * 100
    assert set(judged(unsure)) == {Hold.NONE}
    assert judged([*unsure, *[Refused(reason="too long")] * 5])[-1] is Hold.REFUSED


POISONS = (
    "Bad Request: can't parse entities: unsupported start tag",
    "Bad Request: message is too long",
)


async def test_one_poisoned_message_in_a_hundred_fails_once_and_delays_nobody(
    weather: Weather,
) -> None:
    first, second = CROWD[30], CROWD[99]
    requests = asked_for(weather, first)
    for chat, words in zip((first, second), POISONS, strict=True):
        weather.spoil(Fault.answer(400, words), to(chat))
    alert = await weather.queued(120)
    began = weather.clock.elapsed
    await weather.passes(3600, every=30)
    assert await states(weather.store, alert) == {"SENT": 118, "FAILED": 2}
    assert len(requests) == 1
    times = weather.cable.times("sendmessage")
    assert times[-1] - began <= 120 / 25 * 1.15, "as fast as without it"
    assert most_within(1, times) <= 25


async def test_words_that_cannot_be_sent_fail_for_their_readers_only(weather: Weather) -> None:
    """Half a letter, as it may stand in a file; and a text that is none."""
    await weather.queued(30)
    odd = tuple(range(7_200_000_001, 7_200_000_003))
    for poison in (
        '{"html":"half \\ud800"}',
        '{"html":',
        to_json(Message(html="x" * 5000)),
    ):
        async with weather.store.transaction() as tx:
            await subscribe(tx, *odd, zone="Asia/Almaty")
            alert = await tx.alerts.add(
                NewAlert(
                    key=poison[:20],
                    kind="update",
                    campaign=SLUG,
                    subject="update",
                    policy=ALERT,
                    created=EVENING,
                    expires=EVENING + timedelta(hours=6),
                    texts={LONDON: to_json(Message(html="Court tomorrow")), ALMATY: poison},
                )
            )
            assert alert is not None
            await queue_for_all(tx, alert)
        await weather.passes(30)
        assert await states(weather.store, alert) == {"SENT": 30, "FAILED": 2}


async def test_when_more_than_a_fifth_of_the_first_messages_are_refused_the_rest_waits(
    weather: Weather,
) -> None:
    host = Host()
    weather.another_sender(ask=host.ask)
    bad = await weather.queued(60, key="bad")
    weather.spoil(
        Fault(instead=Fault.answer(400, POISONS[0]).instead, seconds=0.02),
        lambda call: call.method == "sendmessage" and call.params["text"] == "Court tomorrow",
    )
    await weather.passes(60)
    counts = await states(weather.store, bad)
    print(f"refused before it was stopped: {counts}")  # noqa: T201
    assert host.asked == [(bad, Hold.REFUSED)]
    assert FIRST // 5 < counts["FAILED"] <= SLOTS + 5
    assert counts["PENDING"] == 60 - counts["FAILED"]
    weather.api.faults.clear()
    good = await weather.queued(60, key="good")
    await weather.passes(60)
    assert await states(weather.store, good) == {"SENT": 60}, "others are untouched"
    assert await states(weather.store, bad) == counts
    await waive(weather, bad)
    await weather.passes(60)
    assert await states(weather.store, bad) == {
        "SENT": 60 - counts["FAILED"],
        "FAILED": counts["FAILED"],
    }
