from __future__ import annotations

from bot.core.chats import Audience
from bot.core.delivery import State
from bot.store import Store
from tests.store.builders import NOW, SLUG, chats_of, queue, subscribe


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
