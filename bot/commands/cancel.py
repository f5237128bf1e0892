"""/cancel: stop what was being asked."""

from __future__ import annotations

from bot.core.messages import Reply

from .request import Request


async def run(request: Request) -> Reply:
    """End the open question, or say that there is none."""
    await request.stop_asking()
    return request.page("help/cancelled.j2", stopped=request.dialogue is not None)
