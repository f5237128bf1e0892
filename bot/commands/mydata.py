"""/mydata: everything kept about a chat, in words a person can read."""

from __future__ import annotations

from bot.core.messages import Reply

from .kept import kept_sender, lines
from .outcome import witness
from .request import Request


async def run(request: Request) -> Reply:
    """The chat's row, subscriptions and reminders, what it told of calls, what letters need."""
    data = await request.tx.chats.mydata(request.chat.id)
    sender = await kept_sender(request)
    told = await request.tx.outcomes.of(witness(request))
    rows = ((request.button("forget", "forget"),),) if data or sender or told else ()
    return request.note(
        "privacy/mydata.j2",
        rows,
        data=data,
        sender=lines(sender) if sender else (),
        asked=request.dialogue is not None,
        told=told,
    )
