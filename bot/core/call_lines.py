"""The numbers of an office in the order in which one tries them, and how each is dialled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from .campaign import Campaign
from .chats import Chat
from .dialling import DialCard, dial
from .hours import OfficeHours
from .offices import DIALLED, Channel, Number, Office
from .scripts import CallScript


@dataclass(frozen=True, kw_only=True)
class LineReport:
    """What readers told of one channel."""

    suspect: bool = False
    """Several said that it does not work: it goes below the others, and the card says so."""
    rank: int = 0
    """Its place among the office's channels otherwise: the lower, the earlier it is tried."""


Reports = Mapping[str, LineReport]
"""What readers told, by the id of the channel; a channel nobody told of is left out."""
_NOTHING_TOLD = LineReport()


@dataclass(frozen=True, kw_only=True)
class Line:
    """A number in force, and how to dial it from where the reader is."""

    channel: Channel
    number: Number
    dial: DialCard
    reaches: tuple[Office, ...]
    """The offices it may reach: several where the source does not say whose it is."""
    suspect: bool = False
    """The campaign, or several readers, found it not working."""
    script: CallScript | None = None
    """What to say on it."""


def lines_of(
    campaign: Campaign, office: Office, chat: Chat, now: datetime, reports: Reports
) -> Iterator[Line]:
    """The numbers in force on the office's day, the first to be tried first.

    Those that do not seem to work come last, and those that are surely its own before others.
    """
    day = OfficeHours.of(office).local(now).date()

    def place(channel: Channel) -> tuple[bool, int, bool]:
        told = reports.get(channel.id, _NOTHING_TOLD)
        return _is_suspect(channel, reports), told.rank, not channel.assigned

    for channel in sorted(_dialled(campaign, office), key=place):
        number = channel.number_on(day)
        if number is not None:
            yield Line(
                channel=channel,
                number=number,
                dial=dial(number.e164, chat.country, number.display, number.dial),
                reaches=tuple(campaign.office(id) for id in channel.offices),
                suspect=_is_suspect(channel, reports),
            )


def retired_of(campaign: Campaign, office: Office, now: datetime) -> tuple[Channel, ...]:
    """The channels by which the office was rung once: their numbers are not in force any more."""
    day = OfficeHours.of(office).local(now).date()
    return tuple(
        channel
        for channel in _dialled(campaign, office)
        if channel.state == "dead"
        or (channel.numbers and all(one.until and one.until < day for one in channel.numbers))
    )


def _dialled(campaign: Campaign, office: Office) -> list[Channel]:
    return [one for one in campaign.channels_of(office.id) if one.kind in DIALLED]


def _is_suspect(channel: Channel, reports: Reports) -> bool:
    return channel.state == "suspect" or reports.get(channel.id, _NOTHING_TOLD).suspect
