"""Names for letters, kept only for those who asked for it, sealed by whoever keeps them."""

from __future__ import annotations

from .subject import Subject


class Senders(Subject):
    """Name, city and union of the person behind a private chat, as a box without its key."""

    name = "senders"

    async def get(self, chat_id: int) -> str | None:
        sealed = await self.sql.get(self.db, chat_id=chat_id)
        return None if sealed is None else str(sealed)

    async def put(self, chat_id: int, sealed: str) -> None:
        await self.sql.put(self.db, chat_id=chat_id, data=sealed)

    async def remove(self, chat_id: int) -> bool:
        """False if there was nothing."""
        return bool(await self.sql.remove(self.db, chat_id=chat_id))

    async def in_clear(self) -> dict[int, str]:
        """By chat: what was kept as plain JSON before names were sealed."""
        rows = self.sql.in_clear(self.db)
        return {row["chat_id"]: row["data"] async for row in rows}
