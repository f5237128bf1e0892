"""Messages that are kept up to date for a while."""

from __future__ import annotations

from .moments import read, stored
from .records import Screen
from .subject import Subject


class Screens(Subject):
    """At most one per chat: the newest."""

    name = "screens"

    async def all(self) -> list[Screen]:
        return [
            Screen(
                chat_id=row["chat_id"],
                message_id=row["message_id"],
                press=row["press"],
                language=row["language"],
                until=read(row["until"]),
            )
            async for row in self.sql.all(self.db)
        ]

    async def put(self, screen: Screen) -> None:
        """Keep this one up to date; whichever was in this chat before stays as it is."""
        await self.sql.put(
            self.db,
            chat_id=screen.chat_id,
            message_id=screen.message_id,
            press=screen.press,
            language=screen.language,
            until=stored(screen.until),
        )

    async def end(self, chat_id: int, message_id: int) -> None:
        """Leave it as it is; a newer one of this chat goes on."""
        await self.sql.end(self.db, chat_id=chat_id, message_id=message_id)
