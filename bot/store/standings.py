"""Standings: the few kinds of chats that get the same text at the same turn."""

from __future__ import annotations

from bot.core.chats import Audience, Standing

from .engine import Row
from .records import Placed
from .subject import Subject


class Standings(Subject):
    """A subscription knows its chat's standing, so that a broadcast need not look at the chats."""

    name = "standings"

    async def lacking(self, alert_id: int, slug: str) -> list[Placed]:
        """Standings of living subscribers for whom an alert has no turn yet, largest first.

        Looks at every subscription of the campaign: 0.1 s for a million, so ask a reader.
        """
        rows = self.sql.lacking(self.db, alert_id=alert_id, slug=slug)
        return [placed(row) async for row in rows]


def placed(row: Row) -> Placed:
    """A standing from its row."""
    audience = Audience(language=row["language"], zone=row["zone"] or None, kind=row["kind"])
    return Placed(
        id=row["id"],
        standing=Standing(
            audience=audience,
            country=row["country"] or None,
            wakes=row["wakes"],
            sleeps=row["sleeps"],
        ),
        chats=row["number"],
    )
