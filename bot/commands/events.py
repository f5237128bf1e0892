"""What happens to a chat without anybody asking: added, removed, blocked, moved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.messages import SILENCE, Event, Reply

from . import panel
from .request import Request


async def _added(request: Request) -> Reply:
    """One message to set up a group; channels are managed elsewhere."""
    await request.tx.chats.revive(request.chat.id)
    return await panel.open_screen(request) if request.chat.kind == "group" else SILENCE


async def _gone(request: Request) -> Reply:
    await request.tx.chats.retire(request.chat.id)
    return SILENCE


async def _back(request: Request) -> Reply:
    await request.tx.chats.revive(request.chat.id)
    return SILENCE


async def _moved(request: Request) -> Reply:
    if request.incoming.migrated_to is not None:
        await request.tx.chats.move(request.chat.id, request.incoming.migrated_to)
    return SILENCE


EVENTS: dict[Event, Callable[[Request], Awaitable[Reply]]] = {
    "added": _added,
    "removed": _gone,
    "blocked": _gone,
    "unblocked": _back,
    "migrated": _moved,
}
