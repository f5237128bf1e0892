"""The one budget of sends that replies and alerts share, as something that can be waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.clock import Clock
from bot.core.pacing import ChatPacer, Pacer

PATIENCE = 60.0
"""Seconds after which an answer is noise and is not given any more."""


class Pace:
    """Waits until a send may go. Replies pass before alerts and keep a share of their own."""

    def __init__(self, clock: Clock, pacer: Pacer | None = None) -> None:
        self._clock = clock
        self._pacer = pacer or Pacer()
        self._chats = ChatPacer()
        self._line = asyncio.Lock()

    @property
    def alert_rate(self) -> float:
        """Alerts a second at present."""
        return self._pacer.alert_rate

    async def for_chat(self, chat_id: int, patience: float) -> float:
        """Take this chat's next place and wait for it: 0. Or the seconds it would take, untaken."""
        now = self._clock.monotonic()
        wait = self._chats.wait(chat_id, now)
        if wait > patience:
            return wait
        self._chats.sent(chat_id, now + wait)
        await self._clock.sleep(wait)
        return 0.0

    async def for_reply(self, chat_id: int) -> bool:
        """Wait for a place for one reply, and take it.

        False, at once, where it would come too late to be an answer: a 429 keeps everybody waiting.
        """
        while True:
            now = self._clock.monotonic()
            gate, wait = self._pacer.gate(now), self._pacer.wait_for_reply(now)
            if gate > PATIENCE:
                return False
            if gate <= 0 and wait <= 0:
                break
            await self._clock.sleep(max(gate, wait))
        self._pacer.sent_reply(now)
        self._chats.sent(chat_id, now)
        return True

    async def for_alert(self) -> bool:
        """Wait for a place for one alert, and take it; alerts queue up one behind the other.

        False while a 429 keeps the gate closed: an alert waits for that in the outbox.
        """
        async with self._line:
            await self._until(self._pacer.wait_for_alert)
            if self.gate_opens_in() > 0:
                return False
            self._pacer.sent_alert(self._clock.monotonic())
            return True

    async def _until(self, wait_for: Callable[[float], float]) -> None:
        """Sleep as long as is asked; the answer may grow meanwhile."""
        while True:
            seconds = wait_for(self._clock.monotonic())
            if seconds <= 0:
                return
            await self._clock.sleep(seconds)

    def too_many(self, seconds: float) -> None:
        """Telegram answered 429: nobody sends for that long."""
        self._pacer.too_many(self._clock.monotonic(), seconds)

    def gate_opens_in(self) -> float:
        """Seconds for which everything is halted; 0 when open."""
        return self._pacer.gate(self._clock.monotonic())
