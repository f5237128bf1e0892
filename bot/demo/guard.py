"""Keeps other web sites out of the demo: own host only, own page only, nothing inline.

Against DNS rebinding the Host header must name this machine and our port; against forged requests
a change needs our own Origin and the token that only our page has read.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
OWN_PAGE_HEADER: Final = "x-demo-token"
CSP: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
HEADERS: Final = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Around everything: refuses foreign hosts, adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        own = is_own_host(Headers(scope=scope).get("host", ""), scope.get("server"))
        refused = PlainTextResponse("This demo answers only on this computer.\n", 403)
        await (self._app if own else refused)(scope, receive, send_guarded)


def is_own_host(host: str, server: tuple[str, int | None] | None) -> bool:
    """Whether a Host header names this machine and the very port that was asked."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        name, port = host, "80"
    return server is not None and name.lower() in OWN_NAMES and port == str(server[1])


def for_bots(endpoint: Endpoint) -> Endpoint:
    """Only programs: browsers name an origin or a site, and have no business with the Bot API."""

    async def guarded(request: Request) -> Response:
        if "origin" in request.headers or "sec-fetch-site" in request.headers:
            return PlainTextResponse("Not for browsers.\n", 403)
        return await endpoint(request)

    return guarded


def for_page(endpoint: Endpoint) -> Endpoint:
    """Reading: our own page, or an address typed by hand."""

    async def guarded(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return _forbidden("another site asked")
        return await endpoint(request)

    return guarded


def for_page_changes(endpoint: Endpoint, token: str) -> Endpoint:
    """Changing: our own Origin, and the token of this run."""

    async def guarded(request: Request) -> Response:
        own = f"http://{request.headers['host']}"
        if request.headers.get("origin") != own:
            return _forbidden("the request does not come from the demo's page")
        given = request.headers.get(OWN_PAGE_HEADER, "")
        if not hmac.compare_digest(given.encode(), token.encode()):
            return _forbidden("the page is of an earlier run: reload it")
        return await endpoint(request)

    return guarded


def _forbidden(reason: str) -> Response:
    return JSONResponse({"error": reason}, 403)
