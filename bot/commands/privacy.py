"""/privacy: what is kept, why and how long; what the bot protects against and what it does not."""

from __future__ import annotations

from bot.core.button_rows import in_pairs
from bot.core.messages import Reply

from .request import Request
from .sorry import Stale

PAGES = {"kept": "privacy/kept.j2", "limits": "privacy/limits.j2"}


async def run(request: Request) -> Reply:
    """What is kept; behind a button the two lists of what it protects against."""
    name = request.arg(0) if request.pressed else ""
    if name not in ("", *PAGES):
        raise Stale
    other = "kept" if name == "limits" else "limits"
    rows = (
        (request.button(f"privacy_{other}", f"privacy:{other}"),),
        *in_pairs((request.button("my_data", "mydata"), request.button("forget", "forget"))),
    )
    show = request.page if name else request.note
    return show(PAGES[name or "kept"], rows)
