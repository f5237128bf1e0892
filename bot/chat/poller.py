"""Fetches updates by long polling and stores each before Telegram is told that it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import TelegramError

from bot.clock import Clock, SystemClock
from bot.core.notation import is_id, written
from bot.jobs.brakes import Brake, Brakes
from bot.log import logger

from .outcomes import Answered, Unsure
from .transport import Transport

log = logger(__name__)

POLL_SECONDS = 30
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds to wait after the first, second, … failure in a row."""
WANTED = ("message", "callback_query", "my_chat_member")
REASONS = {
    409: "another program reads this bot's updates, or a webhook is set",
    401: "Telegram does not accept the token",
    404: "Telegram does not accept the token",
}
WEBHOOK = "webhook is active"
CONTESTED = 30.0
"""Seconds for which another program may take our updates, as one that is just ending does."""
SOON = 5.0
"""Seconds between two looks whether it still does."""
MACHINE = SystemClock()

Accept = Callable[[list[dict[str, Any]]], Awaitable[None]]


class Poller:
    """A getUpdates loop. ``accept`` commits the updates to the inbox before it returns.

    While another program reads the same bot's updates, which may send as well, a brake is on.
    """

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        accept: Accept,
        pauses: tuple[float, ...] = PAUSES,
        *,
        brakes: Brakes | None = None,
        clock: Clock = MACHINE,
    ) -> None:
        self._transport = transport
        self._url = f"{base_url}/getUpdates"
        self._leaving = f"{base_url}/deleteWebhook"
        self._accept = accept
        self._pauses = pauses
        self._offset: int | None = None
        self._failures = 0
        self._brakes = brakes or Brakes()
        self._clock = clock
        self._contested: float | None = None

    @property
    def well(self) -> bool:
        """Whether updates come in, or have not failed to for longer than a hiccup lasts."""
        return self._failures < len(self._pauses)

    async def step(self) -> bool:
        """One request; there may always be more. Raises whatever ``accept`` raises."""
        try:
            answer = await self._transport.send(self._url, self._body(), POLL_SECONDS + 10)
        except TelegramError as error:
            await self._pause(error)
            return True
        result = answer["result"]
        updates = [u for u in result if _is_update(u)] if isinstance(result, list) else []
        if updates:
            await self._accept(updates)
            # Not the highest: after a week of silence Telegram may begin anew with lower numbers.
            self._offset = updates[-1]["update_id"] + 1
        if updates or result == []:
            self._failures = 0
            self._contested = None
            self._brakes.take_off(Brake.CONFLICT)
        else:
            await self._pause(Unsure("what came is no list of updates"))
        return True

    def _body(self) -> bytes:
        wanted: dict[str, object] = {"timeout": POLL_SECONDS, "allowed_updates": WANTED}
        if self._offset is not None:
            wanted["offset"] = self._offset
        return written(wanted)

    async def _pause(self, error: TelegramError) -> None:
        seconds = self._pauses[min(self._failures, len(self._pauses) - 1)]
        self._failures += 1
        webhook = isinstance(error, Answered) and WEBHOOK in error.description.lower()
        if isinstance(error, Answered) and error.status == 409 and not webhook:
            seconds = min(seconds, SOON)
            self._meet_another()
        log.warning("no updates", why=_reason(error), again_in=seconds)
        if webhook:
            await self._leave_webhook()
        await asyncio.sleep(seconds)

    def _meet_another(self) -> None:
        now = self._clock.monotonic()
        if self._contested is None:
            self._contested = now
        elif now - self._contested >= CONTESTED and self._brakes.put_on(Brake.CONFLICT):
            log.error("another program uses this bot's token: stop one of the two")

    async def _leave_webhook(self) -> None:
        """A webhook was left behind, so Telegram gives nothing to whoever asks."""
        try:
            await self._transport.send(self._leaving, b"{}")
        except TelegramError as error:
            log.warning("the webhook stays", why=type(error).__name__)


def _is_update(thing: object) -> bool:
    return isinstance(thing, dict) and is_id(thing.get("update_id"))


def _reason(error: TelegramError) -> str:
    if isinstance(error, Answered):
        words = REASONS.get(error.status) if error.genuine else None
        return words or str(error)
    return str(error)
