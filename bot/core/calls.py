"""What a reader needs in order to ring an office: whether now, else when, where and what to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .actions import Action
from .campaign import Campaign
from .chats import Chat
from .dialling import DialCard, dial
from .hours import HoursState, OfficeHours, trim
from .intervals import Interval
from .offices import DIALLED, Channel, Number, Office
from .public_holidays import Holiday, holiday_on
from .scripts import CallScript
from .usefulness import answered

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
    """As they are now; before ``begins``, as they will be then."""
    now: datetime
    begins: datetime | None = None
    """Before this a call is of no use yet; None where it is already."""
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
        """Whether it is of use to ring now, and somebody answers."""
        return self.hours.open and self.begins is None

    @property
    def shut(self) -> bool:
        """Whether it surely cannot be rung now."""
        return self.begins is not None or self.hours.status == "closed"

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
    """The open actions for which somebody rings an office, as long as one of theirs will answer.

    None once the campaign rests. An office whose hours nobody knows may answer at any time.
    """
    if campaign.state != "active":
        return ()
    asked = (a for a in campaign.open_actions(now) if a.kind in BY_TELEPHONE)
    return tuple(action for action in asked if _will_answer(campaign, action, now))


def calls_ahead(campaign: Campaign, now: datetime) -> tuple[Action, ...]:
    """The actions for which somebody will ring an office, and which begin within two weeks."""
    if campaign.state != "active":
        return ()
    return tuple(
        action
        for action in campaign.actions
        if action.kind in BY_TELEPHONE
        and campaign.stands(action)
        and now < action.starts_at(campaign.tz) <= now + _AHEAD
        and _will_answer(campaign, action, now)
    )


def awaited(campaign: Campaign, office: Office, now: datetime) -> datetime | None:
    """When an office next begins to answer for a call that is of use; None: now, or not in time."""
    own = _own(campaign, office, now)
    if not own:
        return None
    since = _begins(campaign, own, now) or now
    opening = _opening(campaign, office, own, since)
    return opening[0] if opening and opening[0] > now else None


def last_call(campaign: Campaign, now: datetime) -> Action | None:
    """The action that ended last of those for which an office was rung."""
    past = [
        action
        for action in campaign.actions
        if action.kind in BY_TELEPHONE and action.offices and campaign.of_use(action)[1] <= now
    ]
    return max(past, key=lambda action: campaign.of_use(action)[1], default=None)


def office_cards(campaign: Campaign, chat: Chat, now: datetime) -> tuple[OfficeCard, ...]:
    """Every office it is of use to ring now or soon: those that answer first come first."""
    actions = (*call_actions(campaign, now), *calls_ahead(campaign, now))
    ids = dict.fromkeys(id for action in actions for id in action.offices)
    found = (_card(campaign, campaign.office(id), chat, now) for id in ids)
    return tuple(sorted((card for card in found if card is not None), key=_soonest))


def _card(campaign: Campaign, office: Office, chat: Chat, now: datetime) -> OfficeCard | None:
    """The card of an office; None where no number of it is in force."""
    lines = tuple(_lines(campaign, office, chat, now))
    if not lines:
        return None
    own = _own(campaign, office, now)
    begins = _begins(campaign, own, now)
    since = begins or now
    hours = OfficeHours.of(office)
    ends = _ends(campaign, own)
    openings = hours.openings(since, min(ends, since + _AHEAD))
    opening = openings[0] if openings else None
    suits = _suiting(openings, chat)
    asleep = chat.zone is not None and (suits is None or (opening and suits[0] > opening[0]))
    state = hours.state(since)
    answers = state.open and begins is None
    return OfficeCard(
        office=office,
        hours=state,
        now=now,
        begins=begins,
        ends=ends,
        opening=opening,
        suits=suits,
        night=bool(opening) and not answers and bool(asleep),
        holidays=tuple(_holidays(hours, since, opening)),
        lines=lines,
        script=_script(campaign, own, lines),
    )


def _own(campaign: Campaign, office: Office, now: datetime) -> tuple[Action, ...]:
    """The actions for which this office is rung: those that are open, else those ahead."""
    for actions in (call_actions(campaign, now), calls_ahead(campaign, now)):
        if own := tuple(action for action in actions if office.id in action.offices):
            return own
    return ()


def _will_answer(campaign: Campaign, action: Action, now: datetime) -> bool:
    offices = [campaign.office(id) for id in action.offices]
    since = max(now, action.starts_at(campaign.tz))
    return any(office.hours is None for office in offices) or bool(
        answered(offices, since, action.ends_at(campaign.tz))
    )


def _begins(campaign: Campaign, own: tuple[Action, ...], now: datetime) -> datetime | None:
    """From when a call is of use, in UTC; None where it is already."""
    first = min(action.starts_at(campaign.tz) for action in own).astimezone(UTC)
    return first if first > now else None


def _ends(campaign: Campaign, own: tuple[Action, ...]) -> datetime:
    return max(action.ends_at(campaign.tz) for action in own)


def _opening(
    campaign: Campaign, office: Office, own: tuple[Action, ...], since: datetime
) -> Interval | None:
    until = min(_ends(campaign, own), since + _AHEAD)
    return next(iter(OfficeHours.of(office).openings(since, until)), None)


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
    campaign: Campaign, actions: tuple[Action, ...], lines: tuple[Line, ...]
) -> CallScript | None:
    """What to say: the line's own script, else the one of the action."""
    named = [*(line.channel.script for line in lines), *(action.script for action in actions)]
    return next((campaign.script(id) for id in named if id), None)


def _soonest(card: OfficeCard) -> tuple[bool, bool, datetime]:
    """Open now, then by the next opening; those that do not open in time come last."""
    return not card.open, card.opening is None, card.opening[0] if card.opening else card.ends
