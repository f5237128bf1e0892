"""How calls ended, as counts: what counts as an answer, and when a number does not seem to work."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from .offices import ChannelKind
from .places import zone as zone_named


class Outcome(StrEnum):
    """How one call ended; the letter stands in the data of a button and in the database."""

    REACHED = "r"
    """Somebody spoke."""
    REFUSED = "f"
    """Somebody spoke and would not listen, or would not take the fax."""
    ENGAGED = "e"
    NO_ANSWER = "n"
    DEAD = "d"
    """Not in use: a recording says so, or there is no sound at all."""
    TONE = "t"
    """A fax machine has answered."""


ANSWERED = frozenset({Outcome.REACHED, Outcome.REFUSED, Outcome.TONE})
"""Somebody or something took the call, so the number works."""
_SPOKEN = (Outcome.REACHED, Outcome.REFUSED, Outcome.ENGAGED, Outcome.NO_ANSWER, Outcome.DEAD)
_FAXED = (Outcome.TONE, Outcome.ENGAGED, Outcome.NO_ANSWER, Outcome.DEAD)

SECOND_THOUGHTS = timedelta(minutes=10)
"""A further tap of the same chat on the same number within this time corrects the first."""
WITNESS_KEPT = timedelta(days=14)
"""How long a keyed name remembers that its chat has told of a number."""
DEAD_REPORTS = 3
"""Distinct chats that find a number dead before it is doubted: one may have misdialled, two may be
friends who rang with the same wrong prefix; three are rarely wrong together, and more would let
many ring in vain."""
REVIVING = 2
"""Distinct chats that get through before a doubted number is trusted again: one may err."""

_MARK = 4
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"


def possible(kind: ChannelKind) -> tuple[Outcome, ...]:
    """How a call to a line of a kind can end, the best end first."""
    if kind == "fax":
        return _FAXED
    return (Outcome.TONE, *_SPOKEN) if kind == "manual-fax" else _SPOKEN


def mark(channel: str, number: str) -> str:
    """Four letters or digits that name a number of a channel, whatever order lines stand in.

    A button whose number was changed since names nothing any more.
    """
    digest = hashlib.sha256(f"{channel}\0{number}".encode()).digest()
    value = int.from_bytes(digest[:8], "big")
    signs = []
    for _ in range(_MARK):
        value, place = divmod(value, len(_SIGNS))
        signs.append(_SIGNS[place])
    return "".join(signs)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one outcome is counted under; nothing in it is about who told it."""

    slug: str
    office: str
    channel: str
    number: str
    """In E.164."""
    week: str
    """Of the ISO calendar, such as "2003-W02", on the office's clock like the next two."""
    weekday: int
    """From 0, Monday."""
    hour: int


def cell(slug: str, office: str, zone: str, channel: str, number: str, now: datetime) -> Cell:
    """Where an outcome told at ``now`` (aware) is counted; ``zone`` is the office's."""
    there = now.astimezone(zone_named(zone))
    return Cell(
        slug=slug,
        office=office,
        channel=channel,
        number=number,
        week=week_of(there),
        weekday=there.weekday(),
        hour=there.hour,
    )


def week_of(day: datetime) -> str:
    """The ISO week a moment falls into, on the clock it is given in."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


LetterChannel = Literal["email", "fax", "post", "web", "hand"]
LetterAnswer = Literal["reply", "bounce"]


def doubted(*, before: bool, dead: int, answered: int) -> bool:
    """Whether a number is to be doubted, from how many distinct chats told what of it.

    ``dead`` are those of the last ``WITNESS_KEPT`` and, where it was trusted ``before``, since it
    last answered anybody. ``answered`` are those that got through since it was doubted.
    """
    return dead >= DEAD_REPORTS and not (before and answered >= REVIVING)
