"""Alerts about hearings: the reminder before one, and what is told when one changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.core.actions import Action
from bot.core.alerts import Moment
from bot.core.hearings import OVER, Hearing, HearingState
from bot.core.news import HearingChange
from bot.core.offices import Office
from bot.core.people import Person
from bot.core.places import zone
from bot.core.sittings import sitting

from .occasion import Occasion, Shown, subject_id

SOON = timedelta(hours=12)
"""Below this a reminder also says how long it still is."""


def reminder(occasion: Occasion, moment: Moment) -> Shown:
    """A hearing comes up; ValueError where it has no date any more."""
    campaign = occasion.campaign
    hearing = campaign.hearing(subject_id(moment))
    office = campaign.office(hearing.office)
    begins = sitting(hearing, office)
    if begins is None:
        raise ValueError(f"hearing {hearing.id!r} of {campaign.slug} has no date to be reminded of")
    offices = _offices(occasion, hearing)
    phones = occasion.phones(offices)
    remind = occasion.remind(offices)
    people = tuple(campaign.person(id) for id in hearing.people)
    return Shown(
        acts=(
            *occasion.letter,
            *occasion.call(offices),
            *(("remind",) if remind else ()),
            "case",
        ),
        remind=remind,
        context={
            "hearing": hearing,
            "office": office,
            "begins": begins,
            "wait": _wait(begins.at - occasion.now),
            "window": hearing.current.on is None,
            "lasts": _lasts(hearing, office),
            "people": people,
            "years": _years(people, "demanded"),
            "phones": phones,
            "hours_assumed": any(group.assumed for group in phones),
            "source": hearing.current.source,
        },
    )


def change(occasion: Occasion, news: HearingChange) -> Shown:
    """A hearing moved, was cancelled, began, ended, or was decided."""
    campaign, new, old = occasion.campaign, news.new, news.old
    office = campaign.office(new.office)
    offices = _offices(occasion, new)
    actions = _still_open(occasion, new)
    begins = sitting(new, office) if new.current.on else None
    was = sitting(old, office)
    useful = bool(actions) or not new.over
    remind = occasion.remind(offices) if useful else None
    people = tuple(campaign.person(id) for id in new.people)
    acts = (
        *(occasion.letter if useful else ()),
        *(occasion.call(offices) if useful else ()),
        *(("remind",) if remind else ()),
    )
    return Shown(
        acts=(*acts, "case"),
        remind=remind,
        context={
            "hearing": new,
            "office": office,
            "turn": turn(old, new, office),
            "begins": begins,
            "lasts": _lasts(new, office) if begins else None,
            "window": _window(new.current),
            "was": was if old.current.on else None,
            "was_window": _window(old.current),
            "reminders": begins is not None
            and was is not None
            and was.at != begins.at
            and any(
                begins.at - timedelta(minutes=lead) > occasion.now for lead in campaign.reminders
            ),
            "people": people,
            "years": _years(people, "given"),
            "action": next(iter(actions), None),
            "next_action": None if actions or new.over else campaign.next_action(occasion.now),
            "source": new.current.source,
        },
    )


def turn(old: Hearing, new: Hearing, office: Office) -> str:
    """What happened to a hearing, in one word: which block of the template is shown."""
    state = new.current
    if state.status in OVER or state.status in ("begun", "adjourned"):
        return state.status
    if state.on or state.since:
        before = state.status == "postponed" or old.current.on
        return "moved" if before and not _same_time(old, new, office) else "set"
    if state.status == "postponed" or old.current.on:
        return "postponed"
    return "undated" if state.status == "date-unknown" else "announced"


def _same_time(old: Hearing, new: Hearing, office: Office) -> bool:
    """Whether a hearing is to begin when it was: its hour became known, or how long it lasts."""
    was, begins = sitting(old, office), sitting(new, office)
    if was is None or begins is None or bool(old.current.on) != bool(new.current.on):
        return False
    return was.at == begins.at and _window(old.current) == _window(new.current)


def _offices(occasion: Occasion, hearing: Hearing) -> tuple[str, ...]:
    """Whom to ring about a hearing: the court, and whoever its actions are meant for."""
    tied = (action for action in occasion.campaign.actions if action.hearing == hearing.id)
    return tuple(dict.fromkeys([hearing.office, *(id for action in tied for id in action.offices)]))


def _still_open(occasion: Occasion, hearing: Hearing) -> tuple[Action, ...]:
    """What can still be done; what was asked for a hearing that is over goes with it."""
    if occasion.campaign.state != "active":
        return ()
    return tuple(
        action
        for action in occasion.campaign.open_actions(occasion.now)
        if not (hearing.over and action.hearing == hearing.id)
    )


def _window(state: HearingState) -> tuple[date, date] | None:
    if state.on or state.since is None:
        return None
    return state.since, state.until or state.since


def _lasts(hearing: Hearing, office: Office) -> date | None:
    """The last day a hearing may take, where that is not the day on which it begins."""
    begins = sitting(hearing, office)
    if begins is None:
        return None
    return _later(hearing.current.until, begins.at.astimezone(zone(office.zone)).date())


def _later(day: date | None, than: date) -> date | None:
    return day if day and day > than else None


def _wait(ahead: timedelta) -> float | None:
    """Seconds still to wait, where they are few enough to be worth saying."""
    return ahead.total_seconds() if timedelta(0) < ahead <= SOON else None


def _years(people: tuple[Person, ...], which: str) -> tuple[float, ...]:
    """The sentences in the order of the people; empty unless there is one for each of them."""
    sentences: list[Any] = [getattr(person, which) for person in people]
    return tuple(each.years for each in sentences) if all(sentences) else ()
