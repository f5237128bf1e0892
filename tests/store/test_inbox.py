from __future__ import annotations

from datetime import timedelta

from bot.store import NO_CHAT, Pending, Store
from tests.store.builders import NOW


def numbers(updates: list[Pending]) -> list[int]:
    return [update.update_id for update in updates]


async def test_a_repeated_update_is_known(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(10, 1, "{}"), (10, 1, "again")], NOW)
        await tx.inbox.store_all([(10, 1, "and again")], NOW)
        assert [update.body for update in await tx.inbox.take(5)] == ["{}"]
        await tx.inbox.done(10)
        await tx.inbox.store_all([(10, 1, "{}")], NOW)
        assert await tx.inbox.take(5) == []


async def test_each_chat_offers_its_oldest_update_whatever_order_they_came_in(store: Store) -> None:
    async with store.transaction() as tx:
        for update_id, chat_id in ((13, 1), (11, 1), (12, 2), (14, 2)):
            await tx.inbox.store_all([(update_id, chat_id, f'"{update_id}"')], NOW)
        assert await tx.inbox.waiting() == 4
        assert await tx.inbox.take(5) == [
            Pending(update_id=11, chat_id=1, body='"11"', tries=0),
            Pending(update_id=12, chat_id=2, body='"12"', tries=0),
        ]
        await tx.inbox.done(11)
        assert numbers(await tx.inbox.take(5)) == [12, 13]
        assert numbers(await tx.inbox.take(1)) == [12]


async def test_updates_without_a_chat_are_handled_one_after_the_other(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, None, "{}")], NOW)
        await tx.inbox.store_all([(2, None, "{}")], NOW)
        assert await tx.inbox.take(5) == [Pending(update_id=1, chat_id=NO_CHAT, body="{}", tries=0)]


async def test_failures_are_counted(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, 1, "{}")], NOW)
        assert await tx.inbox.failed(1) == 1
        assert await tx.inbox.failed(1) == 2
        assert [update.tries for update in await tx.inbox.take(1)] == [2]
        assert await tx.inbox.failed(99) == 0


async def test_forgetting_a_chat_empties_its_updates_but_still_knows_their_numbers(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(1, 7, '{"chat":7}')], NOW)
        await tx.chats.forget(7)
        assert await tx.inbox.take(5) == []
        await tx.inbox.store_all([(1, 7, '{"chat":7}')], NOW)
        assert await tx.inbox.waiting() == 0


async def test_only_handled_updates_are_purged(store: Store) -> None:
    async with store.transaction() as tx:
        for update_id in (1, 2):
            await tx.inbox.store_all([(update_id, update_id, "{}")], NOW)
        await tx.inbox.done(1)
        assert await tx.inbox.purge(NOW) == 0
        assert await tx.inbox.purge(NOW + timedelta(days=3)) == 1
        assert numbers(await tx.inbox.take(5)) == [2]


async def test_several_are_stored_and_done_at_once(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(2, 7, "seen")], NOW)
        await tx.inbox.store_all([(1, 7, "one"), (2, 7, "again"), (3, None, "three")], NOW)
    async with store.transaction() as tx:
        found = await tx.inbox.take(5)
        assert [(each.body, each.chat_id, each.more) for each in found] == [
            ("one", 7, True),
            ("three", NO_CHAT, False),
        ]
        await tx.inbox.done_all([1, 3])
        assert [(each.body, each.more) for each in await tx.inbox.take(5)] == [("seen", False)]
