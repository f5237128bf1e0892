"""Who wants to be told when an office opens."""

from __future__ import annotations

from datetime import datetime

from .engine import Row
from .moments import read, stored
from .records import Reminder
from .subject import Subject


def _reminder(row: Row) -> Reminder:
    return Reminder(
        chat_id=row["chat_id"],
        slug=row["slug"],
        office=row["office"],
        due=read(row["due"]),
        created=read(row["created"]),
    )


class Reminders(Subject):
    """One reminder per chat and office: the newest wish counts."""

    name = "reminders"

    async def add(
        self, chat_id: int, slug: str, office: str, due: datetime, created: datetime
    ) -> bool:
        """Remember, or move to another moment; False if the same was there already."""
        return bool(
            await self.sql.add(
                self.db,
                chat_id=chat_id,
                slug=slug,
                office=office,
                due=stored(due),
                created=stored(created),
            )
        )

    async def due(self, now: datetime, limit: int = 500) -> list[Reminder]:
        """What has fallen due, the longest overdue first."""
        rows = self.sql.due(self.db, now=stored(now), limit=limit)
        return [_reminder(row) async for row in rows]

    async def remove(self, chat_id: int, slug: str, office: str) -> bool:
        """False if there was none."""
        return bool(await self.sql.remove(self.db, chat_id=chat_id, slug=slug, office=office))

    async def of(self, chat_id: int) -> list[Reminder]:
        """A chat's reminders, the next first."""
        return [_reminder(row) async for row in self.sql.of(self.db, chat_id=chat_id)]

    async def next_due(self) -> datetime | None:
        due = await self.sql.next_due(self.db)
        return None if due is None else read(due)
