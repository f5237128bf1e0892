"""How fast we may send: evenly spaced, inside a hard sliding window, replies before alerts.

A token bucket at Telegram's limit loses half of it to 429s; even spacing inside a window with a
small margin loses almost nothing. All times are monotonic seconds, given by the caller.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW = 1.0
NARROW, WIDE = 0.006, 0.02
"""Added to the window against jitter on the way to Telegram, in seconds: at 30 and at 1,000/s."""
GATE_LIMIT = 3600.0
"""A 429 closes the gate for at most this long, whatever it asks for, in seconds: no chat and no
message waits for longer either."""
SPARE = 1.0
"""The gate stays closed for so many seconds longer than was asked."""
NAMELESS = (5.0, 300.0)
"""A 429 that names no time, or comes again and again, waits from the first to the second of
these, doubling."""
RECOVERY = 30.0
"""Seconds after which a lowered rate rises again by a step: a 25th of the full rate."""
RAMP = (5.0, 60.0)
"""After an outage the rate rises from the first (messages a second) to the full one within the
second (seconds)."""


class Pacer:
    """The whole bot's budget of ``rate`` messages a second.

    Alerts may use all of it while nobody talks to the bot. Replies go before them, up to
    ``reserve`` a second; what replies want beyond that waits while alerts wait.
    """

    def __init__(self, rate: float = 25.0, reserve: float = 5.0) -> None:
        self.full_rate = rate
        self.reserve = reserve
        self._rate = rate
        self._margin = NARROW + (WIDE - NARROW) * min(1.0, rate / 1000)
        self._sent: deque[float] = deque()
        self._replies: deque[float] = deque()
        self._last_alert = float("-inf")
        self._raised_at = float("-inf")
        self._ramp_from: float | None = None
        self._storm = 0
        self.closed_until = float("-inf")

    def rate(self, now: float) -> float:
        """Messages a second at present: lowered by 429s, rising after an outage."""
        self._recover(now)
        if self._ramp_from is None:
            return self._rate
        slowest, seconds = RAMP
        part = (now - self._ramp_from) / seconds
        if part >= 1:
            self._ramp_from = None
            return self._rate
        slowest = min(slowest, self._rate)
        return slowest + (self._rate - slowest) * max(0.0, part)

    def wait_for_reply(self, now: float, *, alerts_wait: bool = False) -> float:
        """Seconds until a reply may go, the gate apart: at once unless the window is full, or
        unless replies had their share while alerts wait.
        """
        opens = self._window_opens(now)
        if alerts_wait:
            share = max(1, int(self.reserve))
            self._drop_old(self._replies, now)
            if len(self._replies) >= share:
                opens = max(opens, self._replies[-share] + WINDOW)
        return max(0.0, opens - now)

    def wait_for_alert(self, now: float) -> float:
        """Seconds until the next alert may go, the gate apart."""
        spaced = self._last_alert + (WINDOW + self._margin) / self.rate(now)
        return max(self._window_opens(now) - now, spaced - now, 0.0)

    def alerts_due(self, now: float, most: int, replies_wait: int = 0) -> int:
        """How many alerts may go at once: what even spacing would have let go meanwhile.

        Places are left to the replies that wait, as far as these have their share yet.
        """
        self._drop_old(self._replies, now)
        kept = min(replies_wait, max(0, int(self.reserve) - len(self._replies)))
        room = min(most, self._allowed(now) - self._in_window(now) - kept)
        if room <= 0 or self.gate(now) > 0:
            return 0
        if self._last_alert == float("-inf"):
            return 1
        spacing = (WINDOW + self._margin) / self.rate(now)
        return min(room, int((now - self._last_alert) / spacing + 1e-9))

    def gate(self, now: float) -> float:
        """Seconds until the gate opens; 0 when it is open."""
        return max(0.0, self.closed_until - now)

    @property
    def proving(self) -> bool:
        """After a 429 one message at a time, until one is accepted."""
        return self._storm > 0

    def sent_reply(self, now: float) -> None:
        """A reply goes out now."""
        self._drop_old(self._replies, now)
        self._replies.append(now)
        self._sent.append(now)

    def sent_alerts(self, now: float, number: int) -> None:
        """So many alerts go out now; what was not used of the time before is not saved up for
        longer than a tenth of a second.
        """
        spacing = (WINDOW + self._margin) / self.rate(now)
        first = self._last_alert == float("-inf")
        self._last_alert = now if first else max(self._last_alert + number * spacing, now - 0.1)
        self._sent.extend([now] * number)

    def accepted(self) -> None:
        """Telegram took a message: it is not storming."""
        self._storm = 0

    def too_many(self, now: float, retry_after: float | None) -> float:
        """Telegram answered 429: close the gate for everybody, halve the rate; gives the seconds.

        ``retry_after``: None where the answer named no sensible time. The gate is only ever
        extended. What was under way when it closed, and is refused as well, changes no more.
        """
        if self.gate(now) == 0:
            self._rate = max(1.0, self._rate / 2)
            self._storm += 1
        first, last = NAMELESS
        wait = 0.0 if retry_after is None else min(max(retry_after, 0.0), GATE_LIMIT)
        if wait <= 0 or self._storm > 1:
            doublings = min(self._storm - 1 if wait <= 0 else self._storm - 2, 10)
            wait = max(wait, min(first * 2.0**doublings, last))
        self.closed_until = max(self.closed_until, now + wait + SPARE)
        self._raised_at = self.closed_until
        return self.gate(now)

    def close(self, now: float, seconds: float) -> None:
        """Keep the gate closed as an earlier run had to."""
        self.closed_until = max(self.closed_until, now + min(seconds, GATE_LIMIT + SPARE))

    def ramp(self, now: float) -> None:
        """Telegram is back after an outage: begin slowly."""
        self._ramp_from = now

    def _recover(self, now: float) -> None:
        if self._rate >= self.full_rate:
            return
        rises = int(max(0.0, now - self._raised_at) // RECOVERY)
        if rises:
            self._rate = min(self.full_rate, self._rate + rises * self.full_rate / 25)
            self._raised_at += rises * RECOVERY

    def _allowed(self, now: float) -> int:
        return max(1, int(self.rate(now) * WINDOW))

    def _in_window(self, now: float) -> int:
        self._drop_old(self._sent, now)
        return len(self._sent)

    def _window_opens(self, now: float) -> float:
        allowed = self._allowed(now)
        if self._in_window(now) < allowed:
            return now
        return self._sent[-allowed] + WINDOW + self._margin

    def _drop_old(self, times: deque[float], now: float) -> None:
        while times and times[0] <= now - WINDOW - self._margin:
            times.popleft()


@dataclass(frozen=True, kw_only=True)
class ChatLimit:
    """At most ``count`` messages in any ``seconds`` to one chat."""

    count: int
    seconds: float


PERSON = 1.0
"""Seconds from one alert to the next to the same person."""
GROUP = (ChatLimit(count=1, seconds=1.0), ChatLimit(count=18, seconds=60.0))
GROUP_TALK = (ChatLimit(count=1, seconds=1.0), ChatLimit(count=15, seconds=60.0))
"""Replies leave a group's alerts a part of its minute, however much is asked there."""


