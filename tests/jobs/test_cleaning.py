"""Cleaning forgets what has had its day, and nothing before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.delivery import ROWS_KEPT, State
from bot.jobs.cleaning import GONE_KEPT, INBOX_KEPT, Cleaner
from bot.store import Settled, Store, Tx
from tests.jobs.builders import EVENING, PEOPLE, QuickClock, queued, states
from tests.store.builders import end_all, settled


def holds(folder: Path, words: bytes) -> bool:
    """Whether any file of the database has the words in it, its log included."""
    return any(words in path.read_bytes() for path in folder.glob("bot.db*"))


async def test_open_questions_and_unused_buttons_end_with_their_time(
    store: Store, clock: QuickClock
) -> None:
    person = PEOPLE[0]
    soon = EVENING + timedelta(minutes=15)
    async with store.transaction() as tx:
        await tx.dialogues.put(person, person, "letter", "name", {}, soon)
        token = await tx.tokens.issue("broadcast", person, person, {"text": "x"}, soon)
    cleaner = Cleaner(store, clock)
    assert not await cleaner.step()
    async with store.reading() as tx:
        assert await tx.chats.meet(person, person, clock.now()) != (None, None)
    clock.forward(minutes=16)
    await cleaner.step()
    async with store.transaction() as tx:
        assert await tx.chats.meet(person, person, EVENING) == (None, None)
        assert await tx.tokens.take(token, person, EVENING) is None


async def test_a_handled_update_is_remembered_as_long_as_telegram_may_repeat_it(
    store: Store, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, PEOPLE[0], "{}")], EVENING)
        await tx.inbox.done(1)
    cleaner = Cleaner(store, clock)
    clock.moment = EVENING + INBOX_KEPT - timedelta(minutes=1)
    await cleaner.step()
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, PEOPLE[0], "{}")], EVENING)
        assert await tx.inbox.waiting() == 0, "still known"
    clock.forward(minutes=2)
    await cleaner.step()
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, PEOPLE[0], "{}")], EVENING)
        assert await tx.inbox.waiting() == 1, "forgotten by now"


async def test_what_was_answered_leaves_the_log_of_the_database_within_a_step(
    store: Store, clock: QuickClock, tmp_path: Path
) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, PEOPLE[0], "Ann Example")], EVENING)
    async with store.transaction() as tx:
        await tx.inbox.done(1)
    assert holds(tmp_path, b"Ann Example")
    await Cleaner(store, clock).step()
    assert not holds(tmp_path, b"Ann Example")


async def test_after_a_week_only_the_totals_of_an_alert_are_left(
    store: Store, clock: QuickClock
) -> None:
    alert = await queued(store, PEOPLE[0])
    clock.forward(hours=7)
    async with store.transaction() as tx:
        await end_all(tx, clock.now())
    clock.moment = EVENING + ROWS_KEPT + timedelta(days=1)
    await Cleaner(store, clock).step()
    async with store.reading() as tx:
        assert await tx.alerts.texts(alert) == {}
    assert await states(store, alert) == {"EXPIRED": 1}


async def test_a_week_after_its_sending_nobody_knows_who_got_an_alert_that_still_goes_on(
    store: Store, clock: QuickClock
) -> None:
    alert = await queued(store, PEOPLE[0], expires=timedelta(days=60))
    async with store.transaction() as tx:
        [row] = await tx.outbox.claim(1, EVENING, store.epoch)
        sent = Settled(
            alert_id=alert, chat_id=row.chat_id, epoch=store.epoch, state=State.SENT, message_id=1
        )
        await tx.outbox.settle([sent])
    clock.moment = EVENING + ROWS_KEPT + timedelta(seconds=1)
    await Cleaner(store, clock).step()
    assert await states(store, alert) == {"SENT": 1}
    async with store.transaction() as tx:
        assert await tx.fanout.singles(alert, [PEOPLE[0]]) == 1, "its row is gone"


async def test_a_chat_that_is_gone_is_kept_a_month_in_case_it_comes_back(
    store: Store, clock: QuickClock
) -> None:
    person = PEOPLE[0]
    await queued(store, person)
    async with store.transaction() as tx:
        await tx.chats.retire(person)
    clock.moment = EVENING + GONE_KEPT - timedelta(minutes=1)
    await Cleaner(store, clock).step()
    async with store.reading() as tx:
        assert await tx.chats.get(person) is not None
    clock.forward(minutes=2)
    await Cleaner(store, clock).step()
    async with store.reading() as tx:
        assert await tx.chats.get(person) is None


async def test_what_is_folded_goes_in_slices_that_let_others_in(
    store: Store, clock: QuickClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.alerts.Alerts.fold.__defaults__", (None, 4))
    alert = await queued(store, *PEOPLE[:10], expires=timedelta(days=60))
    async with store.transaction() as tx:
        for row in await tx.outbox.claim(9, EVENING, store.epoch):
            await tx.outbox.settle([settled(row, store.epoch, State.SENT)])
    clock.moment = EVENING + ROWS_KEPT + timedelta(seconds=1)
    rows: list[int] = []
    genuine = store.transaction

    @asynccontextmanager
    async def counted() -> AsyncIterator[Tx]:
        async with genuine() as tx:
            yield tx
            rows.append((await tx.alerts.copies(alert)).rows)
            assert sum((await tx.alerts.counts(alert)).values()) == 10, "nothing is lost on the way"

    monkeypatch.setattr(store, "transaction", counted)
    await Cleaner(store, clock).step()
    assert await states(store, alert) == {"SENT": 9, "PENDING": 1}
    assert rows == [10, 6, 2, 1, 1], "of the rest only what is still to be sent"


async def test_rows_that_are_left_of_a_dead_alert_are_not_ended_in_one_go(
    store: Store, clock: QuickClock
) -> None:
    alert = await queued(store, PEOPLE[0])
    clock.forward(hours=7)
    await Cleaner(store, clock).step()
    assert await states(store, alert) == {"PENDING": 1}, "that is the sender's, slice by slice"


async def test_who_told_how_a_call_went_is_forgotten_after_two_weeks(
    store: Store, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await tx.outcomes.letter_sent("name", "a-case", "protest", "court", "post", EVENING)
    for days, left in ((14, 1), (15, 0)):
        clock.moment = EVENING + timedelta(days=days)
        await Cleaner(store, clock).step()
        async with store.reading() as tx:
            assert await tx.outcomes.of("name") == left
            assert await tx.outcomes.letters_sent("a-case") == 1, "it was sent all the same"
