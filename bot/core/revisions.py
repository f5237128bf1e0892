"""What changed between two revisions of a campaign, in words that call for an alert."""

from __future__ import annotations

from datetime import datetime

from .alerts import Moment
from .campaign import Campaign
from .hearings import Hearing, HearingState
from .news import Draft, HearingChange, Scheduled
from .schedule import in_use
from .sittings import sitting


def changes(old: Campaign, new: Campaign) -> tuple[HearingChange, ...]:
    """The hearings of which something is to be told: moved, cancelled, adjourned, decided.

    A corrected source or a reworded reason is not news; of a hearing that was not there before
    people are reminded in time, or by ``missed``.
    """
    before = {hearing.id: hearing for hearing in old.hearings}
    return tuple(
        HearingChange(old=before[hearing.id], new=hearing)
        for hearing in new.hearings
        if hearing.id in before and _is_news(before[hearing.id], hearing)
    )


def missed(old: Campaign, new: Campaign, now: datetime) -> tuple[Moment, ...]:
    """What became known too late for its own moment, and is still of use at ``now`` (aware).

    A new action that can be carried out already, or one that begins on another day; a new hearing
    so close that no reminder is to come. A hearing that changed is told by ``changes``.
    """
    fresh = {subject for subject, _ in _dates(new) - _dates(old)}
    told = {change.subject for change in changes(old, new)}
    return tuple(each for each in in_use(new, now) if each.subject in fresh - told)


def current(draft: Draft, campaign: Campaign, now: datetime) -> Draft | None:
    """A draft as it is to be told at ``now`` (aware); None if it no longer holds."""
    if isinstance(draft, HearingChange):
        return draft if draft.new in campaign.hearings else None
    if not isinstance(draft, Scheduled):
        return draft
    same = (each for each in in_use(campaign, now) if each.key == draft.moment.key)
    return next((Scheduled(moment=each) for each in same), None)


def reworded(draft: Draft, campaign: Campaign) -> HearingChange | None:
    """The same change in the words the campaign has for it now, for whoever is to approve it.

    New words alone are no news, so nothing else would put them before anybody. None where the
    hearing itself is another one by now.
    """
    if not isinstance(draft, HearingChange):
        return None
    same = (
        hearing
        for hearing in campaign.hearings
        if hearing.id == draft.new.id and not _is_news(draft.new, hearing)
    )
    return next((HearingChange(old=draft.old, new=hearing) for hearing in same), None)


def _dates(campaign: Campaign) -> set[tuple[str, object]]:
    """What is asked for and awaited, each with when."""
    if campaign.state != "active":
        return set()
    awaited = {
        (f"hearing:{each.id}", sitting(each, campaign.office(each.office)))
        for each in campaign.hearings
    }
    return {
        *awaited,
        *((f"action:{each.id}", each.begins) for each in campaign.actions if campaign.stands(each)),
    }


def _is_news(old: Hearing, new: Hearing) -> bool:
    return _substance(old.current) != _substance(new.current)


def _substance(state: HearingState) -> tuple[object, ...]:
    return (state.status, state.on, state.at, state.since, state.until, state.outcome)
