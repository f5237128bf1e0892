"""States a queued alert passes through per chat, and what is done when its fate is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """Where one alert stands for one chat. Stored as this number."""

    PENDING = 0
    SENDING = 1
    SENT = 2
    GONE = 3
    FAILED = 4
    EXPIRED = 5
    CANCELLED = 6
    UNKNOWN = 7
    """May have arrived; the class policy decides whether it is tried again."""
    UNKNOWN_FINAL = 8


FINAL = frozenset(
    {
        State.SENT,
        State.GONE,
        State.FAILED,
        State.EXPIRED,
        State.CANCELLED,
        State.UNKNOWN_FINAL,
    }
)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How a class of messages weighs loss against repetition."""

    name: str
    resend_after: tuple[int, ...]
    """Seconds before each silent resend of a message whose fate is unknown; empty: never."""
    priority: int
    """Lower goes first."""


ALERT = Policy(name="alert", resend_after=(60, 300, 1800), priority=20)
"""Loss is worse than a repeat: at least once, bounded to four attempts in all."""
CORRECTION = Policy(name="correction", resend_after=(60, 300, 1800), priority=10)
REPORT = Policy(name="report", resend_after=(), priority=30)
"""Notes to organisers: at most once."""
POLICIES = {policy.name: policy for policy in (ALERT, CORRECTION, REPORT)}
