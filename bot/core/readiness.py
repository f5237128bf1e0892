"""For which of a campaign's actions somebody rings an office, and from when until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .actions import Action
from .campaign import Campaign
from .hours import OfficeHours
from .intervals import Interval
from .offices import Office
from .usefulness import answered

BY_TELEPHONE = frozenset({"fax", "call", "letter"})
"""Kinds of action for which an office is rung; a letter goes by fax too."""
AHEAD = timedelta(days=14)
"""How far ahead an hour is looked for."""


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
        and now < action.starts_at(campaign.tz) <= now + AHEAD
        and _will_answer(campaign, action, now)
    )


def awaited(campaign: Campaign, office: Office, now: datetime) -> datetime | None:
    """When an office next begins to answer for a call that is of use; None: now, or not in time."""
    own = own_actions(asked(campaign, now), office)
    if not own:
        return None
    since = begins(campaign, own, now) or now
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


def asked(campaign: Campaign, now: datetime) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """The actions for which offices are rung: those that are open, and those ahead."""
    return call_actions(campaign, now), calls_ahead(campaign, now)


def own_actions(
    asked: tuple[tuple[Action, ...], tuple[Action, ...]], office: Office
) -> tuple[Action, ...]:
    """The actions for which this office is rung: those that are open, else those ahead."""
    for actions in asked:
        if own := tuple(action for action in actions if office.id in action.offices):
            return own
    return ()


def _will_answer(campaign: Campaign, action: Action, now: datetime) -> bool:
    """Whether an office of an action may answer before it ends; nearly always within days."""
    offices = [campaign.office(id) for id in action.offices]
    since, until = max(now, action.starts_at(campaign.tz)), action.ends_at(campaign.tz)
    near = min(until, since + AHEAD)
    return any(
        office.hours is None or OfficeHours.of(office).openings(since, near) for office in offices
    ) or (near < until and answered(offices, near, until) is not None)


def begins(campaign: Campaign, own: tuple[Action, ...], now: datetime) -> datetime | None:
    """From when a call is of use, in UTC; None where it is already."""
    first = min(action.starts_at(campaign.tz) for action in own).astimezone(UTC)
    return first if first > now else None


def ends(campaign: Campaign, own: tuple[Action, ...]) -> datetime:
    return max(action.ends_at(campaign.tz) for action in own)


def _opening(
    campaign: Campaign, office: Office, own: tuple[Action, ...], since: datetime
) -> Interval | None:
    until = min(ends(campaign, own), since + AHEAD)
    return next(iter(OfficeHours.of(office).openings(since, until)), None)
