"""Buttons that several commands show: campaigns by their titles, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import Letter
from bot.core.button_rows import ROW, in_pairs, shortened
from bot.core.campaign import Campaign
from bot.core.letters import offers
from bot.core.library import Entry
from bot.core.messages import Button
from bot.core.offices import Office
from bot.core.readiness import call_actions

from .request import Request, Rows


def title(request: Request, campaign: Campaign) -> str:
    """A campaign's title as it fits on a button, in the reader's language."""
    text = campaign.say(campaign.title, request.language).text
    head = text.partition(":")[0].strip()
    return head if len(head) <= ROW < len(text) else shortened(text)


def campaigns(request: Request, entries: Sequence[Entry], press: str) -> Rows:
    """One button per campaign, each in a row of its own; its data is ``press:<slug>``."""
    return tuple(
        (Button(label=title(request, entry.campaign), press=f"{press}:{entry.campaign.slug}"),)
        for entry in entries
    )


def addressee(
    request: Request, campaign: Campaign, office: Office, letter: Letter | None, room: int = ROW
) -> str:
    """An office as it fits on a button; with the letter's title where there are several letters."""
    words = str(campaign.say(office.name, request.language))
    if letter:
        words = f"{words} · {campaign.say(letter.title, request.language)}"
    return shortened(words, room)


def acts(request: Request, campaign: Campaign) -> Rows:
    """What a reader can do for a campaign now, the letter and the call; empty where nothing is."""
    row: list[Button] = []
    if offers(campaign, request.now):
        row.append(request.button("draft_letter", f"letter:{campaign.slug}"))
    if call_actions(campaign, request.now):
        row.append(request.button("when_to_call", f"call:{campaign.slug}"))
    return in_pairs(row)
