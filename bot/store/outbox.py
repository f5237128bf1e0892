"""The outbox: one row per alert and chat, from queued to one countable end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.core.chats import DEFAULT_LANGUAGE, Audience
from bot.core.delivery import POLICIES, State

from .alerts import counted
from .moments import read, stored
from .records import Claimed, Settled
from .subject import Subject

_UNKNOWN = frozenset({State.UNKNOWN, State.UNKNOWN_FINAL})


class Outbox(Subject):
    """Claiming and settling cost the same however much was sent before."""

    name = "outbox"

    async def enqueue_subscribers(self, alert_id: int, slug: str) -> int:
        """Queue an alert for the living subscribers for whom it has a text; gives how many.

        Chats queued before stay as they are. ``missing`` names audiences without a text.
        """
        await self.sql.reopen(self.db, alert_id=alert_id)
        return int(await self.sql.enqueue_subscribers(self.db, alert_id=alert_id, slug=slug))

    async def missing(self, alert_id: int, slug: str) -> list[Audience]:
        """Audiences of living subscribers for which the alert has no text."""
        return [
            Audience(language=row["language"], zone=row["zone"], kind=row["kind"])
            async for row in self.sql.missing(self.db, alert_id=alert_id, slug=slug)
        ]

    async def enqueue_chats(self, alert_id: int, chat_ids: Iterable[int]) -> int:
        """Queue an alert for single chats; gives how many.

        A chat about which nothing is kept gets the English text without a clock, private if its
        id is a person's. Chats that are gone, or have no text, are left out.
        """
        await self.sql.reopen(self.db, alert_id=alert_id)
        queued = 0
        for chat_id in chat_ids:
            queued += await self.sql.enqueue_chat(
                self.db,
                alert_id=alert_id,
                chat_id=chat_id,
                language=DEFAULT_LANGUAGE,
                kind="private" if chat_id > 0 else "group",
            )
        return queued

    async def claim(self, limit: int, now: datetime, epoch: int) -> list[Claimed]:
        """Take what is due, the most urgent first; it is ours to send once this is committed."""
        rows = [
            row async for row in self.sql.claim(self.db, limit=limit, now=stored(now), epoch=epoch)
        ]
        rows.sort(key=lambda row: (row["priority"], row["rank"], row["alert_id"], row["chat_id"]))
        return [
            Claimed(
                alert_id=row["alert_id"],
                chat_id=row["chat_id"],
                thread=row["thread"],
                variant=row["variant"],
                attempts=row["attempts"],
                policy=POLICIES[row["policy"]],
                silent=row["attempts"] > 0,
            )
            for row in rows
        ]

    async def held(self, epoch: int) -> list[tuple[int, int]]:
        """Alert and chat of every message that is claimed by a run and not settled."""
        rows = self.sql.held(self.db, epoch=epoch)
        return [(row["alert_id"], row["chat_id"]) async for row in rows]

    async def settle(self, results: Sequence[Settled]) -> None:
        """Write what became of claimed messages; results of another epoch are ignored."""
        await self.sql.settle(self.db, [_settlement(result) for result in results])

    async def recover(self, epoch: int, now: datetime) -> int:
        """At start-up: messages an earlier run left in flight may have arrived. Gives how many.

        Each is tried again when its policy says so, or is given up as UNKNOWN_FINAL.
        """
        rows = [row async for row in self.sql.orphans(self.db, epoch=epoch)]
        await self.settle([_orphan(row, now) for row in rows])
        return len(rows)

    async def expire(self, now: datetime) -> int:
        """End what is expired or cancelled; gives how many. Costs nothing where nothing is."""
        ended = int(await self.sql.expire(self.db, now=stored(now)))
        await self.sql.close(self.db, now=stored(now))
        return ended

    async def next_due(self, now: datetime) -> datetime | None:
        """When there will be something to claim; not later than ``now`` if there is already."""
        due = await self.sql.next_due(self.db, now=stored(now))
        return None if due is None else max(read(due), now)

    async def totals(self) -> dict[State, int]:
        """How many messages stand in which state, over all alerts."""
        return await counted(self.sql.totals(self.db))


def _settlement(result: Settled) -> dict[str, Any]:
    return {
        "alert_id": result.alert_id,
        "chat_id": result.chat_id,
        "epoch": result.epoch,
        "state": int(result.state),
        "message_id": result.message_id,
        "not_before": 0 if result.not_before is None else stored(result.not_before),
        "reason": result.reason,
        "unknown": int(result.state in _UNKNOWN),
    }


def _orphan(row: Any, now: datetime) -> Settled:
    waits = POLICIES[row["policy"]].resend_after
    again = row["attempts"] < len(waits)
    return Settled(
        alert_id=row["alert_id"],
        chat_id=row["chat_id"],
        epoch=row["epoch"],
        state=State.UNKNOWN if again else State.UNKNOWN_FINAL,
        not_before=now + timedelta(seconds=waits[row["attempts"]]) if again else None,
        reason="stopped while sending",
    )
