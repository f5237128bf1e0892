"""/subscribe and what follows at once: what happens next, and the question for the clock."""

from __future__ import annotations

from bot.core.library import Entry
from bot.core.messages import Reply

from . import place
from .buttons import acts, campaigns
from .lookup import campaign_of
from .outlook import outlook
from .request import Request, Rows
from .setup import keep_topic
from .sorry import Sorry

OFFERED = 8


async def run(request: Request) -> Reply:
    """Subscribe this chat to the campaign that is named, or offer those that are left."""
    if not request.arg(0):
        return await _offer(request)
    entry = campaign_of(request, request.arg(0), "subscribe")
    if entry.campaign.state != "active":
        raise Sorry("campaigns/over.j2", campaign=entry.campaign)
    kept = await keep_topic(request)
    new = await kept.tx.subscriptions.add(kept.chat.id, entry.campaign.slug)
    return await _subscribed(kept, entry, new=new)


async def _subscribed(request: Request, entry: Entry, *, new: bool) -> Reply:
    campaign = entry.campaign
    asking = request.private and request.chat.zone is None
    if asking:
        await request.ask("settings", "city", after=campaign.slug)
    return request.page(
        "campaigns/subscribed.j2",
        _rows(request, entry, asking=asking),
        campaign=campaign,
        outlook=outlook(campaign, request.now),
        new=new,
        asking=asking,
    )


def _rows(request: Request, entry: Entry, *, asking: bool) -> Rows:
    slug = entry.campaign.slug
    if not request.private:
        return ((request.button("set_up", "settings:screen"),),)
    if asking:
        return ((place.skip_button(request, slug),),)
    return (*acts(request, entry.campaign), (request.button("the_case", f"case:{slug}"),))


async def _offer(request: Request) -> Reply:
    have = await request.tx.subscriptions.of(request.chat.id)
    active = [entry for entry in request.desk.library if entry.campaign.state == "active"]
    left = [entry for entry in active if entry.campaign.slug not in have]
    rows = campaigns(request, left[:OFFERED], "subscribe")
    return request.note(
        "campaigns/subscribe_to.j2", rows, any_left=bool(left), any_active=bool(active)
    )