class ChatPacer:
    """The limits of single chats; remembers only chats written to within the last minute.

    A person is remembered for a second only: at a thousand messages a second a minute of them
    would be a long list.
    """

    def __init__(self) -> None:
        self._people: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._swept = float("-inf")

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until this chat may get another alert."""
        if chat_id > 0:
            last = self._people.get(chat_id)
            if last is None:
                return 0.0
            return max(0.0, last + PERSON + WIDE - now)
        return self._wait_of_group(chat_id, GROUP, now)

    def wait_for_reply(self, chat_id: int, now: float) -> float:
        """Seconds until this chat may get a reply: a person who asks gets it at once."""
        return 0.0 if chat_id > 0 else self._wait_of_group(chat_id, GROUP_TALK, now)

    def sent(self, chat_id: int, now: float) -> None:
        """A message goes to this chat at ``now``, which may lie a little ahead."""
        if now - self._swept >= PERSON * 2:
            self._sweep(now)
        if chat_id > 0:
            last = self._people.get(chat_id)
            self._people[chat_id] = now if last is None else max(now, last)
            return
        sent = self._groups.setdefault(chat_id, deque(maxlen=GROUP[-1].count))
        sent.append(max(now, sent[-1]) if sent else now)

    def _wait_of_group(self, chat_id: int, limits: tuple[ChatLimit, ...], now: float) -> float:
        sent = self._groups.get(chat_id)
        if not sent:
            return 0.0
        return max(self._wait_for(limit, sent, now) for limit in limits)

    def _wait_for(self, limit: ChatLimit, sent: deque[float], now: float) -> float:
        if len(sent) < limit.count:
            return 0.0
        return max(0.0, sent[-limit.count] + limit.seconds + WIDE - now)

    def _sweep(self, now: float) -> None:
        self._swept = now
        old = now - PERSON - WIDE
        self._people = {chat: last for chat, last in self._people.items() if last > old}
        past = now - GROUP[-1].seconds
        for chat in [chat for chat, sent in self._groups.items() if sent[-1] < past]:
            del self._groups[chat]
