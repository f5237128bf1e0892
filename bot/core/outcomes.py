"""How calls ended, as counts: what counts as an answer, and when a number does not seem to work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from .answering_hours import wilson
from .call_lines import LineReport, Reports
from .campaign import Campaign
from .hours import OfficeHours
from .offices import Channel, ChannelKind
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

SHOWN_FROM = 5
"""Fewer letters or calls are not told to all: of two, one is yours and the other a friend's."""
RECENT = timedelta(weeks=8)
"""How far back counts say something of the present: holders and habits change."""
_SURE = 1.645
"""Standard errors that are exceeded by chance in one case of twenty, to one side."""
_OFTEN, _SELDOM = 1 / 2, 1 / 5

MARK = 4
"""Length of ``mark``."""
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
    for _ in range(MARK):
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


LetterReturn = Literal["reply", "bounce"]
LetterEnd = Literal["sent", "reply", "bounce"]


def doubted(*, before: bool, dead: int, answered: int) -> bool:
    """Whether a number is to be doubted, from how many distinct chats told what of it.

    ``dead`` are those of the last ``WITNESS_KEPT`` and, where it was trusted ``before``, since it
    last answered anybody. ``answered`` are those that got through since it was doubted.
    """
    return dead >= DEAD_REPORTS and not (before and answered >= REVIVING)


def rank(ends: Mapping[Outcome, int]) -> int:
    """A number's place among others of its office: -1 where it surely answers more often than not,

    1 where it hardly ever does, 0 where nothing is sure. ``ends`` are counts of recent calls.
    """
    tried = sum(count for end, count in ends.items() if end is not Outcome.DEAD)
    answered = sum(count for end, count in ends.items() if end in ANSWERED)
    low, high = wilson(answered, tried, _SURE)
    return -1 if low > _OFTEN else 1 if high < _SELDOM else 0


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """What follows from all that was told of one number."""

    channel: str
    number: str
    rank: int
    doubted: bool


def reports_of(campaign: Campaign, told: Iterable[ToldLine], now: datetime) -> Reports:
    """What readers told of each channel's number in force at ``now`` (aware).

    What was told of a number that has changed since is of no use.
    """
    channels = {channel.id: channel for channel in campaign.channels}
    return {
        one.channel: LineReport(suspect=one.doubted, rank=one.rank)
        for one in told
        if one.channel in channels and one.number in _in_force(campaign, channels[one.channel], now)
    }


def _in_force(campaign: Campaign, channel: Channel, now: datetime) -> set[str]:
    """The number of a channel, on the day of each office it reaches."""
    days = [OfficeHours.of(campaign.office(id)).local(now).date() for id in channel.offices]
    return {number.e164 for day in days if (number := channel.number_on(day))}
