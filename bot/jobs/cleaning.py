"""Forgets what has had its day: handled updates, open questions, unused buttons, dead chats."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from bot.store import Store

INBOX_KEPT = timedelta(hours=72)
"""Longer than Telegram repeats an update, so that a repeat is always recognised."""

ROWS_KEPT = timedelta(days=7)
"""Which alert went to which chat, from its queueing on, so never longer after its sending;
afterwards only how many. The privacy page says so."""

GONE_KEPT = timedelta(days=30)
"""A chat that blocked or removed the bot, in case it comes back. The privacy page says so."""

AUDIT_KEPT = timedelta(days=90)


class Cleaner:
    """One step clears everything that is out of date."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def step(self) -> bool:
        now = self._clock.now()
        async with self._store.transaction() as tx:
            await tx.outbox.expire(now)
            await tx.inbox.purge(now - INBOX_KEPT)
            await tx.dialogues.purge(now)
            await tx.tokens.purge(now)
            await tx.audit.purge(now - AUDIT_KEPT)
            await tx.alerts.fold(now - ROWS_KEPT)
            gone = await tx.chats.retired(now - GONE_KEPT)
            for chat in gone:
                await tx.chats.forget(chat)
        if gone:
            await self._store.wipe_log()
        return False
