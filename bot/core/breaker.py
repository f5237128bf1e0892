"""When nothing gets through to Telegram: stop trying with messages, and ask whether it is back.

All times are monotonic seconds, given by the caller.
"""

from __future__ import annotations

from enum import StrEnum

PROBE_EVERY = 30.0
"""Seconds between two questions whether Telegram is there; a part of them is left to chance."""
JITTER = 0.2


class Trouble(StrEnum):
    """What kind of failure a request met."""

    OUTAGE = "outage"
    """No connection, no answer, or an error of the server."""
    GARBAGE = "garbage"
    """An answer that is none of the Bot API's: a portal, a proxy, a wrong address."""
    CREDENTIALS = "credentials"
    """Telegram does not accept the token."""


PATIENCE = {Trouble.OUTAGE: 5, Trouble.GARBAGE: 3, Trouble.CREDENTIALS: 2}
"""So many failures of one kind in a row open the breaker."""
MOST_MIXED = max(PATIENCE.values())
"""So many of whatever kinds do as well: a proxy may fail in more ways than one."""


class Breaker:
    """Open: no message is sent. One probe now and then decides whether it closes again."""

    def __init__(self) -> None:
        self._in_a_row: dict[Trouble, int] = dict.fromkeys(Trouble, 0)
        self._mixed = 0
        self.open: Trouble | None = None
        """Why it is open; None while it is closed."""
        self._probe_at = 0.0

    def succeeded(self) -> bool:
        """A request was answered properly; True if that closed the breaker."""
        if self.open is None and not self._mixed:
            return False
        self._in_a_row = dict.fromkeys(Trouble, 0)
        self._mixed = 0
        was_open, self.open = self.open is not None, None
        return was_open

    def failed(self, trouble: Trouble, now: float) -> bool:
        """A request failed; True if that opened the breaker."""
        for kind in Trouble:
            self._in_a_row[kind] = self._in_a_row[kind] + 1 if kind is trouble else 0
        self._mixed += 1
        enough = self._in_a_row[trouble] >= PATIENCE[trouble] or self._mixed >= MOST_MIXED
        if self.open is not None or not enough:
            return False
        self.open = trouble
        self._probe_at = now + PROBE_EVERY
        return True

    def probe_in(self, now: float) -> float:
        """Seconds until Telegram may be asked; only while open."""
        return max(0.0, self._probe_at - now)

    def probed(self, now: float, chance: float) -> None:
        """Telegram is being asked; ``chance`` (0 to 1) spreads the next questions of many bots."""
        self._probe_at = now + PROBE_EVERY * (1 - JITTER + 2 * JITTER * chance)
