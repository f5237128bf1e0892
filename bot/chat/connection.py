"""One bot at Telegram: who it is, and how its updates come to us."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import TelegramError

from bot.log import logger

from .outcomes import Answered
from .poller import WANTED
from .transport import Transport

log = logger(__name__)

PAUSE = 5.0
"""Seconds between tries to reach Telegram at the start."""


class TokenRefused(Exception):
    """Telegram does not know the bot's token."""


class Connection:
    """The library's bot object over our own pool of connections."""

    def __init__(self, token: str, api_url: str) -> None:
        self.transport = Transport()
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self.transport,
            get_updates_request=self.transport,
        )

    async def username(self, stop: asyncio.Event) -> str | None:
        """The bot's own name, asked until Telegram can be reached; None if told to stop before.

        Raises TokenRefused.
        """
        while not stop.is_set():
            try:
                return str((await self.bot.get_me()).username)
            except Answered as error:
                if error.status in {401, 404}:
                    raise TokenRefused from None
                log.warning("Telegram does not answer as it should", status=error.status)
            except TelegramError as error:
                log.warning("Telegram cannot be reached", why=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)
        return None

    async def leave_webhook(self) -> None:
        """Updates will be fetched: Telegram must not send them by itself."""
        await _once(self.bot.delete_webhook())

    async def take_webhook(self, url: str, secret: str) -> None:
        """Updates are to be sent to ``url``, with the secret in their header."""
        await _once(self.bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED))


@asynccontextmanager
async def connected(token: str, api_url: str) -> AsyncIterator[Connection]:
    """A connection whose pool is open within the block."""
    connection = Connection(token, api_url)
    await connection.transport.initialize()
    try:
        yield connection
    finally:
        await connection.transport.shutdown()


async def _once(call: Awaitable[object]) -> None:
    """A call whose failure is logged and no reason to stop."""
    try:
        await call
    except TelegramError as error:
        log.warning("Telegram refused a setting", why=error.message)
