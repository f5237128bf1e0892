"""One bot at Telegram: who it is, and how its updates come to us."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from telegram import Bot
from telegram.error import TelegramError

from bot.log import logger

from .outcomes import MISREAD, Answered, unquoted
from .poller import WANTED
from .transport import Transport

log = logger(__name__)

T = TypeVar("T")

PAUSE = 5.0
"""Seconds between tries to reach Telegram at the start."""


class TokenRefused(Exception):
    """Telegram does not know the bot's token."""


class NoAnswer(Exception):
    """Nothing at the address answers as the Bot API does; the words say what came instead."""


class Connection:
    """The library's bot object over our own pool of connections."""

    def __init__(self, token: str, api_url: str) -> None:
        self.transport = Transport(api_url, proxy=proxy_for(api_url))
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
                return await unless(stop, self.own_name())
            except NoAnswer as trouble:
                log.warning("Telegram cannot be reached", why=str(trouble))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)
        return None

    async def own_name(self) -> str:
        """The bot's own name, asked once. Raises TokenRefused or NoAnswer."""
        try:
            name = (await self.bot.get_me()).username
        except Answered as error:
            if error.token_refused:
                raise TokenRefused from None
            raise NoAnswer(f"the answer was {error}") from None
        except TelegramError as error:
            raise NoAnswer(str(error)) from None
        except MISREAD as error:
            raise NoAnswer(type(error).__name__) from None
        if not isinstance(name, str) or not name:
            raise NoAnswer("the bot has no name")
        return name

    async def leave_webhook(self, stop: asyncio.Event) -> None:
        """Updates will be fetched: Telegram must not send them by itself."""
        await _once(stop, self.bot.delete_webhook())

    async def take_webhook(self, url: str, secret: str, stop: asyncio.Event) -> None:
        """Updates are to be sent to ``url``, with the secret in their header."""
        await _once(stop, self.bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED))


@asynccontextmanager
async def connected(token: str, api_url: str) -> AsyncIterator[Connection]:
    """A connection whose pool is open within the block."""
    connection = Connection(token, api_url)
    await connection.transport.initialize()
    try:
        yield connection
    finally:
        await connection.transport.shutdown()


async def unless(stop: asyncio.Event, call: Awaitable[T]) -> T | None:
    """What the call gives; None, at once, when told to stop before."""
    work = asyncio.ensure_future(call)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((work, stopping), return_when=asyncio.FIRST_COMPLETED)
        return work.result() if work.done() else None
    finally:
        work.cancel()
        stopping.cancel()
        await asyncio.gather(work, stopping, return_exceptions=True)


async def _once(stop: asyncio.Event, call: Awaitable[object]) -> None:
    """A call whose failure is logged and no reason to stop."""
    try:
        await unless(stop, call)
    except Answered as error:
        log.warning("Telegram refused a setting", why=unquoted(error.description))
    except (TelegramError, *MISREAD) as error:
        log.warning("a setting did not reach Telegram", why=type(error).__name__)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY and so on).

    None where none is named, or none leads there, as to this very machine. Of one that cannot be
    used the log warns: whoever named it believes that nothing goes without it.
    """
    parts = urlsplit(url)
    if is_here(url) or proxy_bypass(parts.hostname or ""):
        return None
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all") or ""
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        if proxy:
            log.warning("the proxy is not used: only http:// and https:// are understood")
        return None
    return proxy


def is_here(url: str) -> bool:
    """Whether a server is on this very machine: no proxy leads there."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
