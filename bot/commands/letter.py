"""/letter: a protest ready to send, in the office's language and the reader's, as text and PDF."""

from __future__ import annotations

from dataclasses import replace

from bot.core.letters import Offer, ended, offers
from bot.core.library import Entry
from bot.core.messages import Button, Reply
from bot.core.readiness import call_actions

from . import letter_form
from .buttons import campaigns
from .lookup import campaign_of
from .request import Request, Rows
from .sorry import Stale

LABEL = 48
"""Letters of an office's name that fit on a button of its own row."""


async def run(request: Request) -> Reply:
    """Which campaign, which addressee, then the questions; or a button under a draft."""
    if not request.arg(0):
        return await _which_campaign(request)
    entry = campaign_of(request, request.arg(0), "letter")
    choice = request.arg(1) if request.pressed else ""
    if choice.startswith("."):
        act = letter_form.ACTS.get(choice)
        if act is None:
            raise Stale
        return await act(request, entry)
    # What a button without a choice hangs on, such as an alert, stays readable.
    return await _begin(request if choice else replace(request, pressed=False), entry, choice)


async def answer(request: Request) -> Reply:
    """A name, a city or a union was written."""
    return await letter_form.answered(request)


async def _begin(request: Request, entry: Entry, choice: str) -> Reply:
    """To the addressee that was chosen, to the only one, or the choice between them."""
    offered = offers(entry.campaign, request.now)
    if not offered:
        return over(request, entry)
    chosen = [offer for offer in offered if offer.key == choice]
    if not chosen and len(offered) > 1:
        return request.note(
            "letter/choose_office.j2",
            tuple((_office(request, entry, offer, offered),) for offer in offered),
            campaign=entry.campaign,
        )
    return await letter_form.begin(request, entry, (chosen or offered)[0])


def over(request: Request, entry: Entry) -> Reply:
    """No letter is of use now: since when, and what is of use instead."""
    campaign = entry.campaign
    slug = campaign.slug
    row = [request.button("the_case", f"case:{slug}")]
    if call_actions(campaign, request.now):
        row.insert(0, request.button("when_to_call", f"call:{slug}"))
    return request.note(
        "letter/over.j2",
        (tuple(row),),
        campaign=campaign,
        ended=ended(campaign, request.now),
        next_action=campaign.next_action(request.now),
    )


async def _which_campaign(request: Request) -> Reply:
    """The campaigns that ask for a letter now, the reader's own before the others."""
    asking = [entry for entry in request.desk.library if offers(entry.campaign, request.now)]
    if not asking:
        every: Rows = ((request.button("all_campaigns", "campaigns:list"),),)
        return request.note("letter/nothing.j2", every)
    if len(asking) == 1:
        return await _begin(request, asking[0], "")
    own = await request.tx.subscriptions.of(request.chat.id)
    asking.sort(key=lambda entry: entry.campaign.slug not in own)
    return request.note("letter/choose_campaign.j2", campaigns(request, asking, "letter"))


def _office(request: Request, entry: Entry, offer: Offer, offered: tuple[Offer, ...]) -> Button:
    """One addressee; with the letter's title where there are several letters."""
    campaign = entry.campaign
    words = str(campaign.say(offer.office.name, request.language))
    if len({one.letter.id for one in offered}) > 1:
        words = f"{words}: {campaign.say(offer.letter.title, request.language)}"
    label = words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
    return Button(label=label, press=f"letter:{campaign.slug}:{offer.key}")
