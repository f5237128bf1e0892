"""The inbox: every update is on disk before Telegram is told that we have it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .moments import stored
from .records import Pending
from .subject import Subject

NO_CHAT = 0
"""Stands for the chat of updates that belong to none; Telegram gives this id to nobody."""


class Inbox(Subject):
    """Raw updates, until they are handled; afterwards only their numbers, to know repeats."""

    name = "inbox"

    async def store_all(
        self, updates: Iterable[tuple[int, int | None, str]], received: datetime
    ) -> None:
        """Keep updates by number, chat and body; those that were seen before are passed over."""
        await self.sql.store_all(
            self.db,
            [
                {
                    "update_id": update_id,
                    "chat_id": NO_CHAT if chat_id is None else chat_id,
                    "body": body,
                    "received": stored(received),
                }
                for update_id, chat_id, body in updates
            ],
        )

    async def take(self, limit: int) -> list[Pending]:
        """The oldest update of each chat, oldest first. Marks nothing."""
        return [
            Pending(
                update_id=row["update_id"],
                chat_id=row["chat_id"],
                body=row["body"],
                tries=row["tries"],
                more=row["number"] > 1,
            )
            async for row in self.sql.take(self.db, limit=limit)
        ]

    async def done(self, update_id: int) -> None:
        """Handled: only the number stays."""
        await self.sql.done(self.db, update_id=update_id)

    async def done_all(self, update_ids: Iterable[int]) -> None:
        """The same for several."""
        await self.sql.done_all(self.db, [{"update_id": number} for number in update_ids])

    async def seize(self, update_id: int) -> bool:
        """Whether an update is still to be done; waits until a commit that is under way is over."""
        return bool(await self.sql.seize(self.db, update_id=update_id))

    async def failed(self, update_id: int) -> int:
        """Count a failed try; gives how many there were."""
        return int(await self.sql.failed(self.db, update_id=update_id) or 0)

    async def waiting(self) -> int:
        """How many updates are not handled yet."""
        return int(await self.sql.waiting(self.db))

    async def purge(self, before: datetime) -> int:
        """Forget the numbers of updates received before a moment; gives how many."""
        return int(await self.sql.purge(self.db, before=stored(before)))
