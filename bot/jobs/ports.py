"""What the jobs need from the door to Telegram, in the words of the trade."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any, Protocol

from bot.core.delivery import Act
from bot.core.messages import Incoming, Menu, Message, Outcome, Reply
from bot.store.store import Tx


class Messenger(Protocol):
    """Sends. None of its methods raises for anything that Telegram or the network does."""

    def prepare(self, message: Message, act: Act = Act.SEND) -> Any:
        """Make a message ready for ``deliver``; everything but the chat is fixed from here on."""
        ...

    async def deliver(
        self,
        prepared: Any,
        chat_id: int,
        thread: int | None = None,
        *,
        silent: bool = False,
        copy: int | None = None,
    ) -> Outcome:
        """Send what was prepared to one chat, once; or edit or delete the ``copy`` there."""
        ...

    async def probe(self) -> Outcome:
        """Ask Telegram something that changes nothing."""
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
