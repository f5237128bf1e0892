"""What all requests to Telegram go through: by the lane, or by the detour where that cannot be.

The library's own HTTP layer costs 6 to 12 times the CPU even of the detour, and its pool time-out
does not fire. No error raised here carries the address, which holds the token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram._utils.defaultvalue import DefaultValue
from telegram.request import BaseRequest, RequestData

from bot.core.notation import read, written

from .lane import Lane
from .link import Answer
from .outcomes import NotSent, answer

if TYPE_CHECKING:
    from .detour import Detour

READ_SECONDS = 30.0
JSON = {"Content-Type": "application/json"}


class Transport(BaseRequest):
    """PTB's request class; raises NotSent, Unsure or Answered.

    ``api_url``: the server of all requests. ``proxy``: through which all of them go.
    """

    def __init__(self, api_url: str, *, proxy: str | None = None) -> None:
        self._api_url = api_url
        self._proxy = proxy
        self._open = False
        self._lane: Lane | None = None
        self._detour: Detour | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if not self._open and _is_direct(self._api_url, self._proxy):
            self._lane = Lane(self._api_url)
        self._open = True

    async def shutdown(self) -> None:
        self._open = False
        if self._lane is not None:
            self._lane.close()
            self._lane = None
        if self._detour is not None:
            await self._detour.close()
            self._detour = None

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
        """One request of the library's; files go as multipart, all else as one JSON body."""
        known = read_timeout is not None and not isinstance(read_timeout, DefaultValue)
        seconds = read_timeout if known else READ_SECONDS
        if request_data is not None and request_data.contains_files:
            status, payload = await self._post_files(url, request_data, seconds)
        else:
            body = b"{}" if request_data is None else written(request_data.parameters)
            status, payload = await self._post(url, body, seconds)
        answer(status, payload)
        return status, payload

    async def send(self, url: str, body: bytes, seconds: float = READ_SECONDS) -> dict[str, Any]:
        """JSON bytes out, the parsed answer back, whole within ``seconds``."""
        return answer(*await self._post(url, body, seconds))

    async def _post(self, url: str, body: bytes, seconds: float) -> Answer:
        if self._lane is not None:
            return await self._lane.post(url, body, seconds)
        return await self._way_round().post(url, body, JSON, seconds)

    async def _post_files(self, url: str, request_data: RequestData, seconds: float) -> Answer:
        from .detour import form  # noqa: PLC0415  # most runs never need it, see there

        return await self._way_round().post(url, form(request_data), {}, seconds)

    def _way_round(self) -> Detour:
        from .detour import Detour  # noqa: PLC0415  # most runs never need it, see there

        if not self._open:
            raise NotSent("the connections are closed")
        if self._detour is None:
            self._detour = Detour(self._proxy)
        return self._detour


def _is_direct(api_url: str, proxy: str | None) -> bool:
    """Whether the lane can go there: it knows no proxies, no passwords, no other scripts."""
    return proxy is None and api_url.isascii() and "@" not in api_url
