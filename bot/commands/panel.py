"""The one screen with all choices of a chat: /settings in private, the set-up of a group."""

from __future__ import annotations

from bot.core.button_rows import in_pairs
from bot.core.messages import Button, Message, Reply

from .buttons import title
from .request import Request, Rows

TOGGLES = 12
"""Campaigns a group's screen shows at once."""


async def screen(request: Request) -> Message:
    """The choices as they are, with a button to change each of them."""
    slugs = await request.tx.subscriptions.of(request.chat.id)
    rows = await _private(request) if request.private else _group(request, frozenset(slugs))
    subscribed = [entry.campaign for slug in slugs if (entry := request.entry(slug))]
    template = "settings/private.j2" if request.private else "settings/group.j2"
    return request.message(
        template, rows, chat=request.chat, today=request.today, campaigns=subscribed
    )


async def open_screen(request: Request) -> Reply:
    """The screen as a message of its own."""
    return Reply(messages=(await screen(request),))


async def back(request: Request) -> Reply:
    """The screen in place of the one whose button was pressed; as a message if somebody wrote."""
    message = await screen(request)
    return Reply(edit=message) if request.pressed else Reply(messages=(message,))


async def _private(request: Request) -> Rows:
    mine = [request.button("my_campaigns", "campaigns")]
    if await request.tx.reminders.of(request.chat.id):
        mine.append(request.button("my_reminders", "remind"))
    return (
        (_clock(request),),
        *in_pairs((_language(request), request.button("waking_hours", "settings:hours"))),
        *in_pairs(mine),
    )


def _group(request: Request, slugs: frozenset[str]) -> Rows:
    campaigns = [entry.campaign for entry in request.desk.library]
    open_ones = [campaign for campaign in campaigns if campaign.state == "active"]
    toggles = tuple(
        (
            Button(
                label=("✓ " if campaign.slug in slugs else "") + title(request, campaign),
                press=f"setup:{'off' if campaign.slug in slugs else 'on'}:{campaign.slug}",
            ),
        )
        for campaign in sorted(open_ones, key=lambda one: one.slug not in slugs)[:TOGGLES]
    )
    rows: Rows = (*toggles, *in_pairs((_language(request), _clock(request))))
    if request.incoming.thread != request.chat.thread:
        rows = (*rows, (request.button("alerts_here", "setup:topic"),))
    return (*rows, (request.button("set_up_done", "setup:done"),))


def _language(request: Request) -> Button:
    name = request.desk.words.language_name(request.language)
    return request.button("language", "settings:language", spoken=name)


def _clock(request: Request) -> Button:
    if request.chat.zone is None:
        return request.button("tell_city", "settings:place")
    return request.button("change_city", "settings:place")
