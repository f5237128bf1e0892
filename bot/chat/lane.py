"""The way of bytes made ready before, to one server: alerts and replies, by far the most requests.

aiohttp carries all else; for these it costs five times the CPU a message.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohappyeyeballs import AddrInfoType, start_connection

from .link import Answer, Link
from .outcomes import NotSent

OPEN_SECONDS = 10.0
"""For a new connection: the server's name, TCP and TLS."""
KEPT_SECONDS = 30.0
"""What rested for longer is closed: the server may be about to end it."""
NAME_SECONDS = 10.0
"""So long a name's addresses are remembered: many connections are opened at once."""
SECOND_WAY = 0.25
"""Seconds after which the next address is tried beside the first (RFC 8305)."""


class Lane:
    """As many connections as there are requests at once; callers bound these. Lives in one loop.

    ``api_url``: scheme, host and perhaps port, such as ``https://api.telegram.org``.
    """

    def __init__(self, api_url: str) -> None:
        parts = urlsplit(api_url)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._host = parts.hostname or ""
        self._port = parts.port or (80 if self._tls is None else 443)
        self._named = parts.netloc
        self._heads: dict[str, bytes] = {}
        self._loop = asyncio.get_running_loop()
        self._links: set[Link] = set()
        self._resting: list[Link] = []
        self._sweep: asyncio.TimerHandle | None = None
        self._addresses: Sequence[AddrInfoType] = ()
        self._named_until = float("-inf")
        self._naming = asyncio.Lock()
        self._closed = False

    async def post(self, url: str, body: bytes, seconds: float) -> Answer:
        """The answer to a JSON body, here as a whole within ``seconds``.

        Raises NotSent where no connection can be opened, else Unsure.
        """
        if self._closed:
            raise NotSent("closed")
        link = self._rested() or await self._opened()
        head = self._heads.get(url) or self._head(url)
        waiter = link.ask(b"%b%d\r\n\r\n%b" % (head, len(body), body), seconds)
        try:
            return await waiter
        except asyncio.CancelledError:
            link.give_up(waiter)
            raise

    def close(self) -> None:
        """End all connections; whoever waits for an answer stays unsure. Opens none any more."""
        self._closed = True
        if self._sweep is not None:
            self._sweep.cancel()
        for link in tuple(self._links):
            link.end()

    def _rested(self) -> Link | None:
        """The one that rested last, so that those beyond the need grow old."""
        while self._resting:
            link = self._resting.pop()
            if link.open and not self._is_old(link):
                return link
            link.end()
        return None

    def _rests(self, link: Link) -> None:
        self._resting.append(link)
        if self._sweep is None:
            self._sweep = self._loop.call_later(KEPT_SECONDS, self._end_old)

    def _is_old(self, link: Link) -> bool:
        return self._loop.time() - link.rests_since > KEPT_SECONDS

    def _end_old(self) -> None:
        for link in filter(self._is_old, self._resting):
            link.end()
        self._resting = [link for link in self._resting if link.open]
        self._sweep = None
        if self._resting:
            self._sweep = self._loop.call_later(KEPT_SECONDS, self._end_old)

    async def _opened(self) -> Link:
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                way = await start_connection(
                    await self._found(), happy_eyeballs_delay=SECOND_WAY, interleave=1
                )
                # From here on the socket is the loop's, which closes it whatever happens.
                _, link = await self._loop.create_connection(
                    lambda: Link(self._loop, self._rests, self._links.discard),
                    sock=way,
                    ssl=self._tls,
                    server_hostname=self._host if self._tls else None,
                )
        # Those of TLS are OSErrors; some names cannot even be asked for.
        except (OSError, TimeoutError, UnicodeError) as error:
            raise NotSent(type(error).__name__) from None
        if self._closed:  # meanwhile
            link.end()
            raise NotSent("closed")
        self._links.add(link)
        return link

    async def _found(self) -> Sequence[AddrInfoType]:
        async with self._naming:
            if self._loop.time() > self._named_until:
                self._addresses = await self._loop.getaddrinfo(
                    self._host, self._port, type=socket.SOCK_STREAM
                )
                self._named_until = self._loop.time() + NAME_SECONDS
        return self._addresses

    def _head(self, url: str) -> bytes:
        """All of a request before the length of its body."""
        path = urlsplit(url).path
        self._heads[url] = (
            f"POST {path} HTTP/1.1\r\nHost: {self._named}\r\nAccept: */*\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode("ascii")
        return self._heads[url]
