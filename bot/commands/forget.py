"""/forget: one tap, and nothing about this chat is left."""

from __future__ import annotations

from dataclasses import replace

from bot.core.chats import Chat
from bot.core.messages import Reply

from .outcome import witness
from .request import Request
from .sorry import Stale


async def run(request: Request) -> Reply:
    """Ask once; on the tap remove every row about this chat, its own included."""
    act = request.arg(0) if request.pressed else ""
    if act == "yes":
        return await _forget(request)
    if act == "no":
        return request.page("privacy/not_forgotten.j2")
    if act:
        raise Stale
    rows = (
        (request.button("forget_everything", "forget:yes"),),
        (request.button("keep_it", "forget:no"),),
    )
    return request.note("privacy/forget.j2", rows)


async def _forget(request: Request) -> Reply:
    await request.tx.chats.forget(request.chat.id)
    await request.tx.outcomes.forget(witness(request))
    stranger = Chat(id=request.chat.id, kind=request.chat.kind, language=request.chat.language)
    reply = replace(request, chat=stranger).page("privacy/forgotten.j2")
    return replace(reply, wipe=True, refresh_menu=True)
