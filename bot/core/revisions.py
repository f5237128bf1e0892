"""What changed between two revisions of a campaign, in words that call for an alert."""

from __future__ import annotations

from .campaign import Campaign
from .hearings import Hearing, HearingState
from .news import HearingChange


def changes(old: Campaign, new: Campaign) -> tuple[HearingChange, ...]:
    """The hearings of which something is to be told: moved, cancelled, adjourned, decided.

    A corrected source or a reworded reason is not news; a hearing that was not there before is
    reminded of in time and needs no alert of its own.
    """
    before = {hearing.id: hearing for hearing in old.hearings}
    return tuple(
        HearingChange(old=before[hearing.id], new=hearing)
        for hearing in new.hearings
        if hearing.id in before and _is_news(before[hearing.id], hearing)
    )


def _is_news(old: Hearing, new: Hearing) -> bool:
    return _substance(old.current) != _substance(new.current)


def _substance(state: HearingState) -> tuple[object, ...]:
    return (state.status, state.on, state.at, state.since, state.until, state.outcome)
