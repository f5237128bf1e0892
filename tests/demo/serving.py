"""The demo on a real loopback port, in a thread of its own, with the stand-in bot beside it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn

from bot.demo.bot_api import BotApi
from bot.demo.server import build_demo_app
from bot.demo.stage import Stage
from tests.demo.people import Journey, a_stage, an_api
from tests.demo.standin import StandIn, keep_running

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running demo. `act` runs something in the server's own event loop."""

    url: str
    api: BotApi
    journey: Journey
    loop: asyncio.AbstractEventLoop

    def act(self, deed: Callable[[], T]) -> T:
        async def run() -> T:
            return deed()

        future: Future[T] = asyncio.run_coroutine_threadsafe(run(), self.loop)
        return future.result(10)


@contextmanager
def serving(
    *, with_bot: bool = True, stage: Stage | None = None, port: int = 0
) -> Iterator[Served]:
    journey = Journey()
    api = an_api(journey)
    listener = socket.create_server(("127.0.0.1", port))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = build_demo_app(api, journey, stage or a_stage())
    config = uvicorn.Config(app, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    loops: list[asyncio.AbstractEventLoop] = []

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        tasks: list[asyncio.Task[Any]] = []
        if with_bot:
            bot = StandIn(url, api.token, api.username)
            tasks.append(asyncio.create_task(keep_running(bot)))
        await server.serve([listener])
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    try:
        while not server.started:
            thread.join(0.02)
        yield Served(url=url, api=api, journey=journey, loop=loops[0])
    finally:
        loops[0].call_soon_threadsafe(api.close)
        server.should_exit = True
        thread.join(15)
        listener.close()
