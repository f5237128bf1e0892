"""Reminders of an office's opening: set, put off, listed and cancelled.

``remind:<slug>:<office>`` sets one for the next opening, ``:day`` in one's waking hours;
``:z`` puts off one that has come; without a campaign all of them are listed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.calls import OfficeCard
from bot.core.hours import OfficeHours
from bot.core.messages import Button, Reply
from bot.core.offices import Office

from .call import over, view_of
from .call_view import View, remind_button
from .lookup import campaign_of
from .request import Request, Rows
from .sorry import Stale

PUT_OFF = {"z15": timedelta(minutes=15), "z60": timedelta(hours=1)}
"""For how long a reminder can be put off, by the end of the button's data."""
LISTED = 10
"""Reminders that fit on one screen."""


async def run(request: Request) -> Reply:
    """Set, put off or cancel a reminder. What the button hangs on stays readable."""
    if not request.arg(0):
        return await listed(request)
    entry = campaign_of(request, request.arg(0), "call")
    view = await view_of(request, entry)
    if request.arg(2) == "off":
        return await _cancel(request, view)
    card = view.card(request.arg(1))
    if card is None:
        return Reply(messages=(over(request, entry),))
    if request.arg(2).startswith("z"):
        return await _put_off(request, view, card)
    dial = view.button("what_to_dial", f"call:{view.slug}:{card.office.id}:dial")
    if card.open and request.arg(2) != "next":
        return _note(view, "remind/open_now.j2", ((dial,),), card=card)
    at = _moment(card, request.arg(2))
    if at is None:
        return _too_late(view, card)
    return await _set(request, view, card, at)


async def listed(request: Request) -> Reply:
    """Every reminder of this chat, the next first, each with the button that cancels it."""
    found = (await request.tx.reminders.of(request.chat.id))[:LISTED]
    known = [(one, _office(request, one.slug, one.office)) for one in found]
    asked = [(one, office) for one, office in known if office is not None]
    rows: Rows = tuple(
        (
            request.button(
                "cancel_named",
                f"remind:{one.slug}:{one.office}:off",
                office=_name(request, one.slug, office),
            ),
        )
        for one, office in asked
    )
    return request.note("remind/list.j2", rows, reminders=asked, own=_owns(request))


def _owns(request: Request) -> dict[str, str]:
    """By slug: the language of each campaign's plain texts."""
    return {entry.campaign.slug: entry.campaign.language for entry in request.desk.library}


def _office(request: Request, slug: str, id: str) -> Office | None:
    entry = request.entry(slug)
    offices = entry.campaign.offices if entry else ()
    return next((office for office in offices if office.id == id), None)


def _name(request: Request, slug: str, office: Office) -> str:
    return office.name.pick(request.language, _owns(request)[slug]).text


def _moment(card: OfficeCard, how: str) -> datetime | None:
    """The moment that is meant, in UTC, found on the office's own clock; None: not in time."""
    if how == "next":
        opens = card.hours.opens
        return opens if opens and opens < card.ends else None
    if how == "day" and card.suits:
        return card.suits[0]
    return card.opening[0] if card.opening else None


async def _set(request: Request, view: View, card: OfficeCard, at: datetime) -> Reply:
    """By the office's clock; where the reader's day decided the hour, by the reader's."""
    kept = await request.keep()
    answers_before = OfficeHours.of(card.office).state(at - timedelta.resolution).open
    in_day = request.arg(2) == "day" and answers_before
    zone = (kept.chat.zone if in_day else None) or card.office.zone
    return await _kept(kept, view, card, at, zone)


async def _kept(
    request: Request, view: View, card: OfficeCard, at: datetime, zone: str | None
) -> Reply:
    reminders = request.tx.reminders
    fresh = await reminders.add(request.chat.id, view.slug, card.office.id, at, request.now, zone)
    off = view.button("cancel_reminder", f"remind:{view.slug}:{card.office.id}:off")
    city = () if request.chat.zone else (view.button("tell_city", "settings:place"),)
    several = len(await reminders.of(request.chat.id)) > 1
    every = (view.button("my_reminders", "remind"),) if several else ()
    return _note(view, "remind/set.j2", ((off,), every, city), card=card, at=at, fresh=fresh)


async def _put_off(request: Request, view: View, card: OfficeCard) -> Reply:
    """For a while, as long as somebody answers then; else until they answer again."""
    length = PUT_OFF.get(request.arg(2))
    if length is not None:
        at = _whole_minute(request.now + length)
        if _answers(card, at):
            return await _kept(await request.keep(), view, card, at, None)
    elif request.arg(2) != "z":
        raise Stale
    rows = _ways(request, view, card)
    if not rows:
        return _too_late(view, card)
    return _note(view, "remind/put_off.j2", rows, card=card)


def _ways(request: Request, view: View, card: OfficeCard) -> Rows:
    """The ways of putting it off that still lead to an office that answers."""
    stem = f"remind:{view.slug}:{card.office.id}"
    rows: list[tuple[Button, ...]] = [
        (view.button("in_a_while", f"{stem}:{way}", seconds=length.total_seconds()),)
        for way, length in PUT_OFF.items()
        if _answers(card, _whole_minute(request.now + length))
    ]
    following = _moment(card, "next")
    if following is not None:
        rows.append((remind_button(view, card, following, f"{stem}:next"),))
    return tuple(rows)


def _answers(card: OfficeCard, at: datetime) -> bool:
    return at < card.ends and OfficeHours.of(card.office).state(at).open


def _whole_minute(at: datetime) -> datetime:
    """The next whole minute: all who are told in it are told together."""
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1 if at.second else 0)


def _too_late(view: View, card: OfficeCard) -> Reply:
    rows = (view.write("draft_letter"),)
    return _note(view, "remind/too_late.j2", rows, card=card, letter=view.letter)


async def _cancel(request: Request, view: View) -> Reply:
    campaign = view.entry.campaign
    office = next((one for one in campaign.offices if one.id == request.arg(1)), None)
    if office is None:
        raise Stale
    removed = await request.tx.reminders.remove(request.chat.id, view.slug, office.id)
    left = await request.tx.reminders.of(request.chat.id)
    every = (view.button("my_reminders", "remind"),) if left else ()
    back = (view.button("when_to_call", f"call:{view.slug}"),)
    return _note(view, "remind/off.j2", (back, every), office=office, removed=removed)


def _note(view: View, template: str, rows: Rows, **context: object) -> Reply:
    return Reply(messages=(view.message(template, rows, **context),))
