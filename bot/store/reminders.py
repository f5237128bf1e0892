"""Who wants to be told when an office opens."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.places import zone as zone_named

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


def _wall(due: datetime, zone: str) -> str:
    """What a clock shows at a moment, without its zone: "2003-01-06T09:00:00"."""
    return due.astimezone(zone_named(zone)).replace(tzinfo=None).isoformat()


class Reminders(Subject):
    """One reminder per chat and office: the newest wish counts."""

    name = "reminders"

    async def add(
        self,
        chat_id: int,
        slug: str,
        office: str,
        due: datetime,
        created: datetime,
        zone: str | None = None,
    ) -> bool:
        """Remember, or move to another moment; False if the same was there already.

        ``zone``: IANA name of the clock whose hour is meant; None where a moment is.
        """
        return bool(
            await self.sql.add(
                self.db,
                chat_id=chat_id,
                slug=slug,
                office=office,
                due=stored(due),
                created=stored(created),
                wall=_wall(due, zone) if zone else None,
                zone=zone,
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

    async def follow_clocks(self, now: datetime) -> int:
        """Move what lies ahead to the hours that were meant, by the rules of clocks as they are.

        How many reminders that moved.
        """
        moved = 0
        walls = [row async for row in self.sql.walls(self.db, since=stored(now))]
        for row in walls:
            local = datetime.fromisoformat(row["wall"]).replace(tzinfo=zone_named(row["zone"]))
            due = stored(local.astimezone(UTC))
            if due != row["due"]:
                where = {"wall": row["wall"], "zone": row["zone"], "before": row["due"]}
                moved += int(await self.sql.follow(self.db, **where, due=due))
        return moved

    async def next_due(self) -> datetime | None:
        due = await self.sql.next_due(self.db)
        return None if due is None else read(due)
