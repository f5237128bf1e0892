"""/unsubscribe: by name or by button, at once, with the way back beside it."""

from __future__ import annotations

from bot.core.library import Entry
from bot.core.messages import Reply

from .buttons import campaigns
from .lookup import find
from .request import Request
from .sorry import Stale


async def run(request: Request) -> Reply:
    """Take this chat off the campaign that is named, or offer those it has."""
    have = await request.tx.subscriptions.of(request.chat.id)
    entry = _meant(request)
    if entry is None or entry.campaign.slug not in have:
        if request.pressed and entry is None and request.args:
            raise Stale("campaign_gone")
        return _offer(request, have, entry)
    slug = entry.campaign.slug
    await request.tx.subscriptions.remove(request.chat.id, slug)
    rows = ((request.button("subscribe_again", f"subscribe:{slug}"),),)
    return request.page("campaigns/unsubscribed.j2", rows, campaign=entry.campaign)


def _meant(request: Request) -> Entry | None:
    typed = request.arg(0)
    return request.entry(typed) if request.pressed else find(request.desk.library, typed)


def _offer(request: Request, have: tuple[str, ...], entry: Entry | None) -> Reply:
    known = [found for slug in have if (found := request.entry(slug))]
    return request.note(
        "campaigns/unsubscribe_from.j2",
        campaigns(request, known, "unsubscribe"),
        any_left=bool(known),
        campaign=entry.campaign if entry else None,
    )
