"""How fast we may send: evenly spaced, inside a hard sliding window, with a share kept for replies.

A token bucket at Telegram's limit loses half of it to 429s; even spacing inside a window with a
small margin loses almost nothing. All times are monotonic seconds, given by the caller.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW = 1.0
MARGIN = 0.02
"""Added to the window against jitter on the way to Telegram, in seconds."""
GATE_LIMIT = 3600.0
"""A 429 closes the gate for at most this long, whatever it asks for, in seconds."""
RECOVERY = 30.0
"""Seconds after which a lowered rate gains one message a second again."""


class Pacer:
    """The whole bot's budget; of its ``rate`` (messages a second) ``reserve`` is for replies."""

    def __init__(self, rate: float = 25.0, reserve: float = 5.0) -> None:
        self.full_rate = rate
        self.rate = rate
        self._reserve_share = reserve / rate
        self._sent: deque[float] = deque()
        self._last_alert = float("-inf")
        self._raised_at = float("-inf")
        self.closed_until = float("-inf")

    @property
    def alert_rate(self) -> float:
        """Messages a second that alerts may use."""
        return self.rate * (1 - self._reserve_share)

    def wait_for_reply(self, now: float) -> float:
        """Seconds until a reply may go, the gate apart: at once unless the window is full."""
        return max(0.0, self._window_opens(now) - now)

    def wait_for_alert(self, now: float) -> float:
        """Seconds until the next alert may go, the gate apart: evenly spaced in its share."""
        spaced = self._last_alert + 1 / self.alert_rate
        return max(self.wait_for_reply(now), spaced - now, 0.0)

    def gate(self, now: float) -> float:
        """Seconds until the gate opens; 0 when it is open."""
        return max(0.0, self.closed_until - now)

    def sent_reply(self, now: float) -> None:
        """A reply goes out now."""
        self._recover(now)
        self._sent.append(now)

    def sent_alert(self, now: float) -> None:
        """An alert goes out now."""
        self._last_alert = now
        self.sent_reply(now)

    def too_many(self, now: float, retry_after: float) -> None:
        """Telegram answered 429: close the gate for everybody and halve the rate.

        The gate is only ever extended. The rate recovers by one a second every RECOVERY seconds.
        What was under way when the gate closed and is refused as well lowers the rate no further.
        """
        if self.gate(now) == 0:
            self.rate = max(1.0, self.rate / 2)
        wait = min(max(retry_after, 0.0), GATE_LIMIT) + 1.0
        self.closed_until = max(self.closed_until, now + wait)
        self._raised_at = self.closed_until

    def _recover(self, now: float) -> None:
        rises = (
            int(max(0.0, now - self._raised_at) // RECOVERY) if self.rate < self.full_rate else 0
        )
        if rises:
            self.rate = min(self.full_rate, self.rate + rises)
            self._raised_at += rises * RECOVERY

    def _window_opens(self, now: float) -> float:
        while self._sent and self._sent[0] <= now - WINDOW - MARGIN:
            self._sent.popleft()
        allowed = max(1, int(self.rate * WINDOW))
        if len(self._sent) < allowed:
            return now
        return self._sent[-allowed] + WINDOW + MARGIN


@dataclass(frozen=True, kw_only=True)
class ChatLimit:
    """At most ``count`` messages in any ``seconds`` to one chat."""

    count: int
    seconds: float


PERSON = (ChatLimit(count=1, seconds=1.0),)
GROUP = (ChatLimit(count=1, seconds=1.0), ChatLimit(count=18, seconds=60.0))


class ChatPacer:
    """The limits of single chats; remembers only chats written to within the last minute."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[float]] = {}
        self._swept = float("-inf")

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until this chat may get another message."""
        sent = self._sent.get(chat_id)
        if not sent:
            return 0.0
        limits = PERSON if chat_id > 0 else GROUP
        return max((self._wait_for(limit, sent, now) for limit in limits), default=0.0)

    def sent(self, chat_id: int, now: float) -> None:
        """A message goes to this chat at ``now``, which may lie a little ahead."""
        self._sweep(now)
        sent = self._sent.setdefault(chat_id, deque(maxlen=GROUP[-1].count))
        sent.append(max(now, sent[-1]) if sent else now)

    def _wait_for(self, limit: ChatLimit, sent: deque[float], now: float) -> float:
        if len(sent) < limit.count:
            return 0.0
        return max(0.0, sent[-limit.count] + limit.seconds + MARGIN - now)

    def _sweep(self, now: float) -> None:
        if now - self._swept < GROUP[-1].seconds:
            return
        self._swept = now
        old = [chat for chat, sent in self._sent.items() if sent[-1] < now - GROUP[-1].seconds]
        for chat in old:
            del self._sent[chat]
