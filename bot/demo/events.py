"""What the chat page is told as it happens: a short, numbered, bounded record."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from bot.demo.answers import Json
from bot.demo.updates import Bell

KEPT: Final = 2_000


@dataclass
class Events:
    """The last `KEPT` events, each with a growing `id`."""

    _kept: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT))
    _bell: Bell = field(default_factory=Bell)
    last_id: int = 0
    closed: bool = False

    def emit(self, kind: str, **content: object) -> None:
        self.last_id += 1
        self._kept.append({"id": self.last_id, "kind": kind, **content})
        self._bell.ring()

    def since(self, last_seen: int) -> list[Json] | None:
        """Events after `last_seen`; None when some of them are already forgotten."""
        if last_seen > self.last_id or (self._kept and last_seen < self._kept[0]["id"] - 1):
            return None
        return [event for event in self._kept if event["id"] > last_seen]

    async def wait(self, seconds: float) -> bool:
        return await self._bell.wait(seconds)

    def close(self) -> None:
        """End every stream, so that the server can stop at once."""
        self.closed = True
        self._bell.ring()
