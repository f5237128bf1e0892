from __future__ import annotations

import pytest

from bot.core.chats import Audience
from bot.core.delivery import Act, State
from bot.store import Store
from tests.store.builders import (
    NOW,
    SLUG,
    WEEK,
    a_chat,
    an_alert,
    chats_of,
    queue,
    settled,
    subscribe,
)
from tests.store.test_following import followed


async def test_subscribing_twice_is_once(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1)
        assert await tx.subscriptions.add(1, "metallist-2000") is True
        assert await tx.subscriptions.add(1, "metallist-2000") is False
        assert await tx.subscriptions.of(1) == (SLUG, "metallist-2000")


async def test_unsubscribing_says_whether_there_was_anything(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1)
        assert await tx.subscriptions.remove(1, SLUG) is True
        assert await tx.subscriptions.remove(1, SLUG) is False
        assert await tx.subscriptions.of(1) == ()


async def test_who_leaves_in_the_middle_of_a_broadcast_gets_nothing_more(store: Store) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, 1, 2)
        await tx.subscriptions.remove(1, SLUG)
        assert chats_of(await tx.outbox.claim(10, NOW, store.epoch)) == [2]
        assert (await tx.alerts.counts(alert))[State.CANCELLED] == 1


@pytest.mark.parametrize("how", ["leaves", "is gone"])
@pytest.mark.parametrize(
    ("before", "came", "end"),
    [
        ((), State.PENDING, State.CANCELLED),
        ((), State.UNKNOWN, State.UNKNOWN_FINAL),
        ((State.UNKNOWN,), State.PENDING, State.UNKNOWN_FINAL),
        ((), State.SENT, State.SENT),
    ],
)
async def test_what_was_under_way_to_who_leaves_is_not_tried_again(
    store: Store, how: str, before: tuple[State, ...], came: State, end: State
) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, 1)
        for state in (*before, came):
            [claim] = await tx.outbox.claim(1, NOW, store.epoch)
            if state is came:
                await (tx.subscriptions.remove(1, SLUG) if how == "leaves" else tx.chats.retire(1))
            await tx.outbox.settle([settled(claim, store.epoch, state, not_before=NOW)])
        assert await tx.alerts.counts(alert) == {end: 1}
        assert await tx.outbox.claim(1, NOW, store.epoch) == []


async def test_what_a_crash_left_under_way_to_who_has_left_is_not_tried_again(store: Store) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, 1)
        assert await tx.outbox.claim(1, NOW, store.epoch - 1)
        await tx.subscriptions.remove(1, SLUG)
        assert await tx.outbox.recover(store.epoch, NOW) == 1
        assert await tx.alerts.counts(alert) == {State.UNKNOWN_FINAL: 1}


@pytest.mark.parametrize("kind", ["opens", "proposal", "question", "notice"])
async def test_what_is_under_way_to_a_single_chat_is_tried_again_without_any_subscription(
    store: Store, kind: str
) -> None:
    async with store.transaction() as tx:
        await tx.chats.save(a_chat(1), WEEK)
        alert = await tx.alerts.add(an_alert(kind=kind))
        assert alert is not None
        await tx.fanout.singles(alert, [1])
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        assert chats_of(await tx.outbox.claim(1, NOW, store.epoch)) == [1]


async def test_what_follows_an_alert_is_tried_again_for_who_left_before_it(store: Store) -> None:
    async with store.transaction() as tx:
        target = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT)])
        await tx.subscriptions.remove(1, SLUG)
        await followed(tx, target, Act.SEND)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        assert chats_of(await tx.outbox.claim(1, NOW, store.epoch)) == [1]


async def test_audiences_are_the_living_subscribers_of_one_campaign(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2, language="en", zone="Europe/London")
        await subscribe(tx, 3, language="ru", zone=None)
        await subscribe(tx, -4, language="ru", zone=None, kind="group")
        await subscribe(tx, 5, language="kk")
        await tx.chats.retire(5)
        await subscribe(tx, 6, language="kk", slug="metallist-2000")
        found = await tx.subscriptions.audiences(SLUG)
    assert found[0] == (Audience(language="en", zone="Europe/London", kind="private"), 2)
    assert set(found[1:]) == {
        (Audience(language="ru", zone=None, kind="private"), 1),
        (Audience(language="ru", zone=None, kind="group"), 1),
    }
