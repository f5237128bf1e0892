"""Buttons that several commands show: campaigns by their titles, and how buttons stand in rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.button_rows import in_pairs
from bot.core.calls import call_actions
from bot.core.campaign import Campaign
from bot.core.letters import offers
from bot.core.library import Entry
from bot.core.messages import Button

from .request import Request, Rows

TITLE = 40
"""Letters of a title that fit on a button on a phone."""


def title(request: Request, campaign: Campaign) -> str:
    """A campaign's title as it fits on a button, in the reader's language."""
    text = campaign.say(campaign.title, request.language).text
    if len(text) <= TITLE:
        return text
    head = text.partition(":")[0].strip()
    return head if len(head) <= TITLE else text[: TITLE - 1].rstrip() + "…"


def in_rows(buttons: Iterable[Button], width: int) -> Rows:
    """Buttons in rows of ``width``, the last row perhaps shorter."""
    row = list(buttons)
    return tuple(tuple(row[at : at + width]) for at in range(0, len(row), width))


def campaigns(request: Request, entries: Sequence[Entry], press: str) -> Rows:
    """One button per campaign, each in a row of its own; its data is ``press:<slug>``."""
    return tuple(
        (Button(label=title(request, entry.campaign), press=f"{press}:{entry.campaign.slug}"),)
        for entry in entries
    )


def acts(request: Request, campaign: Campaign) -> Rows:
    """What a reader can do for a campaign now, the letter and the call; empty where nothing is."""
    row: list[Button] = []
    if offers(campaign, request.now):
        row.append(request.button("draft_letter", f"letter:{campaign.slug}"))
    if call_actions(campaign, request.now):
        row.append(request.button("when_to_call", f"call:{campaign.slug}"))
    return in_pairs(row)
