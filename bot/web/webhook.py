"""Telegram's webhook: checked, stored, and only then acknowledged."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.core.notation import is_id, read
from bot.log import logger
from bot.store import StoreError

log = logger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
BODY_LIMIT = 1024 * 1024
BODY_SECONDS = 10.0
"""Whoever needs longer for the body is not Telegram."""

Accept = Callable[[list[dict[str, Any]]], Awaitable[None]]


class Webhook:
    """Answers 200 only after ``accept`` has committed the update; 4xx to whatever is none.

    503 where it could not be stored: Telegram then sends it again.
    """

    def __init__(self, secret: str, accept: Accept, patience: float = BODY_SECONDS) -> None:
        self._secret = secret.encode()
        self._together = Together(accept)
        self._patience = patience

    async def receive(self, request: Request) -> Response:
        if not self._knows_the_secret(request):
            return Response(status_code=403)
        if not _is_json(request.headers.get("content-type", "")):
            return Response(status_code=415)
        try:
            async with asyncio.timeout(self._patience):
                body = await _read(request)
        except TimeoutError:
            return Response(status_code=408)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        return await self._store(update)

    def _knows_the_secret(self, request: Request) -> bool:
        # Bytes, because comparing text in constant time fails on anything outside ASCII.
        given = request.headers.get(HEADER, "").encode("utf-8", "replace")
        return bool(self._secret) and hmac.compare_digest(given, self._secret)

    async def _store(self, update: dict[str, Any]) -> Response:
        try:
            await self._together.store(update)
        except StoreError as trouble:
            log.warning("an update was not stored", why=type(trouble).__name__)
            return Response(status_code=503)
        return Response(status_code=200)


class Together:
    """What comes while a commit is under way shares the next: Telegram brings many at once."""

    def __init__(self, accept: Accept) -> None:
        self._accept = accept
        self._turn = asyncio.Lock()
        self._coming: list[dict[str, Any]] = []
        self._commit: asyncio.Task[None] | None = None

    async def store(self, update: dict[str, Any]) -> None:
        """Return when the update is committed; raises what ``accept`` raises."""
        self._coming.append(update)
        if self._commit is None:
            self._commit = asyncio.create_task(self._committed())
        # Whoever is told to stop waiting does not take the others' commit along.
        await asyncio.shield(self._commit)

    async def _committed(self) -> None:
        async with self._turn:
            updates, self._coming, self._commit = self._coming, [], None
            await self._accept(updates)


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


async def _read(request: Request) -> bytes | None:
    """The body; None if it is too long."""
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
        update = read(body)
    except ValueError:
        return None
    if not isinstance(update, dict) or not is_id(update.get("update_id")):
        return None
    return update
