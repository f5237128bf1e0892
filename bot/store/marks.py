"""Small notes of the program to itself, and the log of who did what."""

from __future__ import annotations

from datetime import datetime

from .moments import stored
from .subject import Subject


class Marks(Subject):
    """One text per name: the scheduler's last tick, a closed gate. Never about a single chat."""

    name = "marks"

    async def get(self, name: str) -> str | None:
        value = await self.sql.get(self.db, name=name)
        return None if value is None else str(value)

    async def put(self, name: str, value: str) -> None:
        await self.sql.put(self.db, name=name, value=value)


class Audit(Subject):
    """Who did what; people appear only as keyed hashes."""

    name = "audit"

    async def add(self, actor_hash: str, action: str, subject: str, now: datetime) -> None:
        await self.sql.add(
            self.db, at=stored(now), actor=actor_hash, action=action, subject=subject
        )

    async def purge(self, before: datetime) -> int:
        return int(await self.sql.purge(self.db, before=stored(before)))
