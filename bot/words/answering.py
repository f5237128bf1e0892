"""Which offices of a campaign answer the telephone next, those with the same hours together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.campaign import Campaign
from bot.core.hours import HoursState, OfficeHours
from bot.core.intervals import Interval
from bot.core.offices import DIALLED, Office


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Offices on one clock with the same openings: the present ones, or the next. Times in UTC."""

    offices: tuple[Office, ...]
    open: bool
    start: datetime
    end: datetime
    """The last moment of that day at which somebody answers."""
    breaks: tuple[Interval, ...] = ()

    @property
    def office(self) -> Office:
        """The one whose city stands for all of them."""
        return self.offices[0]

    @property
    def assumed(self) -> bool:
        return any(office.hours_assumed for office in self.offices)


def reachable(campaign: Campaign, ids: Iterable[str], now: datetime) -> tuple[Office, ...]:
    """The offices among ``ids`` that have a number in force at ``now``, each once, in order."""
    offices = (campaign.office(id) for id in dict.fromkeys(ids))
    return tuple(office for office in offices if _has_line(campaign, office, now))


def answering(offices: Iterable[Office], now: datetime) -> tuple[Answering, ...]:
    """When these offices answer, the soonest first; those whose hours nobody knows are left out."""
    groups: dict[tuple[object, ...], tuple[tuple[Office, ...], HoursState]] = {}
    for office in offices:
        state = OfficeHours.of(office).state(now)
        if state.day:
            key = (state.open, state.day, office.zone)
            known, _ = groups.get(key, ((), state))
            groups[key] = ((*known, office), state)
    found = [_group(offices, state, now) for offices, state in groups.values()]
    return tuple(sorted(found, key=lambda group: group.start))


def _group(offices: tuple[Office, ...], state: HoursState, now: datetime) -> Answering:
    return Answering(
        offices=offices,
        open=state.open,
        start=state.day[0][0],
        end=state.day[-1][1],
        breaks=tuple(pause for pause in state.breaks if pause[1] > now),
    )


def _has_line(campaign: Campaign, office: Office, now: datetime) -> bool:
    day = OfficeHours.of(office).local(now).date()
    return any(
        channel.kind in DIALLED and channel.number_on(day)
        for channel in campaign.channels_of(office.id)
    )
