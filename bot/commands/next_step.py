"""What comes after subscribing: the next hearing on the reader's clock, and what they can do."""

from __future__ import annotations

from bot.core.library import Entry
from bot.core.messages import Reply

from .buttons import acts
from .outlook import outlook
from .request import Request


def next_step(request: Request, entry: Entry) -> Reply:
    """The screen after subscribing, once the clock is known or was not told."""
    campaign = entry.campaign
    case = request.button("the_case", f"case:{campaign.slug}")
    return request.page(
        "campaigns/next.j2",
        (*acts(request, campaign), (case,)),
        campaign=campaign,
        outlook=outlook(campaign, request.now),
    )
