"""Broadcasts counted: the sum over the states is what was queued, whatever became of it."""

from __future__ import annotations

from datetime import timedelta

from bot.core.delivery import Hold, State
from bot.store import Alert, Screen, Store
from tests.store.builders import NOW, fold, queue, settled, subscribe

PEOPLE = tuple(range(7_000_000_001, 7_000_000_010))


async def alert_of(store: Store, alert_id: int) -> Alert:
    async with store.reading() as tx:
        alert = await tx.alerts.get(alert_id)
    assert alert is not None
    return alert


async def test_every_row_is_counted_once(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, *PEOPLE)
        claims = await tx.outbox.claim(4, NOW, store.epoch)
        later = NOW + timedelta(minutes=5)
        await tx.outbox.settle(
            [
                settled(claims[0], store.epoch, State.SENT, message_id=5),
                settled(claims[1], store.epoch, State.UNKNOWN, not_before=later),
                settled(claims[2], store.epoch, State.GONE),
            ]
        )
    alert = await alert_of(store, alert_id)
    async with store.reading() as tx:
        tally = await tx.tallies.of(alert)
    assert tally.counts == {
        State.PENDING: 5,
        State.SENDING: 1,
        State.SENT: 1,
        State.UNKNOWN: 1,
        State.GONE: 1,
    }
    assert tally.last_due == later
    assert (tally.to_queue, tally.held, tally.cancelled) == (0, Hold.NONE, False)


async def test_what_was_folded_still_counts(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, *PEOPLE)
        claims = await tx.outbox.claim(9, NOW, store.epoch)
        await tx.outbox.settle([settled(each, store.epoch, State.SENT) for each in claims])
        await fold(tx, NOW + timedelta(days=8))
    alert = await alert_of(store, alert_id)
    async with store.reading() as tx:
        assert (await tx.tallies.of(alert)).counts == {State.SENT: 9}


async def test_chats_without_a_row_are_still_to_be_queued(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, *PEOPLE[:1])
        await subscribe(tx, *PEOPLE)
        await tx.chats.retire(PEOPLE[-1])
        await tx.fanout.begin(alert_id)
        begun = await tx.alerts.get(alert_id)
        assert begun is not None
        assert (await tx.tallies.of(begun)).to_queue == 8, "who is gone gets none"
        await tx.fanout.slice(begun, 3)
    alert = await alert_of(store, alert_id)
    async with store.reading() as tx:
        tally = await tx.tallies.of(alert)
    assert (tally.counts, tally.to_queue) == ({State.PENDING: 3}, 5)


async def test_copies_to_be_called_back_are_counted_too(store: Store) -> None:
    async with store.transaction() as tx:
        first = await queue(tx, *PEOPLE)
        claims = await tx.outbox.claim(6, NOW, store.epoch)
        await tx.outbox.settle(
            [settled(each, store.epoch, State.SENT, message_id=5) for each in claims]
        )
        second = await queue(tx, key="withdrawal", target=first)
        await tx.fanout.begin(second)
    alert = await alert_of(store, second)
    async with store.reading() as tx:
        assert (await tx.tallies.of(alert)).to_queue == 6


async def test_the_newest_are_found_by_when_they_were_queued(store: Store) -> None:
    async with store.transaction() as tx:
        old = await queue(tx, *PEOPLE[:1], key="old", created=NOW - timedelta(days=2))
        new = [await queue(tx, *PEOPLE[:1], key=f"new {number}") for number in range(3)]
    async with store.reading() as tx:
        since = NOW - timedelta(days=1)
        assert [alert.id for alert in await tx.tallies.newest(since, 2)] == [new[2], new[1]]
        assert old not in [alert.id for alert in await tx.tallies.newest(since, 9)]


async def test_of_two_screens_in_a_chat_the_newer_stays(store: Store) -> None:
    until = NOW + timedelta(minutes=10)
    one = Screen(chat_id=1, message_id=5, press="status", language="en", until=until)
    two = Screen(chat_id=1, message_id=6, press="how", language="ru", until=until)
    async with store.transaction() as tx:
        await tx.screens.put(one)
        await tx.screens.put(two)
        await tx.screens.end(1, 5)
        assert await tx.screens.all() == [two]
        await tx.screens.end(1, 6)
        assert await tx.screens.all() == []
