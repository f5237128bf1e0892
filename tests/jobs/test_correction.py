"""Withdrawing and correcting what is being sent: against the emulated Bot API over real HTTP."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.alerting.aftermath import Aftermath, aftermath
from bot.alerting.correction import Bar, correct, withdraw_alert
from bot.alerting.enqueue import enqueue
from bot.chat.messenger import TelegramMessenger
from bot.core.delivery import ROWS_KEPT
from bot.core.library import Library
from bot.core.news import Update
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.filler import Filler
from bot.jobs.pace import Pace
from bot.jobs.sender import Sender
from bot.store import Alert, Store, Tx
from bot.words import Words
from tests.commands.cases import an_entry
from tests.jobs.builders import PEOPLE, QuickClock, states, texts
from tests.store.builders import SLUG, subscribe

ENTRY = an_entry()
OLD, NEW = "Fax 42 02 20.", "Fax 42 02 21."


@pytest.fixture
def pace(clock: QuickClock) -> Pace:
    return Pace(clock, Pacer(rate=25))


@pytest.fixture
def sender(store: Store, messenger: TelegramMessenger, pace: Pace, clock: QuickClock) -> Sender:
    return Sender(store, messenger, pace, clock)


@pytest.fixture
def calls(api: BotApi) -> list[tuple[str, str, float]]:
    """Method, text and moment of every call that reaches Telegram."""
    seen: list[tuple[str, str, float]] = []

    def note(call: Call) -> bool:
        seen.append((call.method, str(call.params.get("text", "")), time.monotonic()))
        return False

    api.faults.script(note, Fault.answer(500, "never"), times=None)
    return seen


async def run_dry(sender: Sender, clock: QuickClock | None = None) -> None:
    """Step until there is nothing left to do now; with a clock, wait for what has to wait too."""
    while await sender.step():
        pass
    for _ in range(8 if clock else 0):
        assert clock is not None
        clock.forward(minutes=10)
        while await sender.step():
            pass


async def queued(store: Store, words: Words, clock: QuickClock, people: Any = PEOPLE) -> int:
    async with store.transaction() as tx:
        await subscribe(tx, *people)
        news = Update(text=OLD, language="en")
        done = await enqueue(tx, words, ENTRY, news, clock.now())
    assert done.alert_id is not None
    return done.alert_id


async def read(store: Store, number: int) -> Alert:
    async with store.reading() as tx:
        alert = await tx.alerts.get(number)
    assert alert is not None
    return alert


async def withdrawn(store: Store, words: Words, number: int, clock: QuickClock) -> Bar | None:
    alert = await read(store, number)
    async with store.transaction() as tx:
        return await withdraw_alert(tx, words, ENTRY, alert, clock.now())


async def rewritten(
    store: Store, words: Words, number: int, clock: QuickClock, *, tell: bool = False
) -> Bar | None:
    alert = await read(store, number)
    async with store.transaction() as tx:
        return await correct(tx, words, ENTRY, alert, NEW, clock.now(), tell=tell)


async def report(store: Store, number: int, clock: QuickClock) -> Aftermath:
    alert = await read(store, number)
    async with store.reading() as tx:
        found = await aftermath(tx, alert, clock.now())
    assert found is not None
    return found


async def some_sent(store: Store, sender: Sender, number: int, least: int = 10) -> None:
    """Step until some have it, while others are under way and others wait."""
    while (await states(store, number)).get("SENT", 0) < least:
        assert await sender.step()


def reading(api: BotApi, words: str) -> list[int]:
    """Who has a message with these words."""
    return [person for person in PEOPLE if any(words in text for text in texts(api, person))]


async def test_a_withdrawn_broadcast_stops_and_leaves_no_copy_even_of_what_was_under_way(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    calls: list[tuple[str, str, float]],
) -> None:
    api.faults.script("sendMessage", Fault.delay(0.05), times=None)
    number = await queued(store, words, clock)
    await some_sent(store, sender, number)
    before = sum(OLD in text for _, text, _ in calls)
    assert await withdrawn(store, words, number, clock) is None
    committed = time.monotonic()
    assert (await report(store, number, clock)).waiting >= 10
    await run_dry(sender)
    late = [at for _, text, at in calls if OLD in text][before:]
    assert len(late) <= sender.slots
    assert all(at <= committed + 2 for at in late)
    got = before + len(late)
    assert got < len(PEOPLE)
    assert reading(api, OLD) == []
    assert len(reading(api, "Please disregard our alert")) == got
    assert sum(bool(texts(api, person)) for person in PEOPLE) == got
    done = await report(store, number, clock)
    assert (done.done, done.changed, done.missed, done.waiting, done.remain) == (got, 0, 0, 0, 0)
    assert (done.told, done.to_tell, done.over) == (got, got, True)


async def test_what_is_older_than_48_hours_is_edited_and_counted_apart(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    number = await queued(store, words, clock, PEOPLE[:4])
    await run_dry(sender)
    clock.forward(hours=49)
    assert await withdrawn(store, words, number, clock) is None
    await run_dry(sender)
    assert reading(api, OLD) == []
    assert reading(api, "Please disregard this alert of") == list(PEOPLE[:4])
    done = await report(store, number, clock)
    assert (done.done, done.changed, done.waiting) == (0, 4, 0)


async def test_every_end_of_a_copy_is_counted_and_the_sum_is_what_was_sent(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    blocked, stuck, removed_by_reader = PEOPLE[0], PEOPLE[1], PEOPLE[2]
    unsure = PEOPLE[3]
    api.faults.script(
        lambda call: call.method == "sendmessage" and call.params.get("chat_id") == unsure,
        Fault.deliver_then_drop(),
    )
    number = await queued(store, words, clock, PEOPLE[:8])
    await run_dry(sender)
    assert await states(store, number) == {"SENT": 7, "UNKNOWN": 1}
    api.faults.script(
        lambda call: call.method != "sendmessage" and call.params.get("chat_id") == blocked,
        Fault.answer(403, "Forbidden: bot was blocked by the user"),
        times=None,
    )
    api.faults.script(
        lambda call: call.method == "deletemessage" and call.params.get("chat_id") == stuck,
        Fault.answer(400, "Bad Request: message can't be deleted for everyone"),
    )
    api.faults.script(
        lambda call: (
            call.method == "deletemessage" and call.params.get("chat_id") == removed_by_reader
        ),
        Fault.answer(400, "Bad Request: message to delete not found"),
    )
    await withdrawn(store, words, number, clock)
    await run_dry(sender, clock)
    done = await report(store, number, clock)
    assert (done.done, done.changed, done.missed, done.remain, done.waiting) == (5, 1, 1, 1, 0)
    assert done.total + done.doubtful == 8
    assert reading(api, OLD) == [blocked, removed_by_reader, unsure]
    assert "Please disregard our alert" in texts(api, unsure)[-1]
    assert (await states(store, number))["UNKNOWN_FINAL"] == 1


async def test_a_copy_that_was_perhaps_sent_twice_may_remain_though_the_known_one_is_gone(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    api.faults.script("sendMessage", Fault.deliver_then_drop())
    number = await queued(store, words, clock, PEOPLE[:1])
    await run_dry(sender, clock)
    assert await states(store, number) == {"SENT": 1}
    await withdrawn(store, words, number, clock)
    await run_dry(sender)
    done = await report(store, number, clock)
    assert (done.done, done.remain) == (1, 1)
    assert len([text for text in texts(api, PEOPLE[0]) if OLD in text]) == 1


async def test_after_a_crash_the_withdrawal_goes_on_and_what_was_under_way_is_told(
    store: Store,
    messenger: TelegramMessenger,
    pace: Pace,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
) -> None:
    number = await queued(store, words, clock, PEOPLE[:6])
    async with store.transaction() as tx:  # an earlier run took one, and nobody knows how it ended
        [lost] = await tx.outbox.claim(1, clock.now(), store.epoch - 1)
    await run_dry(sender)
    await withdrawn(store, words, number, clock)
    async with store.transaction() as tx:
        assert len(await tx.outbox.claim(3, clock.now(), store.epoch - 1)) == 3
    again = Sender(store, messenger, pace, clock)
    assert await again.recover() == 4
    await run_dry(again, clock)
    assert reading(api, OLD) == []
    done = await report(store, number, clock)
    assert (done.done, done.remain, done.waiting) == (5, 1, 0)
    assert "Please disregard our alert" in texts(api, lost.chat_id)[-1]


async def test_who_leaves_meanwhile_keeps_no_copy(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    number = await queued(store, words, clock, PEOPLE[:2])
    await run_dry(sender)
    await withdrawn(store, words, number, clock)
    async with store.transaction() as tx:
        await tx.subscriptions.remove(PEOPLE[0], SLUG)
    await run_dry(sender)
    assert reading(api, OLD) == []


async def test_in_a_group_that_became_another_nothing_is_touched_by_the_old_number(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    calls: list[tuple[str, str, float]],
) -> None:
    number = await queued(store, words, clock, PEOPLE[:1])
    await run_dry(sender)
    async with store.transaction() as tx:
        await tx.chats.move(PEOPLE[0], PEOPLE[1])
    await withdrawn(store, words, number, clock)
    await run_dry(sender)
    assert [
        method for method, _, _ in calls if method in ("deletemessage", "editmessagetext")
    ] == []
    assert (await report(store, number, clock)).remain == 1
    assert "Please disregard our alert" in texts(api, PEOPLE[1])[-1]


async def test_a_correction_reaches_every_copy_and_who_waits_gets_the_new_words_at_once(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    calls: list[tuple[str, str, float]],
) -> None:
    api.faults.script("sendMessage", Fault.delay(0.05), times=None)
    number = await queued(store, words, clock)
    await some_sent(store, sender, number)
    clock.forward(minutes=5)
    assert await rewritten(store, words, number, clock) is None
    await run_dry(sender)
    assert reading(api, OLD) == []
    assert reading(api, NEW) == list(PEOPLE)
    assert all(len(texts(api, person)) == 1 for person in PEOPLE)
    for person in (PEOPLE[0], PEOPLE[-1]):
        assert "Corrected today, Sun 5 January, 20:05 for you." in _plain(texts(api, person)[0])
    sent_old = sum(OLD in text for _, text, _ in calls)
    edited = sum(method == "editmessagetext" for method, _, _ in calls)
    assert edited == sent_old < len(PEOPLE)
    done = await report(store, number, clock)
    assert (done.done, done.waiting, done.missed, done.remain) == (sent_old, 0, 0, 0)


async def test_a_change_of_substance_is_told_again_to_who_got_the_old_words(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    number = await queued(store, words, clock, PEOPLE[:3])
    await run_dry(sender)
    assert await rewritten(store, words, number, clock, tell=True) is None
    await run_dry(sender)
    for person in PEOPLE[:3]:
        edited, told = texts(api, person)
        assert NEW in edited
        assert edited == told
    done = await report(store, number, clock)
    assert (done.done, done.told, done.over) == (3, 3, True)


async def test_who_got_only_the_new_words_is_not_told_them_again(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.alerting.correction.AT_ONCE", 0)
    monkeypatch.setattr("bot.store.fanout.Fanout.slice.__defaults__", (4,))
    number = await queued(store, words, clock)
    await some_sent(store, sender, number)
    await rewritten(store, words, number, clock, tell=True)
    await run_dry(sender)
    filler = Filler(store, Library((ENTRY,)), words, clock)
    while await filler.step():
        await run_dry(sender)
    await run_dry(sender, clock)
    assert reading(api, OLD) == []
    edited, told = await tellers(store, number)
    assert edited == told < len(PEOPLE)
    assert sum(len(texts(api, person)) for person in PEOPLE) == len(PEOPLE) + told


async def tellers(store: Store, number: int) -> list[int]:
    """How many chats each alert that follows one has."""
    async with store.reading() as tx:
        followers = await tx.alerts.corrections(number)
        counts = [await tx.alerts.counts(each.id) for each in followers]
    return [sum(each.values()) for each in counts]


async def test_a_corrected_alert_can_be_withdrawn_with_all_that_told_of_it(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    number = await queued(store, words, clock, PEOPLE[:3])
    await run_dry(sender)
    await rewritten(store, words, number, clock, tell=True)
    await run_dry(sender, clock)
    assert await withdrawn(store, words, number, clock) is None
    await run_dry(sender, clock)
    assert reading(api, OLD) == reading(api, NEW) == []
    assert [len(texts(api, person)) for person in PEOPLE[:3]] == [1, 1, 1]
    done = await report(store, number, clock)
    assert (done.done, done.told, done.waiting) == (6, 3, 0)


async def test_once_is_enough_and_after_a_week_it_is_too_late(
    store: Store, sender: Sender, words: Words, clock: QuickClock
) -> None:
    first = await queued(store, words, clock, PEOPLE[:1])
    assert await rewritten(store, words, first, clock) is None
    assert await rewritten(store, words, first, clock) is Bar.CORRECTED
    assert await withdrawn(store, words, first, clock) is None
    assert await withdrawn(store, words, first, clock) is Bar.WITHDRAWN
    assert await rewritten(store, words, first, clock) is Bar.WITHDRAWN
    clock.forward(days=1)
    second = await queued(store, words, clock, PEOPLE[:1])
    clock.forward(seconds=ROWS_KEPT.total_seconds())
    assert await withdrawn(store, words, second, clock) is Bar.LATE
    assert await rewritten(store, words, second, clock) is Bar.LATE


async def test_copies_that_are_still_being_queued_are_counted_as_waiting(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.alerting.correction.AT_ONCE", 0)
    number = await queued(store, words, clock, PEOPLE[:5])
    await run_dry(sender)
    await withdrawn(store, words, number, clock)
    await run_dry(sender)
    begun = await report(store, number, clock)
    assert (begun.total, begun.waiting, begun.over) == (5, 5, False)
    filler = Filler(store, Library((ENTRY,)), words, clock)
    while await filler.step():
        pass
    await run_dry(sender)
    done = await report(store, number, clock)
    assert (done.done, done.waiting, done.told) == (5, 0, 5)
    assert reading(api, OLD) == []


@pytest.mark.parametrize("write", [1, 2], ids=["words", "rows"])
@pytest.mark.parametrize("act", ["withdrawn", "rewritten"])
async def test_rows_and_words_that_were_just_being_made_do_not_come_after_it(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    monkeypatch: pytest.MonkeyPatch,
    act: str,
    write: int,
) -> None:
    monkeypatch.setattr("bot.alerting.enqueue.AT_ONCE", 0)
    number = await queued(store, words, clock, PEOPLE[:5])
    filler = Filler(store, Library((ENTRY,)), words, clock)
    real, steps = store.transaction, 0

    @asynccontextmanager
    async def overtaken() -> AsyncIterator[Tx]:
        """Whatever the filler is about to write, the host is faster."""
        nonlocal steps
        steps += 1
        if steps == write:
            monkeypatch.setattr(store, "transaction", real)
            await (withdrawn if act == "withdrawn" else rewritten)(store, words, number, clock)
            await run_dry(sender)
        async with real() as tx:
            yield tx

    monkeypatch.setattr(store, "transaction", overtaken)
    while await filler.step():
        pass
    await run_dry(sender)
    assert steps == write
    assert (await states(store, number)).get("PENDING") is None
    assert reading(api, OLD) == []
    assert reading(api, NEW) == ([] if act == "withdrawn" else list(PEOPLE[:5]))
    assert (await report(store, number, clock)).waiting == 0


async def test_a_deletion_that_telegram_refuses_again_and_again_is_not_stopped_for_that(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    number = await queued(store, words, clock, PEOPLE[:12])
    await run_dry(sender)
    api.faults.script("deleteMessage", Fault.answer(400, "Bad Request: strange"), times=8)
    await withdrawn(store, words, number, clock)
    await run_dry(sender)
    done = await report(store, number, clock)
    assert (done.done, done.missed, done.waiting) == (4, 8, 0)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
