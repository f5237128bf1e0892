"""Who follows which campaign."""

from __future__ import annotations

from bot.core.chats import Audience

from .subject import Subject


class Subscriptions(Subject):
    """Pairs of chat and campaign. The chat's row has to be there first."""

    name = "subscriptions"

    async def add(self, chat_id: int, slug: str) -> bool:
        """False if it was there already."""
        added = bool(await self.sql.add(self.db, chat_id=chat_id, slug=slug))
        await self.queries["standings"].assign(self.db, chat_id=chat_id)
        return added

    async def remove(self, chat_id: int, slug: str) -> bool:
        """False if there was none. What is still waiting for this chat is withdrawn with it."""
        await self.sql.withdraw(self.db, chat_id=chat_id, slug=slug)
        return bool(await self.sql.remove(self.db, chat_id=chat_id, slug=slug))

    async def of(self, chat_id: int) -> tuple[str, ...]:
        """The campaigns a chat follows, in alphabetical order."""
        return tuple([row["slug"] async for row in self.sql.of(self.db, chat_id=chat_id)])

    async def audiences(self, slug: str) -> list[tuple[Audience, int]]:
        """For whom an alert has to be written, with the number of living chats, most first."""
        return [
            (
                Audience(language=row["language"], zone=row["zone"] or None, kind=row["kind"]),
                int(row["number"]),
            )
            async for row in self.sql.audiences(self.db, slug=slug)
        ]

    async def number(self, slug: str) -> int:
        """How many living chats follow a campaign."""
        return int(await self.sql.number(self.db, slug=slug))
