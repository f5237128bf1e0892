"""What the fake Bot API counts, and when it says that it is too much."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

SECOND = 1.0


class Window:
    """Moments within the last second."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque()

    def count(self, now: float) -> int:
        """How many there are."""
        moments = self._moments
        while moments and moments[0] <= now - SECOND:
            moments.popleft()
        return len(moments)

    def add(self, now: float) -> None:
        self._moments.append(now)


class Tally:
    """Sends that were accepted and refused. ``reset`` begins the counts anew, not the second."""

    def __init__(self) -> None:
        self.limit: int | None = None
        self.message_id = 0
        self._accepted = Window()
        self._arrived = Window()
        self.reset()

    def reset(self) -> None:
        self.requests = 0
        self.answered = 0
        self.refused = 0
        self.most = 0
        self.first_id = self.message_id + 1
        self.last = time.monotonic()
        self.pairs: set[int] = set()

    def take(self, chat_id: int, text: str) -> int | None:
        """One send: its message's number, or None if it is above the limit."""
        now = time.monotonic()
        self._arrived.add(now)
        self.most = max(self.most, self._arrived.count(now))
        if self.limit is not None and self._accepted.count(now) >= self.limit:
            self.refused += 1
            return None
        if self.limit is not None:
            self._accepted.add(now)
        self.answered += 1
        self.last = now
        self.message_id += 1
        self.pairs.add(hash((chat_id, text)))
        return self.message_id

    def figures(self) -> dict[str, Any]:
        return {
            "requests": self.requests,
            "answered": self.answered,
            "refused": self.refused,
            "most": self.most,
            "first_id": self.first_id,
            "last_id": self.message_id,
            "last": self.last,
            "pairs": len(self.pairs),
        }
