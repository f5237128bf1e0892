"""States a queued alert passes through per chat, and what is done when its fate is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum


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


class Act(StrEnum):
    """What is done in each chat. Stored as this word."""

    SEND = "send"
    EDIT = "edit"
    """Put other words into the copies of an earlier alert."""
    DELETE = "delete"
    """Take the copies of an earlier alert away; where that is impossible, edit them."""


CHANGED = "changed"
"""The reason kept with a deletion that came too late: the words were changed instead."""


class Hold(IntEnum):
    """Why an alert waits for a host's word. Stored as this number."""

    NONE = 0
    REFUSED = 1
    """Telegram refused too many of its first messages."""
    GONE = 2
    """Too many of its first chats are gone."""
    WAIVED = 9
    """A host has looked, and lets it go on."""


ROWS_KEPT = timedelta(days=7)
"""Which alert went to which chat is known so long, from its queueing on, so never longer after its
sending; afterwards only how many. What needs to know it ends then too. The privacy page says so."""

TURNS = 8
"""Whose reader can act soonest has turn 0, the last have TURNS - 1."""


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
WITHDRAWAL = Policy(name="withdrawal", resend_after=(5, 30, 60, 300, 1800, 1800), priority=5)
"""Edits and deletions: free to repeat, so tried again soon."""
REPORT = Policy(name="report", resend_after=(), priority=30)
"""Notes to organisers: at most once."""
POLICIES = {policy.name: policy for policy in (ALERT, CORRECTION, WITHDRAWAL, REPORT)}
