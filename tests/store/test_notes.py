from __future__ import annotations

from datetime import timedelta

from bot.store import Store
from tests.store.builders import NOW


async def test_a_senders_name_is_kept_until_removed(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.senders.get(1) is None
        await tx.senders.put(1, "sealed")
        await tx.senders.put(1, "sealed anew")
        assert await tx.senders.get(1) == "sealed anew"
        assert await tx.senders.remove(1) is True
        assert await tx.senders.remove(1) is False


async def test_a_mark_holds_its_last_value(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.marks.get("tick") is None
        await tx.marks.put("tick", "1")
        await tx.marks.put("tick", "2")
        assert await tx.marks.get("tick") == "2"


async def test_the_audit_log_is_kept_for_a_while(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.audit.add("ab12", "broadcast", "alert:3", NOW)
        await tx.audit.add("ab12", "broadcast", "alert:4", NOW + timedelta(days=1))
        assert await tx.audit.purge(NOW + timedelta(days=1)) == 1
        assert await tx.audit.purge(NOW + timedelta(days=2)) == 1
