"""/mydata: everything kept about a chat, in words a person can read."""

from __future__ import annotations

from bot.core.messages import Reply

from .request import Request


async def run(request: Request) -> Reply:
    """The chat's row, its subscriptions and reminders, and what it asked to be kept for letters."""
    data = await request.tx.chats.mydata(request.chat.id)
    sender = await request.tx.senders.get(request.chat.id)
    rows = ((request.button("forget", "forget"),),) if data or sender else ()
    return request.note(
        "privacy/mydata.j2",
        rows,
        data=data,
        sender=[str(value) for value in (sender or {}).values() if value],
        asked=request.dialogue is not None,
    )
