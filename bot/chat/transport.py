"""Both ways to Telegram: one for the library's calls, files and proxies, one for prepared bytes.

The library's own HTTP layer costs 6 to 12 times the CPU, and its pool time-out does not fire.
No error raised here carries the address, which holds the token.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.request import BaseRequest, RequestData

from bot.core.notation import read, written

from .lane import Lane
from .link import LONGEST
from .outcomes import NotSent, Unsure, answer

CONNECT_SECONDS = 5.0
POOL_SECONDS = 30.0
"""For a free connection and the name of the server, before anything is sent."""
READ_SECONDS = 30.0
JSON = {"Content-Type": "application/json"}
NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""Errors after which not one byte of the request can have reached Telegram."""


class Transport(BaseRequest):
    """PTB's request class over aiohttp and orjson; raises NotSent, Unsure or Answered.

    ``api_url``: the server for which ``send`` is. ``proxy``: through which all requests go. Left to
    itself aiohttp would look for one, and for passwords in ~/.netrc, in two threads at every one.
    """

    def __init__(self, api_url: str, *, connections: int = 256, proxy: str | None = None) -> None:
        self._api_url = api_url
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._lane: Lane | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30),
                proxy=self._proxy,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
            self._lane = Lane(self._api_url) if _is_direct(self._api_url, self._proxy) else None

    async def shutdown(self) -> None:
        if self._lane is not None:
            self._lane.close()
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        parsed: dict[str, Any] = read(payload)  # do_request has checked it
        return parsed

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """One request of the library's lane; files go as multipart, all else as one JSON body."""
        seconds = READ_SECONDS if isinstance(read_timeout, DefaultValue) else read_timeout
        if request_data is None:
            return await self._checked(url, None, {}, seconds)
        if request_data.contains_files:
            return await self._checked(url, _form(request_data), {}, seconds)
        return await self._checked(url, written(request_data.parameters), JSON, seconds)

    async def send(self, url: str, body: bytes, seconds: float = READ_SECONDS) -> dict[str, Any]:
        """JSON bytes out, the parsed answer back, whole within ``seconds``."""
        if self._lane is None:
            return answer(*await self._exchange(url, body, JSON, seconds))
        return answer(*await self._lane.post(url, body, seconds))

    async def _checked(
        self, url: str, body: Any, headers: dict[str, str], seconds: float | None
    ) -> tuple[int, bytes]:
        status, payload = await self._exchange(url, body, headers, seconds)
        answer(status, payload)
        return status, payload

    async def _exchange(
        self, url: str, body: Any, headers: Mapping[str, str], seconds: float | None
    ) -> tuple[int, bytes]:
        if self._session is None or self._session.closed:
            raise NotSent("the connection pool is not open")
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


def _is_direct(api_url: str, proxy: str | None) -> bool:
    """Whether the lane can go there: it knows no proxies, no passwords, no other scripts."""
    return proxy is None and api_url.isascii() and "@" not in api_url


def _limits(seconds: float | None) -> aiohttp.ClientTimeout:
    """``seconds`` for reading; what is sent may be a file on a slow line."""
    return aiohttp.ClientTimeout(
        # Each byte that comes wins the time for reading anew; this ends what only drips.
        total=None if seconds is None else POOL_SECONDS + seconds,
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


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value.encode(errors="replace").decode())
    for name, (filename, data, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, data, filename=filename, content_type=mime)
    return form
