"""Chats: what is kept about each, and how all of it is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.chats import Chat

from .dialogues import dialogue
from .engine import Row
from .moments import stored
from .records import ChatData, Dialogue
from .subject import Subject

_COLUMNS = (
    "kind",
    "thread",
    "language",
    "country",
    "zone",
    "place",
    "wakes",
    "sleeps",
)


def _chat(row: Row) -> Chat:
    choices: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    return Chat(id=row["id"], known=True, language_chosen=bool(row["language_chosen"]), **choices)


class Chats(Subject):
    """One row per chat in which somebody has chosen something."""

    name = "chats"

    async def get(self, chat_id: int) -> Chat | None:
        row = await self.sql.get(self.db, chat_id=chat_id)
        return None if row is None else _chat(row)

    async def meet(
        self, chat_id: int, user_id: int, now: datetime
    ) -> tuple[Chat | None, Dialogue | None]:
        """The chat, and what this person was last asked in it, while that is open."""
        row = await self.sql.meet(self.db, chat_id=chat_id, user_id=user_id, now=stored(now))
        return None if row["id"] is None else _chat(row), dialogue(row)

    async def save(self, chat: Chat, week: str) -> None:
        """Insert or change; the week of joining stays the first, and a gone chat lives again."""
        choices = {name: getattr(chat, name) for name in _COLUMNS}
        await self.sql.save(
            self.db, id=chat.id, language_chosen=int(chat.language_chosen), joined=week, **choices
        )
        await self._stand(chat.id)

    async def retire(self, chat_id: int) -> None:
        """The chat cannot be reached: nothing more is sent there until it is revived."""
        await self.sql.retire(self.db, chat_id=chat_id, now=stored(self.now))
        await self._stand(chat_id)
        await self.queries["outbox"].cancel_chat(self.db, chat_id=chat_id)

    async def revive(self, chat_id: int) -> None:
        if await self.sql.revive(self.db, chat_id=chat_id):
            await self._stand(chat_id)

    async def retired(self, before: datetime) -> list[int]:
        """Chats gone since before a moment: to be forgotten."""
        rows = self.sql.retired(self.db, before=stored(before))
        return [row["id"] async for row in rows]

    async def forget(self, chat_id: int) -> None:
        """Delete every row of every table about this chat, or about the person with this id.

        The bytes are gone from the disk after the store's ``wipe_log``.
        """
        for delete in (
            "delete_subscriptions",
            "delete_reminders",
            "delete_sender",
            "delete_dialogues",
            "delete_tokens",
            "delete_screen",
            "empty_inbox",
            "delete",
        ):
            await getattr(self.sql, delete)(self.db, chat_id=chat_id)
        await self.queries["outbox"].delete_chat(self.db, chat_id=chat_id)
        await self._leave_no_trace(chat_id)

    async def move(self, old_id: int, new_id: int) -> None:
        """A group has a new id; where both are known, the new one's choices stay.

        A message in flight to the old id keeps it; once it is settled as PENDING, move again.
        """
        for copy in ("copy", "copy_subscriptions", "copy_reminders", "copy_sender"):
            await getattr(self.sql, copy)(self.db, old_id=old_id, new_id=new_id)
        await self._stand(new_id)
        for step in ("yield_to_older", "yield_to_newer", "rename"):
            await getattr(self.queries["outbox"], step)(self.db, old_id=old_id, new_id=new_id)
        await self.queries["fanout"].step_back(self.db, old_id=old_id, new_id=new_id)
        for delete in (
            "delete_subscriptions",
            "delete_reminders",
            "delete_sender",
            "delete_dialogues",
            "delete_tokens",
            "delete",
        ):
            await getattr(self.sql, delete)(self.db, chat_id=old_id)

    async def mydata(self, chat_id: int) -> ChatData | None:
        row = await self.sql.get(self.db, chat_id=chat_id)
        if row is None:
            return None
        slugs = self.queries["subscriptions"].of(self.db, chat_id=chat_id)
        return ChatData(
            chat=_chat(row),
            slugs=tuple([each["slug"] async for each in slugs]),
            reminders=await self.sql.reminders(self.db, chat_id=chat_id),
            sender_kept=await self.queries["senders"].get(self.db, chat_id=chat_id) is not None,
            joined_week=row["joined"],
        )

    async def counts(self) -> Mapping[str, int]:
        """How many chats there are: by kind, and ``gone``."""
        return {row["kind"]: row["number"] async for row in self.sql.counts(self.db)}

    async def _stand(self, chat_id: int) -> None:
        """Note with its subscriptions which text it gets and when it is its turn; gone: none."""
        for step in ("intern", "assign"):
            await getattr(self.queries["standings"], step)(self.db, chat_id=chat_id)

    async def _leave_no_trace(self, chat_id: int) -> None:
        self.forgotten.add(chat_id)
        await self.sql.mark_unwiped(self.db)
