"""A small, fast stand-in for the Bot API, in a process and on a core of its own.

It understands just enough HTTP/1.1 for the contestants: kept connections, bodies with a length.
It prints its port when it is ready. ``POST /control`` sets the delay (seconds) and the limit (sends
a second) and begins the counts anew; ``GET /control`` tells them.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import cast
from urllib.parse import parse_qs

import orjson
import uvloop

from tests.bench.tally import Tally
from tests.bench.usage import SERVER_CORE, pin

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
SEND = b"sendmessage"
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "solidarity_bench_bot"}
SENT = (
    b'{"ok":true,"result":{"message_id":%d,"from":'
    + orjson.dumps(ME)
    + b',"chat":{"id":%d,"first_name":"A","type":"private"},"date":%d,"text":"short"}}'
)
TRUE = b'{"ok":true,"result":true}'
NOTHING = b'{"ok":true,"result":[]}'
TOO_MANY = orjson.dumps(
    {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
)
HEAD = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
OK = b"200 OK"
LONGEST_POLL = 30.0


class Api:
    """All connections share one of these."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.tally = Tally()
        self.delay = 0.0

    def control(self, verb: bytes, body: bytes) -> bytes:
        if verb == b"POST":
            wanted = orjson.loads(body)
            self.delay, self.tally.limit = wanted["delay"], wanted["limit"]
            self.tally.reset()
        return orjson.dumps(self.tally.figures())

    def answer(self, method: bytes, body: bytes) -> tuple[bytes, bytes, float]:
        """Status, body, and the seconds until they go out."""
        self.tally.requests += 1
        if method == SEND:
            return self._send(body)
        if method == b"getupdates":
            asked = orjson.loads(body or b"{}").get("timeout", 0)
            return OK, NOTHING, min(float(asked), LONGEST_POLL)
        if method == b"getme":
            return OK, orjson.dumps({"ok": True, "result": ME}), self.delay
        return OK, NOTHING if method == b"getmycommands" else TRUE, self.delay

    def _send(self, body: bytes) -> tuple[bytes, bytes, float]:
        chat_id, text = _addressed(body)
        number = self.tally.take(chat_id, text)
        if number is None:
            return b"429 Too Many Requests", TOO_MANY, self.delay
        return OK, SENT % (number, chat_id, int(time.time())), self.delay


class Connection(asyncio.Protocol):
    """One kept connection."""

    transport: asyncio.Transport

    def __init__(self, api: Api) -> None:
        self._api = api
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        while data:
            end = data.find(HEAD_END)
            if end < 0:
                break
            found = LENGTH.search(data, 0, end)
            whole = end + len(HEAD_END) + (int(found[1]) if found else 0)
            if len(data) < whole:
                break
            self._request(data, data[end + len(HEAD_END) : whole])
            data = data[whole:]
        self._rest = data

    def _request(self, head: bytes, body: bytes) -> None:
        verb, path, _ = head.split(b" ", 2)
        if path == b"/control":
            self._write(OK, self._api.control(verb, body))
            return
        status, answer, delay = self._api.answer(path.rpartition(b"/")[2].lower(), body)
        if delay:
            self._api.loop.call_later(delay, self._write, status, answer)
        else:
            self._write(status, answer)

    def _write(self, status: bytes, body: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(HEAD % (status, len(body), body))


def _addressed(body: bytes) -> tuple[int, str]:
    """Chat and text of a send; libraries write JSON or a form."""
    if body.startswith(b"{"):
        sent = orjson.loads(body)
        return int(sent["chat_id"]), str(sent["text"])
    form = parse_qs(body.decode(), strict_parsing=True)
    return int(form["chat_id"][0]), form["text"][0]


async def serve() -> None:
    loop = asyncio.get_running_loop()
    api = Api(loop)
    server = await loop.create_server(lambda: Connection(api), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    pin(SERVER_CORE)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())
