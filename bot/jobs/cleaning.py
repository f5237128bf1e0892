"""Forgets what has had its day: handled updates, questions, unused buttons, chats, witnesses."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.core.delivery import ROWS_KEPT
from bot.store import Store

INBOX_KEPT = timedelta(hours=72)
"""Longer than Telegram repeats an update, so that a repeat is always recognised."""

GONE_KEPT = timedelta(days=30)
"""A chat that blocked or removed the bot, in case it comes back. The privacy page says so."""

AUDIT_KEPT = timedelta(days=90)


class Cleaner:
    """One step clears everything out of date; what is left to end of an alert, the sender ends.

    Nobody waits for it for long: rows of an alert go in slices, a transaction each.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def step(self) -> bool:
        now = self._clock.now()
        async with self._store.transaction() as tx:
            await tx.inbox.purge(now - INBOX_KEPT)
            await tx.dialogues.purge(now)
            await tx.tokens.purge(now)
            await tx.outcomes.purge(now)
            await tx.audit.purge(now - AUDIT_KEPT)
            for chat in await tx.chats.retired(now - GONE_KEPT):
                await tx.chats.forget(chat)
        if self._store.unwiped:
            await self._store.wipe_log()
        else:  # what people wrote and was answered would stay in there, readable, for hours
            await self._store.tidy_log()
        await self._fold(now - ROWS_KEPT)
        return False

    async def _fold(self, before: datetime) -> None:
        async with self._store.reading() as tx:
            old = await tx.alerts.foldable(before)
        for alert_id in old:
            reached = await self._fold_on(alert_id, None)
            while reached is not None:
                reached = await self._fold_on(alert_id, reached)

    async def _fold_on(self, alert_id: int, reached: int | None) -> int | None:
        async with self._store.transaction() as tx:
            return await tx.alerts.fold(alert_id, reached)
