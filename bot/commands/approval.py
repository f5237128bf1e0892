"""The buttons under a draft: each works once, for one person, for a quarter of an hour."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.alerting.enqueue import enqueue
from bot.alerting.proposal import propose
from bot.core.delivery import Hold
from bot.core.library import Entry
from bot.core.messages import Reply
from bot.core.news import Draft, Scheduled, Update, from_payload
from bot.core.revisions import current, reworded
from bot.store import Alert

from . import once, preview
from .report import chosen, page
from .request import Request
from .sorry import Stale


async def send(request: Request) -> Reply:
    """Queue the draft. Taking the token and queueing are one transaction: two taps send once."""
    entry, asked, draft = await _asked(request)
    if draft is None:
        return await _once_more(request, entry, asked)
    desk = request.desk
    queued = await enqueue(request.tx, desk.words, entry, draft, request.now, sorted(desk.hosts))
    if queued.alert_id is None:
        return request.page("broadcast/sent_before.j2", campaign=entry.campaign)
    await once.note(request, "send", f"{entry.campaign.slug}:{queued.alert_id}")
    how_far = f"broadcast:status:{queued.alert_id}"
    rows = ((request.button("how_far", how_far),),)
    shown = request.page("broadcast/queued.j2", rows, campaign=entry.campaign, count=queued.chats)
    return replace(shown, live=how_far)


async def again(request: Request) -> Reply:
    """Put a draft that could not be shown before this host once more."""
    entry, asked, draft = await _asked(request)
    if draft is None:
        return await _once_more(request, entry, asked)
    words = request.desk.words
    await propose(request.tx, words, entry, draft, [request.user_id], request.now)
    return request.page("broadcast/again.j2")


async def _asked(request: Request) -> tuple[Entry, Draft, Draft | None]:
    """The draft behind a button, and as it stands by now; None where the file says otherwise."""
    entry, payload = await _take(request, request.arg(1))
    asked = from_payload(payload)
    draft = current(asked, entry.campaign, request.now)
    if draft is None and isinstance(asked, Scheduled):
        raise Stale
    return entry, asked, draft


async def _once_more(request: Request, entry: Entry, asked: Draft) -> Reply:
    """The file says something else by now: where only its words changed they are shown first."""
    slug = entry.campaign.slug
    if await request.tx.alerts.known(asked.key(slug, request.now)) is not None:
        return request.page("broadcast/sent_before.j2", campaign=entry.campaign)
    again = reworded(asked, entry.campaign)
    if again is None:
        return request.page("broadcast/outdated.j2", campaign=entry.campaign)
    words = request.desk.words
    await propose(request.tx, words, entry, again, [request.user_id], request.now)
    return request.page("broadcast/reworded.j2", campaign=entry.campaign)


async def drop(request: Request) -> Reply:
    """Throw the draft away."""
    entry, _ = await _take(request, request.arg(1))
    await once.note(request, "drop", entry.campaign.slug)
    return request.page("broadcast/dropped.j2", campaign=entry.campaign)


async def in_language(request: Request) -> Reply:
    """The text is in another language than was assumed: show all of it again."""
    if request.arg(1) not in request.desk.words.languages:
        raise Stale
    entry, payload = await _take(request, request.arg(2))
    draft = from_payload(payload)
    if not isinstance(draft, Update):
        raise Stale
    return await preview.show(request, entry, draft.text, request.arg(1))


async def go_on(request: Request) -> Reply:
    """A broadcast that was stopped goes on: whoever asked for it has looked at it."""
    alert = await _stopped(request)
    await request.tx.alerts.hold(alert.id, Hold.WAIVED)
    await once.note(request, "go-on", f"{alert.campaign}:{alert.id}")
    return await page(request, await chosen(request, str(alert.target or alert.id)))


async def stop(request: Request) -> Reply:
    """A broadcast that was stopped stays so: who has not got it will not get it."""
    alert = await _stopped(request)
    await request.tx.alerts.cancel(alert.id)
    await once.note(request, "stop", f"{alert.campaign}:{alert.id}")
    return await page(request, await chosen(request, str(alert.target or alert.id)))


async def _stopped(request: Request) -> Alert:
    """The alert that waits for a word; Stale where somebody has given it."""
    payload = await once.take(request, request.arg(1), "held")
    alert = await request.tx.alerts.get(int(payload["alert"]))
    if alert is None or alert.cancelled or alert.held in (Hold.NONE, Hold.WAIVED):
        raise Stale("decided")
    return alert


async def _take(request: Request, token: str) -> tuple[Entry, dict[str, Any]]:
    """What stands behind a token, which is used up by this; Stale if it is not this person's."""
    payload = await once.take(request, token, "broadcast")
    entry = request.entry(str(payload.get("campaign", "")))
    if entry is None:
        raise Stale("campaign_gone")
    return entry, payload
