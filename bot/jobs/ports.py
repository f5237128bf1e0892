"""What the jobs need from the door to Telegram, in the words of the trade."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Protocol

from bot.core.messages import Incoming, Menu, Message, Outcome, Reply
from bot.store.store import Tx


class Prepared(Protocol):
    """A message made ready once, to be sent to many chats."""

    def to(self, chat_id: int, thread: int | None, *, silent: bool) -> bytes:
        """The request for one chat."""
        ...


class Messenger(Protocol):
    """Sends. None of its methods raises for anything that Telegram or the network does."""

    def prepare(self, message: Message) -> Prepared:
        """Make a message ready; everything but the chat is fixed from here on."""
        ...

    async def deliver(
        self, prepared: Prepared, chat_id: int, thread: int | None, *, silent: bool
    ) -> Outcome:
        """Send a prepared message to one chat, once."""
        ...

    async def reply(
        self, incoming: Incoming, reply: Reply, *, skip: int = 0
    ) -> tuple[Outcome, ...]:
        """Answer an update: the press, the edit, the messages; each at most once."""
        ...

    async def set_menus(self, menus: Sequence[Menu]) -> None:
        """Set the command menus that differ from what Telegram has."""
        ...


class Translator(Protocol):
    """Turns Telegram's update into ours; asks Telegram whether a sender is a group admin."""

    def __call__(self, body: str) -> Awaitable[Incoming | None]: ...


class Answerer(Protocol):
    """Answers an update inside the transaction that also marks it as handled."""

    def __call__(self, incoming: Incoming, tx: Tx) -> Awaitable[Reply]: ...
