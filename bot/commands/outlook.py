"""What lies ahead in a campaign: its hearings in order, and whether it needs its readers now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

from bot.core.actions import Action
from bot.core.campaign import Campaign
from bot.core.hearings import OVER, Hearing, Sitting
from bot.core.itself import Itself
from bot.core.offices import Office
from bot.core.sittings import sitting

SOON = timedelta(days=7)
"""A hearing this near needs readers now."""
LATELY = timedelta(days=3)
"""So long a hearing of unknown outcome, or one that has begun, still needs its readers."""

State = Literal["ahead", "begun", "going-on", "passed", "window", "unknown"]
"""What is known of a hearing's time, in the order in which hearings are told."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A hearing that is not over, as far as its time is known."""

    hearing: Hearing
    office: Office
    sitting: Sitting | None
    """When it is, or was, to begin; of one that has begun, None where no day is known for that."""
    state: State
    """"begun": somebody has told so; "going-on": its hour is over, but it may take until a later
    day; "passed": its time is over and nobody has told what happened."""
    lasts: date | None = None
    """The last day of one that has begun, where that is not over."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A campaign seen from one moment."""

    hearing: Coming | None
    """The next hearing, or the last one whose outcome is not known."""
    actions: tuple[Action, ...]
    """What is of use now, the most urgent first."""
    next_action: Action | None
    needs_you: bool


def outlook(campaign: Campaign, now: datetime) -> Outlook:
    """What lies ahead of a campaign at ``now`` (aware); nothing once it is no longer active.

    Worked out once a minute: nothing in a campaign is told more exactly.
    """
    return _outlook(Itself(campaign), now.replace(second=0, microsecond=0))


@lru_cache(maxsize=512)
def _outlook(key: Itself[Campaign], now: datetime) -> Outlook:
    campaign = key.it
    if campaign.state != "active":
        return Outlook(hearing=None, actions=(), next_action=None, needs_you=False)
    hearing = next(iter(coming(campaign, now)), None)
    actions = campaign.open_actions(now)
    return Outlook(
        hearing=hearing,
        actions=actions,
        next_action=campaign.next_action(now),
        needs_you=bool(actions) or (hearing is not None and _is_near(hearing, now)),
    )


def coming(campaign: Campaign, now: datetime) -> tuple[Coming, ...]:
    """The hearings that are not over: dated ones by date, then windows, then the undated."""
    found = [_coming(campaign, hearing, now) for hearing in campaign.hearings]
    return tuple(sorted((one for one in found if one is not None), key=_order))


def _coming(campaign: Campaign, hearing: Hearing, now: datetime) -> Coming | None:
    current = hearing.current
    if current.status in OVER:
        return None
    office = campaign.office(hearing.office)
    when = sitting(hearing, office)
    state: State
    today = now.astimezone(campaign.tz).date()
    if current.status == "begun":
        return _begun(hearing, office, today)
    if when is not None and current.on is not None and when.at > now:
        state = "ahead"
    elif current.until is not None and when is not None:
        lasting: State = "going-on" if current.on else "window"
        state = lasting if current.until >= today else "passed"
    elif when is not None and current.on is not None:
        state = "passed"
    else:
        state = "unknown"
    return Coming(hearing=hearing, office=office, sitting=when, state=state)


def _begun(hearing: Hearing, office: Office, today: date) -> Coming:
    """Told by what is known of its beginning, which is never still to come."""
    current = hearing.current
    known = current.on is not None and current.on <= today
    return Coming(
        hearing=hearing,
        office=office,
        sitting=sitting(hearing, office) if known else None,
        state="begun",
        lasts=current.until if current.until and current.until >= today else None,
    )


def _order(one: Coming) -> tuple[int, str]:
    rank = get_args(State).index(one.state)
    current = one.hearing.current
    return rank, str(one.sitting.at if one.sitting else current.since or "")


def _is_near(one: Coming, now: datetime) -> bool:
    if one.state in ("passed", "begun"):
        last = one.hearing.last_day or one.hearing.current.reported
        return last is not None and last >= (now - LATELY).date()
    if one.state in ("ahead", "going-on") and one.sitting is not None:
        return one.sitting.at - now <= SOON
    since = one.hearing.current.since
    return one.state == "window" and since is not None and since <= (now + SOON).date()
