"""The buttons under a draft: each works once, for one person, for a quarter of an hour."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from bot.alerting.enqueue import enqueue
from bot.alerting.proposal import propose
from bot.core.delivery import FINAL, State
from bot.core.library import Entry
from bot.core.messages import Reply
from bot.core.news import Draft, Scheduled, Update, from_payload
from bot.core.revisions import current, reworded

from . import preview
from .numbers import number
from .request import Request
from .sorry import Stale

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


async def send(request: Request) -> Reply:
    """Queue the draft. Taking the token and queueing are one transaction: two taps send once."""
    entry, payload = await _take(request, request.arg(1))
    asked = from_payload(payload)
    draft = current(asked, entry.campaign, request.now)
    if draft is None and isinstance(asked, Scheduled):
        raise Stale
    if draft is None:
        return await _once_more(request, entry, asked)
    queued = await enqueue(request.tx, request.desk.words, entry, draft, request.now)
    if queued.alert_id is None:
        return request.page("broadcast/sent_before.j2", campaign=entry.campaign)
    await _note(request, "send", f"{entry.campaign.slug}:{queued.alert_id}")
    rows = ((request.button("how_far", f"broadcast:status:{queued.alert_id}"),),)
    return request.page("broadcast/queued.j2", rows, campaign=entry.campaign, count=queued.chats)


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
    await _note(request, "drop", entry.campaign.slug)
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


async def status(request: Request) -> Reply:
    """How far a broadcast is, in the states every chat ends in."""
    alert_id = number(request.arg(1))
    counts = await request.tx.alerts.counts(alert_id)
    if not counts:
        raise Stale
    waiting = sum(count for state, count in counts.items() if state not in FINAL)
    rows = ((request.button("how_far", f"broadcast:status:{alert_id}"),),)
    return request.page(
        "broadcast/status.j2",
        rows if waiting else (),
        total=sum(counts.values()),
        waiting=waiting,
        sent=counts.get(State.SENT, 0),
        gone=counts.get(State.GONE, 0),
        unknown=counts.get(State.UNKNOWN_FINAL, 0),
        not_sent=sum(
            counts.get(state, 0) for state in (State.FAILED, State.EXPIRED, State.CANCELLED)
        ),
    )


async def _take(request: Request, token: str) -> tuple[Entry, dict[str, Any]]:
    """What stands behind a token, which is used up by this; Stale if it is not this person's."""
    if not _TOKEN.fullmatch(token):
        raise Stale("decided")
    payload = await request.tx.tokens.take(token, request.user_id, request.now, "broadcast")
    if payload is None:
        raise Stale("decided")
    entry = request.entry(str(payload.get("campaign", "")))
    if entry is None:
        raise Stale("campaign_gone")
    return entry, payload


async def _note(request: Request, act: str, subject: str) -> None:
    """Who did what, for the audit log; the person only as a keyed hash."""
    actor = hmac.new(
        request.desk.audit_key, str(request.user_id).encode(), hashlib.sha256
    ).hexdigest()[:16]
    await request.tx.audit.add(actor, f"broadcast.{act}", subject, request.now)
