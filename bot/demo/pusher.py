"""Pushes updates to the bot's webhook, in order, each until it is taken: Telegram's side of it."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.demo.answers import Json
from bot.demo.bot_api import BotApi
from bot.demo.receiving import LOOPBACK
from bot.demo.updates import Webhook

PROOF_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE: Final = aiohttp.ClientTimeout(total=10)
PAUSE_SECONDS: Final = 1.0


class Pusher:
    """One delivery at a time; what was refused is tried again after a pause."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._queue = api.world.updates

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=PATIENCE, trust_env=False) as session:
            while True:
                if self._waits():
                    if not await self.step(session):
                        await asyncio.sleep(PAUSE_SECONDS)
                else:
                    await self._queue.bell.wait(PAUSE_SECONDS)

    def _waits(self) -> bool:
        return bool(self._queue.webhook.url and self._queue.waiting)

    async def step(self, session: aiohttp.ClientSession) -> bool:
        """Push the oldest update; whether it was taken."""
        hook, update = self._queue.webhook, self._queue.waiting[0]
        if urlsplit(hook.url).hostname not in LOOPBACK:
            return self._failed(hook, "the demo reaches this machine only")
        try:
            headers = {PROOF_HEADER: hook.secret_token} if hook.secret_token else {}
            async with session.post(hook.url, json=update, headers=headers) as response:
                body = await response.read()
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            return self._failed(hook, type(error).__name__)
        if not 200 <= status < 300:
            phrase = HTTPStatus(status).phrase
            return self._failed(hook, f"Wrong response from the webhook: {status} {phrase}")
        self._taken(update, body)
        return True

    def _taken(self, update: Json, body: bytes) -> None:
        if self._queue.waiting and self._queue.waiting[0] is update:
            self._queue.waiting.popleft()
        # A webhook may answer with a call, whose result nobody hears.
        if body.startswith(b'{"method"'):
            call = orjson.loads(body)
            self._api.call(call.pop("method"), call)

    def _failed(self, hook: Webhook, reason: str) -> bool:
        hook.last_error, hook.last_error_date = reason, self._api.world.unix()
        return False
