"""Telegram's webhook: checked, stored, and only then acknowledged."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

HEADER = "x-telegram-bot-api-secret-token"
BODY_LIMIT = 1024 * 1024

Accept = Callable[[list[dict[str, Any]]], Awaitable[None]]


class Webhook:
    """Answers 200 only after ``accept`` has committed the update; 4xx to whatever is none."""

    def __init__(self, secret: str, accept: Accept) -> None:
        self._secret = secret.encode()
        self._accept = accept

    async def receive(self, request: Request) -> Response:
        # Bytes, because comparing text in constant time fails on anything outside ASCII.
        given = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        await self._accept([update])
        return Response(status_code=200)


async def _read(request: Request) -> bytes | None:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = orjson.loads(body)  # refuses deep nesting by itself
    except orjson.JSONDecodeError:
        return None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return None
    return update
