"""When a campaign calls for an alert: pure dates, so that no second can be missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from .actions import Action
from .alerts import ALERTS, Moment
from .campaign import Campaign
from .hearings import Hearing
from .readiness import BY_TELEPHONE
from .sittings import sitting

SCHEDULED = frozenset({"hearing", "action", "action-ends"})
"""Kinds of alert that a campaign's own dates call for, and nobody's wish."""
ENDING = timedelta(hours=24)
"""How long before the last chance people are told that an action ends."""


def moments(campaign: Campaign, since: datetime, until: datetime) -> tuple[Moment, ...]:
    """Everything that falls due after ``since`` and not after ``until`` (aware), in order."""
    due = [moment for moment in _all(campaign) if since < moment.at <= until]
    return tuple(sorted(due, key=lambda moment: (moment.at, moment.key)))


def keys(campaign: Campaign) -> frozenset[str]:
    """The keys of everything the campaign calls for, at any time."""
    return frozenset(moment.key for moment in _all(campaign))


def in_use(campaign: Campaign, now: datetime) -> tuple[Moment, ...]:
    """What would be told at ``now`` (aware) if its own moment had been missed.

    Actions that are of use already, and hearings still ahead of which no reminder is to come. Their
    keys are those of the moments missed, so that nothing can be told twice.
    """
    last = {m.subject: m for m in sorted(_all(campaign), key=lambda m: m.at) if m.kind == "hearing"}
    actions = (m for m in _all(campaign) if m.kind == "action")
    return tuple(
        replace(moment, at=now)
        for moment in (*last.values(), *actions)
        if moment.at <= now < moment.expires
    )


def opening(slug: str, office: str, at: datetime, expires: datetime) -> Moment:
    """An office opens at ``at``: the moment somebody asked to be reminded of."""
    return Moment(
        kind="opens",
        campaign=slug,
        subject=f"office:{office}",
        at=at,
        expires=expires,
        key=f"{slug}/opens/{office}/{_stamp(at)}",
    )


def is_late(moment: Moment, now: datetime) -> bool:
    """Whether it is too late to begin telling it."""
    return now - moment.at > ALERTS[moment.kind].grace or moment.expires <= now


def asked_until(campaign: Campaign, office: str, at: datetime) -> datetime | None:
    """When it is too late to ring an office for what is asked at a moment (aware) or after it.

    In UTC; None where nothing is asked of it any more.
    """
    if campaign.state != "active":
        return None
    ends = (
        action.ends_at(campaign.tz).astimezone(UTC)
        for action in campaign.actions
        if action.kind in BY_TELEPHONE and office in action.offices and campaign.stands(action)
    )
    return max((end for end in ends if at < end), default=None)


def _all(campaign: Campaign) -> Iterator[Moment]:
    if campaign.state != "active":
        return
    for hearing in campaign.hearings:
        yield from _of_hearing(campaign, hearing)
    for action in campaign.actions:
        if campaign.stands(action):
            yield from _of_action(campaign, action)


def _of_hearing(campaign: Campaign, hearing: Hearing) -> Iterator[Moment]:
    """One reminder per lead time, each of use until the next one or the hearing itself.

    The hearing's own moment is in the key, so a new date is new.
    """
    begins = sitting(hearing, campaign.office(hearing.office))
    if begins is None:
        return
    leads = sorted({timedelta(minutes=minutes) for minutes in campaign.reminders}, reverse=True)
    for lead, following in zip_longest(leads, leads[1:], fillvalue=timedelta(0)):
        minutes = int(lead.total_seconds()) // 60
        yield Moment(
            kind="hearing",
            campaign=campaign.slug,
            subject=f"hearing:{hearing.id}",
            at=begins.at - lead,
            expires=begins.at - following,
            key=f"{campaign.slug}/hearing/{hearing.id}/{_stamp(begins.at)}/{minutes}",
        )


def _of_action(campaign: Campaign, action: Action) -> Iterator[Moment]:
    """When it can first be carried out, and a day before it can be for the last time."""
    first, last = campaign.of_use(action)
    yield Moment(
        kind="action",
        campaign=campaign.slug,
        subject=f"action:{action.id}",
        at=first,
        expires=last,
        key=f"{campaign.slug}/action/{action.id}/{_stamp(first)}",
    )
    if last - ENDING > first:
        yield Moment(
            kind="action-ends",
            campaign=campaign.slug,
            subject=f"action:{action.id}",
            at=last - ENDING,
            expires=last,
            key=f"{campaign.slug}/action-ends/{action.id}/{_stamp(last)}",
        )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
