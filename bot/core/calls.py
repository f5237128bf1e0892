"""What a reader needs in order to ring an office: whether now, else when, where and what to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from .actions import Action
from .call_lines import Line, LineReport, lines_of, retired_of
from .campaign import Campaign
from .chats import Chat
from .hours import HoursState, OfficeHours, trim
from .intervals import Interval
from .offices import Channel, Closure, Office
from .public_holidays import Holiday, holiday_on
from .readiness import AHEAD, asked, begins, ends, own_actions
from .scripts import CallScript

_DAY = timedelta(days=1)
_LONG_ENOUGH = timedelta(minutes=10)
"""A shorter stretch of the reader's day is no time to ring somebody."""
_HURRY = timedelta(minutes=15)
"""With less left an office is open for one call at most."""


@dataclass(frozen=True, kw_only=True)
class OfficeCard:
    """One office at one moment, for one reader. All moments are aware, in UTC."""

    office: Office
    hours: HoursState
    """As they are now; before ``begins``, as they will be then. What comes after ``ends`` is cut
    off."""
    now: datetime
    begins: datetime | None = None
    """Before this a call is of no use yet; None where it is already."""
    ends: datetime
    """When it is too late for a call."""
    opening: Interval | None
    """The present opening from now on, else the next one, however far ahead; None where none comes
    in time."""
    following: Interval | None
    """The opening after that one, if it comes in time too."""
    suits: Interval | None
    """The first stretch of an opening in the reader's waking hours. None where none comes in
    time, or the reader's clock is not known."""
    night: bool
    """True where the next opening, or its beginning, falls into the reader's night."""
    holidays: tuple[Holiday, ...]
    """Public holidays of the office's country between now and the next opening."""
    closures: tuple[Closure, ...]
    """What else closes the office between now and the next opening."""
    lines: tuple[Line, ...]
    """The numbers in force, the first to be tried first; empty where none works any more."""
    retired: tuple[Channel, ...]
    """Those by which it was rung once."""

    @property
    def open(self) -> bool:
        """Whether it is of use to ring now, and somebody answers."""
        return self.hours.open and self.begins is None and bool(self.lines)

    @property
    def script(self) -> CallScript | None:
        """What to say on the number that is tried first."""
        return self.lines[0].script if self.lines else None

    @property
    def shut(self) -> bool:
        """Whether it surely cannot be rung now."""
        return self.begins is not None or self.hours.status == "closed" or not self.lines

    @property
    def hurried(self) -> bool:
        """Open now, but hardly for one call."""
        closes = self.hours.closes
        return self.open and closes is not None and closes - self.now < _HURRY

    @property
    def cut_short(self) -> bool:
        """Open now, and still open when a call comes too late."""
        closes = self.hours.closes == self.ends
        return self.open and closes and OfficeHours.of(self.office).state(self.ends).open

    @property
    def suits_now(self) -> bool:
        """Whether it can be rung at an hour of the reader's day, now or later."""
        return self.open or self.suits is not None

    @property
    def first_day(self) -> date | None:
        """The office's day of the next opening, where holidays or a closure come before it."""
        if self.open or not self.opening or not (self.holidays or self.closures):
            return None
        return OfficeHours.of(self.office).local(self.opening[0]).date()

    @property
    def two_weeks(self) -> bool:
        """Whether a call is of use for longer than openings are looked for."""
        return self.ends > (self.begins or self.now) + AHEAD

    @property
    def breaks(self) -> tuple[Interval, ...]:
        """The breaks still ahead in the opening that is shown."""
        start = self.opening[0] if self.opening else self.now
        return tuple(pause for pause in self.hours.breaks if pause[0] > start)

    @property
    def at_break(self) -> bool:
        """Closed now, but only for a break."""
        return any(start <= self.now < end for start, end in self.hours.breaks)


def office_cards(
    campaign: Campaign,
    chat: Chat,
    now: datetime,
    reports: Mapping[str, LineReport] = MappingProxyType({}),
) -> tuple[OfficeCard, ...]:
    """Every office it is of use to ring now or soon: those that answer first come first.

    ``reports`` is what readers told of its channels, by their ids. An office none of whose numbers
    works any more comes last, so that nobody looks for it in vain.
    """
    actions = asked(campaign, now)
    offices = [campaign.office(id) for id in _rung(actions)]
    found = (
        _card(campaign, office, own_actions(actions, office), chat, now, reports)
        for office in offices
    )
    return tuple(sorted((card for card in found if card is not None), key=_soonest))


