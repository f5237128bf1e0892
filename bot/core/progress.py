"""How far a broadcast is, when it will end at the present rate, and what holds it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .breaker import Trouble
from .bulletin import Bulletin
from .delivery import FINAL, Hold, State

WORDS: dict[str, tuple[State, ...]] = {
    "waiting": (State.PENDING,),
    "being_sent": (State.SENDING,),
    "sent": (State.SENT,),
    "gone": (State.GONE,),
    "refused": (State.FAILED,),
    "expired": (State.EXPIRED,),
    "cancelled": (State.CANCELLED,),
    "unknown": (State.UNKNOWN, State.UNKNOWN_FINAL),
}
"""The public vocabulary: every state stands in one word, so their sum is what was queued."""


class Holdup(StrEnum):
    """Why a broadcast does not move, or not yet."""

    STOPPED = "stopped"
    """The bot is not running."""
    REFUSED = "refused"
    """Telegram refused too many of its first messages: it waits for a host's word."""
    GONE = "gone"
    """Too many of its first chats are gone: it waits for a host's word."""
    DISK = "disk"
    CLOCK = "clock"
    CONFLICT = "conflict"
    BRAKE = "brake"
    """Held back for a reason that has no word here."""
    OUTAGE = "outage"
    GARBAGE = "garbage"
    CREDENTIALS = "credentials"
    GATE = "gate"
    """Telegram has asked everybody to wait."""


_BRAKES = {each.value: each for each in (Holdup.DISK, Holdup.CLOCK, Holdup.CONFLICT)}
_TROUBLES = {
    Trouble.OUTAGE: Holdup.OUTAGE,
    Trouble.GARBAGE: Holdup.GARBAGE,
    Trouble.CREDENTIALS: Holdup.CREDENTIALS,
}
_HOLDS = {Hold.REFUSED: Holdup.REFUSED, Hold.GONE: Holdup.GONE}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One broadcast, counted."""

    counts: Mapping[State, int]
    """Rows in each state."""
    expires: datetime
    to_queue: int = 0
    """Chats that have no row yet."""
    last_due: datetime | None = None
    """Until when the last of what waits for its own moment has to wait."""
    held: Hold = Hold.NONE
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far one broadcast is."""

    total: int
    done: int
    """Chats for which it has ended, whatever the end."""
    again: int
    """Of unknown fate so far: these are tried again."""
    ends: datetime | None
    """When it will have ended at the present rate; None where nobody can tell."""
    in_time: bool
    """False where some will still be waiting when it expires."""
    why: Holdup | None
    """What holds it up."""

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def share(self) -> float:
        """How much of it has ended, from 0 to 1."""
        return self.done / self.total if self.total else 1.0

    @property
    def percent(self) -> int:
        """The same in whole per cent; 100 only when nothing is left."""
        return int(self.share * 100)


def named(counts: Mapping[State, int]) -> dict[str, int]:
    """Numbers by the words of the public vocabulary; the sum stays."""
    return {word: sum(counts.get(state, 0) for state in states) for word, states in WORDS.items()}


def holdups(bulletin: Bulletin | None, now: datetime, *, running: bool) -> tuple[Holdup, ...]:
    """What holds all broadcasts up, the gravest first."""
    if not running:
        return (Holdup.STOPPED,)
    if bulletin is None:
        return ()
    found = [_BRAKES.get(name, Holdup.BRAKE) for name in bulletin.brakes]
    if bulletin.breaker is not None:
        found.append(_TROUBLES[bulletin.breaker])
    if bulletin.gate is not None and bulletin.gate > now:
        found.append(Holdup.GATE)
    return tuple(found)


def progress(
    tally: Tally,
    now: datetime,
    bulletin: Bulletin | None,
    *,
    running: bool = True,
    ahead: int = 0,
) -> Progress:
    """How far it is. ``ahead``: messages of more urgent broadcasts that go before."""
    total = sum(tally.counts.values()) + tally.to_queue
    done = sum(number for state, number in tally.counts.items() if state in FINAL)
    why = _why(tally, now, bulletin, running=running)
    ends = None
    if total > done and may_go(tally, now) and why in (None, Holdup.GATE):
        ends = _end(tally, now, bulletin, total - done + ahead)
    in_time = ends is None or ends <= tally.expires
    return Progress(
        total=total,
        done=done,
        again=tally.counts.get(State.UNKNOWN, 0),
        ends=ends if in_time else tally.expires,
        in_time=in_time,
        why=why if total > done else None,
    )


def may_go(tally: Tally, now: datetime) -> bool:
    """Whether anything of it may still be sent without anybody's word."""
    return not (tally.held in _HOLDS or tally.cancelled or tally.expires <= now)


def bar(share: float, cells: int = 10) -> str:
    """The share as a picture that fits into a message: ``▰▰▰▱▱▱▱▱▱▱``."""
    full = int(share * cells)
    return "▰" * full + "▱" * (cells - full)


def _why(tally: Tally, now: datetime, bulletin: Bulletin | None, *, running: bool) -> Holdup | None:
    """The one thing that has to be mended first."""
    found = holdups(bulletin, now, running=running)
    if Holdup.STOPPED in found or tally.held not in _HOLDS:
        return next(iter(found), None)
    return _HOLDS[tally.held]


def _end(tally: Tally, now: datetime, bulletin: Bulletin | None, left: int) -> datetime | None:
    if bulletin is None or bulletin.rate <= 0:
        return None
    begins = max(now, bulletin.gate or now)
    ends = begins + timedelta(seconds=left / bulletin.rate)
    return max(ends, tally.last_due or ends)
