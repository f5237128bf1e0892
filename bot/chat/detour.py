"""The way for what the lane cannot carry: files, and everything where a proxy leads to Telegram.

By aiohttp, which takes a tenth of a second to be read: this file is imported when it is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram.request import RequestData

from .lane import KEPT_SECONDS
from .link import LONGEST, Answer
from .outcomes import NotSent, Unsure

CONNECTIONS = 256
"""More than the slots of alerts and the replies that may be under way at once."""
CONNECT_SECONDS = 5.0
POOL_SECONDS = 30.0
"""For a free connection and the name of the server, before anything is sent."""
NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""Errors after which not one byte of the request can have reached Telegram."""


class Detour:
    """A pool of connections. ``proxy``: through which all requests go.

    Left to itself aiohttp would look for a proxy, and for passwords in ~/.netrc, in two threads at
    every request.
    """

    def __init__(self, proxy: str | None) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_SECONDS),
            proxy=proxy,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """End all connections."""
        await self._session.close()

    async def post(self, url: str, body: Any, headers: Mapping[str, str], seconds: float) -> Answer:
        """The answer, for which ``seconds`` are waited. Raises NotSent or Unsure."""
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=_limits(seconds), allow_redirects=False
            ) as response:
                async with asyncio.timeout(seconds):
                    return response.status, await _whole(response)
        except NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Unsure(type(error).__name__) from None


def form(request_data: RequestData) -> aiohttp.FormData:
    """What the library wants to send, with its files."""
    fields = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        fields.add_field(name, value.encode(errors="replace").decode())
    for name, (filename, data, mime) in (request_data.multipart_data or {}).items():
        fields.add_field(name, data, filename=filename, content_type=mime)
    return fields


def _limits(seconds: float) -> aiohttp.ClientTimeout:
    """``seconds`` for reading; what is sent may be a file on a slow line."""
    return aiohttp.ClientTimeout(
        # Each byte that comes wins the time for reading anew; this ends what only drips.
        total=POOL_SECONDS + seconds,
        connect=POOL_SECONDS,
        sock_connect=CONNECT_SECONDS,
        sock_read=seconds,
    )


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LONGEST:
            raise Unsure("the answer is too long")
    return bytes(body)
