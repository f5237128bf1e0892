"""Fetches updates by long polling and stores each before Telegram is told that it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from telegram.error import TelegramError

from bot.log import logger

from .outcomes import Answered
from .transport import Transport

log = logger(__name__)

POLL_SECONDS = 30
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds to wait after the first, second, … failure in a row."""
WANTED = ("message", "callback_query", "my_chat_member")

Accept = Callable[[list[dict[str, Any]]], Awaitable[None]]


class Poller:
    """A getUpdates loop. ``accept`` commits the updates to the inbox before it returns."""

    def __init__(self, transport: Transport, base_url: str, accept: Accept) -> None:
        self._transport = transport
        self._url = f"{base_url}/getUpdates"
        self._accept = accept
        self._offset: int | None = None
        self._failures = 0

    async def step(self) -> bool:
        """One request. True when it brought updates: there may be more."""
        try:
            answer = await self._transport.send(self._url, self._body(), POLL_SECONDS + 10)
        except TelegramError as error:
            await self._pause(error)
            return True
        self._failures = 0
        updates = [u for u in answer["result"] if isinstance(u.get("update_id"), int)]
        if updates:
            await self._accept(updates)
            self._offset = updates[-1]["update_id"] + 1
        return True

    def _body(self) -> bytes:
        wanted: dict[str, object] = {"timeout": POLL_SECONDS, "allowed_updates": WANTED}
        if self._offset is not None:
            wanted["offset"] = self._offset
        return orjson.dumps(wanted)

    async def _pause(self, error: TelegramError) -> None:
        seconds = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        status = error.status if isinstance(error, Answered) else None
        why = {
            409: "another program reads this bot's updates",
            401: "Telegram does not accept the token",
            404: "Telegram does not accept the token",
        }.get(status or 0, type(error).__name__)
        log.warning("no updates", why=why, again_in=seconds)
        await asyncio.sleep(seconds)
