from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import Reminder, Store
from tests.store.builders import NOW, SLUG

LATER = NOW + timedelta(hours=7)


async def test_a_reminder_is_due_from_its_moment_on(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.reminders.next_due() is None
        assert await tx.reminders.add(1, SLUG, "court", LATER, NOW) is True
        assert await tx.reminders.next_due() == LATER
        assert await tx.reminders.due(LATER - timedelta(microseconds=1)) == []
        assert await tx.reminders.due(LATER) == [
            Reminder(chat_id=1, slug=SLUG, office="court", due=LATER, created=NOW)
        ]


async def test_asking_twice_reminds_once_and_a_new_wish_moves_it(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.reminders.add(1, SLUG, "court", NOW, NOW)
        assert await tx.reminders.add(1, SLUG, "court", NOW, NOW) is False
        assert await tx.reminders.add(1, SLUG, "court", LATER, NOW) is True
        assert [each.due for each in await tx.reminders.of(1)] == [LATER]


async def test_a_chat_sees_its_own_reminders_and_removes_them(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.reminders.add(1, SLUG, "court", LATER, NOW)
        await tx.reminders.add(1, SLUG, "president", NOW, NOW)
        await tx.reminders.add(2, SLUG, "court", NOW, NOW)
        assert [each.office for each in await tx.reminders.of(1)] == ["president", "court"]
        assert await tx.reminders.remove(1, SLUG, "president") is True
        assert await tx.reminders.remove(1, SLUG, "president") is False
        assert [each.office for each in await tx.reminders.of(1)] == ["court"]


async def test_many_reminders_come_in_portions_the_longest_overdue_first(store: Store) -> None:
    async with store.transaction() as tx:
        for minute in range(5):
            await tx.reminders.add(minute, SLUG, "court", NOW - timedelta(minutes=minute), NOW)
        assert [each.chat_id for each in await tx.reminders.due(NOW, limit=2)] == [4, 3]


async def test_new_rules_of_clocks_move_a_reminder_to_the_hour_that_was_meant(
    store: Store,
) -> None:
    """Set while the rules were others: nine in Almaty was then taken for an hour earlier."""
    old = datetime(2026, 3, 2, 3, tzinfo=UTC)
    async with store.transaction() as tx:
        await tx.reminders.add(1, SLUG, "court", old, NOW, "Asia/Almaty")
        await tx.reminders.add(2, SLUG, "court", old, NOW, "Asia/Almaty")
        await tx.reminders.add(3, SLUG, "court", old, NOW)
        await tx.reminders.add(4, SLUG, "court", NOW, NOW, "Asia/Almaty")
        assert await tx.reminders.follow_clocks(NOW) == 0
        await tx.reminders.db.change(
            "UPDATE reminders SET due = due - 3600000000 WHERE chat_id < 3"
        )
        assert await tx.reminders.follow_clocks(NOW) == 2
        assert await tx.reminders.follow_clocks(NOW) == 0
        dues = [(await tx.reminders.of(chat))[0].due for chat in (1, 2, 3, 4)]
    assert dues == [old, old, old, NOW]
