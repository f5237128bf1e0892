"""A campaign on one screen: what it is, what comes next, and the button that subscribes."""

from __future__ import annotations

from bot.core.button_rows import in_pairs
from bot.core.library import Entry
from bot.core.messages import Button, Reply

from .buttons import acts
from .outlook import outlook
from .request import Request, Rows


async def card(request: Request, entry: Entry, way: Rows = (), *, first: bool = False) -> Reply:
    """The card, with ``way`` as its last rows; ``first``: say who runs the bot, what it keeps."""
    campaign = entry.campaign
    subscribed = campaign.slug in await request.tx.subscriptions.of(request.chat.id)
    return request.page(
        "campaigns/card.j2",
        (*_rows(request, entry, subscribed=subscribed), *way),
        campaign=campaign,
        outlook=outlook(campaign, request.now),
        subscribed=subscribed,
        past=campaign.past(request.now),
        first=first,
    )


def _rows(request: Request, entry: Entry, *, subscribed: bool) -> Rows:
    campaign = entry.campaign
    case = request.button("the_case", f"case:{campaign.slug}")
    if campaign.state in ("won", "lost", "closed"):
        return in_pairs((case, *_leave(request, campaign.slug))) if subscribed else ((case,),)
    if not subscribed and campaign.past(request.now):
        return ((case,), (request.button("subscribe", f"subscribe:{campaign.slug}"),))
    if not subscribed:
        subscribe = request.button("subscribe", f"subscribe:{campaign.slug}")
        return ((subscribe,), *acts(request, campaign), (case,))
    return (*acts(request, campaign), *in_pairs((case, *_leave(request, campaign.slug))))


def _leave(request: Request, slug: str) -> tuple[Button, ...]:
    return (request.button("unsubscribe", f"unsubscribe:{slug}"),)
