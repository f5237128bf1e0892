"""What a reader needs in order to ring an office: whether now, else when, where and what to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .actions import Action
from .campaign import Campaign
from .chats import Chat
from .dialling import DialCard, dial
from .hours import HoursState, OfficeHours, trim
from .intervals import Interval
from .offices import DIALLED, CallScript, Channel, Number, Office
from .public_holidays import Holiday, holiday_on

BY_TELEPHONE = frozenset({"fax", "call", "letter"})
"""Kinds of action for which an office is rung; a letter goes by fax too."""
_AHEAD = timedelta(days=14)
"""How far ahead an hour is looked for."""
_LONG_ENOUGH = timedelta(minutes=10)
"""A shorter stretch of the reader's day is no time to ring somebody."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A number in force, and how to dial it from where the reader is."""

    channel: Channel
    number: Number
    dial: DialCard
    reaches: tuple[Office, ...]
    """The offices it may reach: several where the source does not say whose it is."""


@dataclass(frozen=True, kw_only=True)
class OfficeCard:
    """One office at one moment, for one reader. All moments are aware, in UTC."""

    office: Office
    hours: HoursState
    now: datetime
    ends: datetime
    """When it is too late for a call."""
    opening: Interval | None
    """The present opening from now on, else the next one; None where none comes in time."""
    suits: Interval | None
    """The first stretch of an opening in the reader's waking hours. None where none comes in
    time, or the reader's clock is not known."""
    night: bool
    """True where the next opening, or its beginning, falls into the reader's night."""
    holidays: tuple[Holiday, ...]
    """Public holidays of the office's country between now and the next opening."""
    lines: tuple[Line, ...]
    script: CallScript | None

    @property
    def open(self) -> bool:
        return self.hours.open

    @property
    def breaks(self) -> tuple[Interval, ...]:
        """The breaks still ahead in the opening that is shown."""
        start = self.opening[0] if self.opening else self.now
        return tuple(pause for pause in self.hours.breaks if pause[0] > start)

    @property
    def at_break(self) -> bool:
        """Closed now, but only for a break."""
        return any(start <= self.now < end for start, end in self.hours.breaks)


def call_actions(campaign: Campaign, now: datetime) -> tuple[Action, ...]:
    """The open actions for which somebody rings an office; none once the campaign rests."""
    if campaign.state != "active":
        return ()
    return tuple(a for a in campaign.open_actions(now) if a.kind in BY_TELEPHONE and a.offices)


def last_call(campaign: Campaign, now: datetime) -> Action | None:
    """The action that ended last of those for which an office was rung."""
    past = [
        action
        for action in campaign.actions
        if action.kind in BY_TELEPHONE and action.offices and action.ends_at(campaign.tz) <= now
    ]
    return max(past, key=lambda action: action.ends_at(campaign.tz), default=None)


def office_cards(campaign: Campaign, chat: Chat, now: datetime) -> tuple[OfficeCard, ...]:
    """Every office it is of use to ring now or soon: those that answer first come first."""
    actions = call_actions(campaign, now)
    ids = dict.fromkeys(id for action in actions for id in action.offices)
    found = (_card(campaign, campaign.office(id), actions, chat, now) for id in ids)
    return tuple(sorted((card for card in found if card is not None), key=_soonest))


def _card(
    campaign: Campaign, office: Office, actions: tuple[Action, ...], chat: Chat, now: datetime
) -> OfficeCard | None:
    """The card of an office; None where no number of it is in force."""
    lines = tuple(_lines(campaign, office, chat, now))
    if not lines:
        return None
    own = [action for action in actions if office.id in action.offices]
    ends = max(action.ends_at(campaign.tz) for action in own)
    hours = OfficeHours.of(office)
    openings = hours.openings(now, min(ends, now + _AHEAD))
    opening = openings[0] if openings else None
    suits = _suiting(openings, chat)
    asleep = chat.zone is not None and (suits is None or (opening and suits[0] > opening[0]))
    state = hours.state(now)
    return OfficeCard(
        office=office,
        hours=state,
        now=now,
        ends=ends,
        opening=opening,
        suits=suits,
        night=bool(opening) and not state.open and bool(asleep),
        holidays=tuple(_holidays(hours, now, opening)),
        lines=lines,
        script=_script(campaign, own, lines),
    )


def _lines(campaign: Campaign, office: Office, chat: Chat, now: datetime) -> Iterator[Line]:
    """The numbers in force on the office's day; those that are surely its own come first."""
    day = OfficeHours.of(office).local(now).date()
    channels = [one for one in campaign.channels_of(office.id) if one.kind in DIALLED]
    for channel in sorted(channels, key=lambda one: (one.state == "suspect", not one.assigned)):
        number = channel.number_on(day)
        if number is not None:
            yield Line(
                channel=channel,
                number=number,
                dial=dial(number.e164, chat.country, number.display),
                reaches=tuple(campaign.office(id) for id in channel.offices),
            )


def _suiting(openings: list[Interval], chat: Chat) -> Interval | None:
    if chat.zone is None:
        return None
    awake = trim(openings, chat.zone, (chat.wakes, chat.sleeps))
    return next((part for part in awake if part[1] - part[0] >= _LONG_ENOUGH), None)


def _holidays(hours: OfficeHours, now: datetime, opening: Interval | None) -> Iterator[Holiday]:
    """The holidays for which an office stays closed, each once, without its moved days."""
    day = hours.local(now).date()
    last = hours.local(opening[0]).date() if opening else day + timedelta(days=1)
    named: list[str] = []
    while day < last:
        holiday = holiday_on(hours.country, day)
        if holiday is not None and not holiday.name.startswith(tuple(named)):
            named.append(holiday.name)
            yield holiday
        day += timedelta(days=1)


def _script(
    campaign: Campaign, actions: list[Action], lines: tuple[Line, ...]
) -> CallScript | None:
    """What to say: the line's own script, else the one of the action."""
    named = [*(line.channel.script for line in lines), *(action.script for action in actions)]
    return next((campaign.script(id) for id in named if id), None)


def _soonest(card: OfficeCard) -> tuple[bool, bool, datetime]:
    """Open now, then by the next opening; those that do not open in time come last."""
    return not card.open, card.opening is None, card.opening[0] if card.opening else card.ends
