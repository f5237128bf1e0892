"""People who write to the bot: the updates Telegram would bring, and when each was answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

from tests.bench.engine import Engine

FIRST_PERSON = 8_000_000_000


def start(update_id: int, chat_id: int) -> dict[str, Any]:
    """Somebody presses Start."""
    person = {"id": chat_id, "first_name": "A", "language_code": "en"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": int(time.time()),
            "chat": {"id": chat_id, "type": "private", "first_name": "A"},
            "from": {**person, "is_bot": False},
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        },
    }


class People:
    """Everybody writes once and waits for the reply before writing again."""

    def __init__(self, engine: Engine) -> None:
        self._app = engine.app
        self._numbers = itertools.count(1)
        self._written: dict[int, float] = {}
        self._heard = asyncio.Event()
        self.waits: list[float] = []
        """Seconds from the acceptance of an update to the end of its reply."""
        engine.messenger.told = self._told

    @property
    def waiting(self) -> int:
        """How many have no reply yet."""
        return len(self._written)

    async def write(self, *chats: int) -> None:
        """All of these write at the same moment."""
        now = time.monotonic()
        self._written |= dict.fromkeys(chats, now)
        await self._app.accept([start(next(self._numbers), chat) for chat in chats])

    async def talk(self, chats: int, seconds: float) -> None:
        """So many keep writing, each again as soon as there is a reply."""
        until = time.monotonic() + seconds
        everybody = range(FIRST_PERSON, FIRST_PERSON + chats)
        while time.monotonic() < until:
            self._heard.clear()
            free = [chat for chat in everybody if chat not in self._written]
            if free:
                await self.write(*free)
            else:
                await self._heard.wait()
        await self.silence()

    async def silence(self) -> None:
        """Wait until everybody has a reply."""
        while self._written:
            self._heard.clear()
            await self._heard.wait()

    def _told(self, chat_id: int) -> None:
        written = self._written.pop(chat_id, None)
        if written is not None:
            self.waits.append(time.monotonic() - written)
        self._heard.set()
