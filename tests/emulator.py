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
from typing import NamedTuple, TypeVar

from starlette.applications import Starlette

from bot.demo.bot_api import BotApi
from bot.demo.http_api import bot_routes
from bot.web.server import serving

T = TypeVar("T")


class _Order(NamedTuple):
    """Told to whoever serves: be there or not, and tell when that is so."""

    there: bool
    done: Future[None]
    last: bool = False


@dataclass(frozen=True, kw_only=True)
class Emulator:
    """A running server. Everything about ``api`` is done by ``act``, in the server's own loop."""

    url: str
    api: BotApi
    loop: asyncio.AbstractEventLoop
    _orders: asyncio.Queue[_Order]
    _patience: float = field(default=60.0)

    def act(self, deed: Callable[[BotApi], T]) -> T:
        """Do something with the emulated Telegram, or look something up in it."""

        async def done() -> T:
            return deed(self.api)

        future: Future[T] = asyncio.run_coroutine_threadsafe(done(), self.loop)
        return future.result(10)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Meanwhile nobody listens: connections are refused."""
        self._tell(there=False)
        try:
            yield
        finally:
            self._tell(there=True)

    def _tell(self, *, there: bool) -> None:
        order = _Order(there, Future())
        self.loop.call_soon_threadsafe(self._orders.put_nowait, order)
        order.done.result(15)

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
    orders: asyncio.Queue[_Order] = asyncio.Queue()
    ready: Future[tuple[int, asyncio.AbstractEventLoop]] = Future()

    async def serve() -> None:
        order, port = _Order(True, Future()), 0
        while not order.last:
            if order.there:
                async with serving(Starlette(routes=bot_routes(api)), "127.0.0.1", port) as port:
                    order.done.set_result(None)
                    if not ready.done():
                        ready.set_result((port, asyncio.get_running_loop()))
                    order = await orders.get()
                    if order.last:
                        api.close()
            else:
                order.done.set_result(None)
                order = await orders.get()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    port, loop = ready.result(10)
    try:
        yield Emulator(url=f"http://127.0.0.1:{port}", api=api, loop=loop, _orders=orders)
    finally:
        loop.call_soon_threadsafe(orders.put_nowait, _Order(False, Future(), last=True))
        thread.join(15)
