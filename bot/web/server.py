"""Uvicorn inside our own event loop: we start it, we stop it, signals stay ours."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from .lines import Limits, Line


class PlaceTaken(OSError):
    """The address and port cannot be had. ``strerror`` says why."""


class _Guest(uvicorn.Server):
    """A server that says when it is up, and leaves the process's signal handlers alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(
    app: ASGIApp, host: str, port: int, limits: Limits | None = None
) -> AsyncIterator[int]:
    """Serve until the block ends; gives the port really used. Raises PlaceTaken."""
    with listening(host, port) as listener:
        config = uvicorn.Config(
            app,
            http=_lines(limits or Limits()),
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            # Uvicorn's own time between requests is not needed: a line has its times.
            timeout_keep_alive=3600,
            lifespan="auto",
        )
        server = _Guest(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await server.up.wait()
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


def _lines(chosen: Limits) -> type[Line]:
    class Limited(Line):
        limits = chosen

    return Limited


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the place and closed afterwards. Raises PlaceTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.ExitStack() as stack:
        try:
            # Only where TCP is named does asyncio send at once what it has, not 40 ms later.
            kind = (family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            listener = stack.enter_context(socket.socket(*kind))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen()
        except OSError as error:
            raise PlaceTaken(error.errno, error.strerror or type(error).__name__) from None
        yield listener