def _rung(actions: tuple[tuple[Action, ...], ...]) -> list[str]:
    """The ids of all offices that are rung for some of these actions, each once."""
    return list(dict.fromkeys(id for some in actions for one in some for id in one.offices))


def _card(  # all that one card depends on
    campaign: Campaign,
    office: Office,
    own: tuple[Action, ...],
    chat: Chat,
    now: datetime,
    reports: Mapping[str, LineReport],
) -> OfficeCard | None:
    """The card of an office; None where it has no telephone, or none yet."""
    lines = _scripted(campaign, own, tuple(lines_of(campaign, office, chat, now, reports)))
    retired = retired_of(campaign, office, now)
    if not lines and not retired:
        return None
    first = begins(campaign, own, now)
    last = ends(campaign, own)
    since = first or now
    hours = OfficeHours.of(office)
    openings = _in_time(hours, since, last) if lines else []
    opening = openings[0] if openings else None
    suits = _suiting(openings, chat)
    asleep = chat.zone is not None and (suits is None or (opening and suits[0] > opening[0]))
    state = hours.state(since)
    answers = state.open and first is None
    return OfficeCard(
        office=office,
        hours=_cut(state, since, last),
        now=now,
        begins=first,
        ends=last,
        opening=opening,
        following=openings[1] if len(openings) > 1 else None,
        suits=suits,
        night=bool(opening) and not answers and bool(asleep),
        holidays=tuple(_holidays(hours, since, opening)),
        closures=tuple(_closures(hours, since, opening)),
        lines=lines,
        retired=retired,
    )


def _in_time(hours: OfficeHours, since: datetime, last: datetime) -> list[Interval]:
    """The openings of two weeks; where these are fewer than two, the first ones after them too."""
    near = hours.openings(since, min(last, since + AHEAD))
    if len(near) > 1:
        return near
    later = hours.state(near[-1][1] if near else since).opens
    if later is None or later >= last:
        return near
    return [*near, *hours.openings(later, min(last, later + AHEAD))]


def _cut(state: HoursState, since: datetime, last: datetime) -> HoursState:
    """The hours up to the moment when a call comes too late; who never closes does so that day."""
    until = last.astimezone(UTC)
    never = state.open and state.closes is None and until - since <= _DAY
    closes = until if never else state.closes
    day = tuple((start, min(end, until)) for start, end in state.day if start < until)
    return replace(state, closes=closes and min(closes, until), day=day)


def _suiting(openings: list[Interval], chat: Chat) -> Interval | None:
    if chat.zone is None:
        return None
    awake = trim(openings, chat.zone, (chat.wakes, chat.sleeps))
    return next((part for part in awake if part[1] - part[0] >= _LONG_ENOUGH), None)


def _closed_days(hours: OfficeHours, now: datetime, opening: Interval | None) -> tuple[date, date]:
    """The office's today, and the first day of which it is not asked why it is closed."""
    day = hours.local(now).date()
    return day, hours.local(opening[0]).date() if opening else day + timedelta(days=1)


def _closures(hours: OfficeHours, now: datetime, opening: Interval | None) -> Iterator[Closure]:
    """The closures that cover a day on which the office stays closed."""
    first, last = _closed_days(hours, now, opening)
    for closure in hours.closures:
        if closure.since < last and closure.until >= first:
            yield closure


def _holidays(hours: OfficeHours, now: datetime, opening: Interval | None) -> Iterator[Holiday]:
    """The holidays for which an office stays closed, each once, without its moved days."""
    day, last = _closed_days(hours, now, opening)
    named: list[str] = []
    while day < last:
        holiday = holiday_on(hours.country, day)
        if holiday is not None and not holiday.name.startswith(tuple(named)):
            named.append(holiday.name)
            yield holiday
        day += timedelta(days=1)


def _scripted(
    campaign: Campaign, actions: tuple[Action, ...], lines: tuple[Line, ...]
) -> tuple[Line, ...]:
    """Each line with its own script, else the one of the action, else that of another line."""
    named = [*(action.script for action in actions), *(line.channel.script for line in lines)]
    spare = next((id for id in named if id), None)
    if spare is None:
        return lines
    return tuple(
        replace(line, script=campaign.script(line.channel.script or spare)) for line in lines
    )


def _soonest(card: OfficeCard) -> tuple[bool, bool, bool, datetime]:
    """Open now, then by the next opening; those that do not open in time come last."""
    when = card.opening[0] if card.opening else card.ends
    return not card.lines, not card.open, card.opening is None, when
