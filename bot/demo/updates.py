"""Updates on their way to the bot: the queue behind getUpdates and webhooks."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from bot.demo.answers import Json

# Telegram leaves these out unless they are asked for by name.
NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KEPT: Final = 100_000
FIRST_ID: Final = 100_000_001


class Bell:
    """Wakes whoever waits for something new. Everything happens in one event loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, seconds: float) -> bool:
        """True when it rang within that time."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            done, _ = await asyncio.wait({waiter}, timeout=seconds)
            return bool(done)
        finally:
            self._waiting.discard(waiter)
            waiter.cancel()


@dataclass(kw_only=True)
class Webhook:
    """Where updates are pushed. `url` is "" while the bot polls."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


@dataclass
class UpdateQueue:
    """Updates not yet acknowledged, oldest first; at most `KEPT`, then the oldest go."""

    waiting: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT))
    allowed: frozenset[str] = frozenset()
    webhook: Webhook = field(default_factory=Webhook)
    bell: Bell = field(default_factory=Bell)
    polls: int = 0
    next_id: int = FIRST_ID

    def add(self, kind: str, content: Json) -> Json | None:
        """Queue an update; None when the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        update = {"update_id": self.next_id, kind: content}
        self.next_id += 1
        self.waiting.append(update)
        self.bell.ring()
        return update

    def acknowledge(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only the last -offset updates."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while offset > 0 and self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()

    def first(self, limit: int) -> list[Json]:
        return [self.waiting[i] for i in range(min(limit, len(self.waiting)))]
