"""The set-up of a group, by its admins: which campaigns, and in which topic alerts appear."""

from __future__ import annotations

from bot.core.messages import Reply

from . import panel
from .command import Run
from .request import Request
from .sorry import Stale


async def run(request: Request) -> Reply:
    """The group's screen, or one of its switches."""
    if request.private:
        return await panel.open_screen(request)
    if not request.args or not request.pressed:
        return await panel.open_screen(request)
    act = ACTS.get(request.arg(0))
    if act is None:
        raise Stale
    return await act(request)


async def _on(request: Request) -> Reply:
    entry = request.entry(request.arg(1))
    if entry is None or entry.campaign.state != "active":
        raise Stale("campaign_gone")
    kept = await keep_topic(request)
    await kept.tx.subscriptions.add(kept.chat.id, entry.campaign.slug)
    return await panel.back(kept)


async def _off(request: Request) -> Reply:
    await request.tx.subscriptions.remove(request.chat.id, request.arg(1))
    return await panel.back(request)


async def _topic(request: Request) -> Reply:
    return await panel.back(await request.keep(thread=request.incoming.thread))


async def _done(request: Request) -> Reply:
    slugs = await request.tx.subscriptions.of(request.chat.id)
    subscribed = [entry.campaign for slug in slugs if (entry := request.entry(slug))]
    rows = ((request.button("settings", "settings:screen"),),)
    return request.page("settings/group_done.j2", rows, campaigns=subscribed)


async def keep_topic(request: Request) -> Request:
    """Save the chat; in a group the topic an admin subscribes in becomes that of its alerts."""
    if request.private:
        return await request.keep()
    return await request.keep(thread=request.incoming.thread)


ACTS: dict[str, Run] = {"on": _on, "off": _off, "topic": _topic, "done": _done}
