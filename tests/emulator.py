"""The emulated Telegram on a loopback port, in a thread of its own, for bots in other processes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from starlette.applications import Starlette

from bot.demo.bot_api import BotApi
from bot.demo.http_api import bot_routes
from bot.web.server import serving

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Emulator:
    """A running server. Everything about ``api`` is done by ``act``, in the server's own loop."""

    url: str
    api: BotApi
    loop: asyncio.AbstractEventLoop
    _patience: float = field(default=60.0)

    def act(self, deed: Callable[[BotApi], T]) -> T:
        """Do something with the emulated Telegram, or look something up in it."""

        async def done() -> T:
            return deed(self.api)

        future: Future[T] = asyncio.run_coroutine_threadsafe(done(), self.loop)
        return future.result(10)

    def until(self, what: str, holds: Callable[[BotApi], bool]) -> None:
        """Wait until something holds; fails with ``what`` if it never does."""
        give_up = time.monotonic() + self._patience
        while not self.act(holds):
            assert time.monotonic() < give_up, f"waited in vain: {what}"
            time.sleep(0.01)


@asynccontextmanager
async def served(api: BotApi) -> AsyncIterator[str]:
    """Serve an emulated Telegram in this loop; gives its address."""
    async with serving(Starlette(routes=bot_routes(api)), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"
        api.close()


@contextmanager
def emulating(token: str, username: str) -> Iterator[Emulator]:
    """Serve an empty Telegram until the block ends."""
    api = BotApi(token=token, username=username, now=lambda: datetime.now(UTC))
    ready: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        ended = asyncio.Event()
        async with served(api) as url:
            ready.set_result((url, asyncio.get_running_loop(), ended))
            await ended.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    url, loop, ended = ready.result(10)
    try:
        yield Emulator(url=url, api=api, loop=loop)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(15)
