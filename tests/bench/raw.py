"""How much the fake itself can take: prepared bytes over bare sockets, nothing read but the end."""

from __future__ import annotations

import asyncio
import time
from typing import Any, cast
from urllib.parse import urlsplit

import uvloop

from tests.bench.control import Control
from tests.bench.message import FIRST_CHAT, HTML
from tests.bench.race import asked, tell

CONNECTIONS = 30


class Asking(asyncio.Protocol):
    """One connection: the next request as soon as the answer is there."""

    transport: asyncio.Transport

    def __init__(self, request: bytes, until: float) -> None:
        self._request = request
        self._until = until
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not data.endswith(b"}"):
            return
        if time.monotonic() < self._until:
            self.transport.write(self._request)
        else:
            self.transport.close()
            self.done.set_result(None)


async def race(wanted: dict[str, Any]) -> float:
    """Requests a second that the fake has answered."""
    control = Control(wanted["url"])
    control.reset()
    place = urlsplit(wanted["url"])
    body = f'{{"chat_id":{FIRST_CHAT},"parse_mode":"HTML","text":"{HTML}"}}'.encode()
    head = (
        f"POST /bot{wanted['token']}/sendMessage HTTP/1.1\r\nHost: {place.netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    started = time.monotonic()
    loop = asyncio.get_running_loop()
    lines = [
        await loop.create_connection(
            lambda: Asking(head.encode() + body, started + wanted["seconds"]),
            place.hostname,
            place.port,
        )
        for _ in range(CONNECTIONS)
    ]
    await asyncio.gather(*(line.done for _, line in lines))
    return control.counts().answered / (time.monotonic() - started)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tell(rate=runner.run(race(asked())))
