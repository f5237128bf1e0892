"""Reminders of an office's opening: ``remind:<slug>:<office>``, ``:day`` in one's waking hours."""

from __future__ import annotations

from datetime import datetime

from bot.core.calls import OfficeCard
from bot.core.messages import Reply

from .call import over, view_of
from .call_card import View
from .lookup import campaign_of
from .request import Request, Rows
from .sorry import Stale


async def run(request: Request) -> Reply:
    """Set a reminder, or with ``:off`` cancel it. What the button hangs on stays readable."""
    entry = campaign_of(request, request.arg(0), "call")
    view = await view_of(request, entry)
    if request.arg(2) == "off":
        return await _cancel(request, view)
    card = view.card(request.arg(1))
    if card is None:
        return Reply(messages=(over(request, entry),))
    dial = view.button("what_to_dial", f"call:{view.slug}:{card.office.id}:dial")
    if card.open:
        return _note(view, "remind/open_now.j2", ((dial,),), card=card)
    at = _moment(card, in_day=request.arg(2) == "day")
    if at is None:
        rows = (view.write("draft_letter"),)
        return _note(view, "remind/too_late.j2", rows, card=card, letter=view.letter)
    return await _set(request, view, card, at)


def _moment(card: OfficeCard, *, in_day: bool) -> datetime | None:
    """The next opening as a moment in UTC, found on the office's own clock; None: not in time."""
    if in_day and card.suits:
        return card.suits[0]
    return card.opening[0] if card.opening else None


async def _set(request: Request, view: View, card: OfficeCard, at: datetime) -> Reply:
    kept = await request.keep()
    fresh = await kept.tx.reminders.add(kept.chat.id, view.slug, card.office.id, at, request.now)
    off = view.button("cancel_reminder", f"remind:{view.slug}:{card.office.id}:off")
    city = () if kept.chat.zone else (view.button("tell_city", "settings:place"),)
    return _note(view, "remind/set.j2", ((off,), city), card=card, at=at, fresh=fresh)


async def _cancel(request: Request, view: View) -> Reply:
    campaign = view.entry.campaign
    office = next((one for one in campaign.offices if one.id == request.arg(1)), None)
    if office is None:
        raise Stale
    removed = await request.tx.reminders.remove(request.chat.id, view.slug, office.id)
    back = (view.button("when_to_call", f"call:{view.slug}"),)
    return _note(view, "remind/off.j2", (back,), office=office, removed=removed)


def _note(view: View, template: str, rows: Rows, **context: object) -> Reply:
    return Reply(messages=(view.message(template, rows, **context),))
