"""/letter: a protest ready to send, in the office's language and the reader's, in every form."""

from __future__ import annotations

from dataclasses import replace

from bot.core.drafts import Sender
from bot.core.letters import Offer, ended, offers
from bot.core.library import Entry
from bot.core.messages import Button, Reply
from bot.core.readiness import call_actions

from . import letter_files, letter_form, letter_more, letter_sent
from .buttons import addressee, campaigns
from .kept import kept_sender, lines
from .letter_form import is_grave
from .lookup import campaign_of
from .request import Request, Rows
from .sorry import Stale

LABEL = 48
"""Letters of an office's name that fit on a button of its own row."""
EVERY = "*"
"""Stands for all offices a letter goes to: one letter to each. No office's id is written so."""
OTHERWISE = "n"
"""After an office: not signed with what is kept."""

ACTS = letter_form.ACTS | letter_files.ACTS | letter_more.ACTS | letter_sent.ACTS
"""What the buttons under questions and drafts do."""


async def run(request: Request) -> Reply:
    """Which campaign, which addressees, then the questions; or a button under a draft."""
    if not request.arg(0):
        return await _which_campaign(request)
    entry = campaign_of(request, request.arg(0), "letter")
    choice = request.arg(1)
    if request.pressed and choice.startswith("."):
        act = ACTS.get(choice)
        if act is None:
            raise Stale
        return await act(request, entry)
    # What a button without a choice hangs on, such as an alert, stays readable.
    stays = request.pressed and bool(choice)
    return await _begin(replace(request, pressed=stays), entry, choice)


async def answer(request: Request) -> Reply:
    """A name, a city or a union was written."""
    return await letter_form.answered(request)


async def _begin(request: Request, entry: Entry, choice: str) -> Reply:
    """To the addressees that were chosen, or the choice between them."""
    offered = offers(entry.campaign, request.now)
    if not offered:
        return over(request, entry)
    kept = None if request.arg(2) == OTHERWISE else await kept_sender(request)
    chosen = _chosen(offered, choice)
    if not chosen and len(offered) == 1 and kept is None:
        chosen = offered
    if not chosen:
        return _whom(request, entry, offered, kept)
    return await letter_form.begin(request, entry, chosen, kept)


def _chosen(offered: tuple[Offer, ...], choice: str) -> tuple[Offer, ...]:
    if choice == EVERY and _is_one_letter(offered):
        return offered
    return tuple(offer for offer in offered if offer.key == choice)


def _is_one_letter(offered: tuple[Offer, ...]) -> bool:
    return len({one.letter.id for one in offered}) == 1


def _whom(request: Request, entry: Entry, offered: tuple[Offer, ...], kept: Sender | None) -> Reply:
    """The addressees; each tap makes a draft, signed with what is kept if anything is."""
    otherwise = request.arg(2) == OTHERWISE
    tail = f":{OTHERWISE}" if otherwise else ""
    stem = f"letter:{entry.campaign.slug}"
    rows: list[tuple[Button, ...]] = []
    if len(offered) > 1 and _is_one_letter(offered):
        every = request.button("letter_to_all", f"{stem}:{EVERY}{tail}", count=len(offered))
        rows.append((every,))
    for offer in offered:
        letter = None if _is_one_letter(offered) else offer.letter
        label = addressee(request, entry.campaign, offer.office, letter, LABEL)
        rows.append((Button(label=label, press=f"{stem}:{offer.key}{tail}"),))
    danger = entry.campaign.danger if kept else None
    advice = danger.advice_in(request.chat.country) if danger else ()
    if kept is not None:
        other = (request.button("write_others", f"{stem}:.whom:{OTHERWISE}"),)
        rows.insert(0 if is_grave(danger, advice) else len(rows), other)
    return request.page(
        "letter/choose_office.j2",
        tuple(rows),
        campaign=entry.campaign,
        lines=lines(kept) if kept else (),
        danger=danger,
        advice=advice,
    )


async def _whom_otherwise(request: Request, entry: Entry) -> Reply:
    return await _begin(request, entry, "")


ACTS[".whom"] = _whom_otherwise


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
        return await _begin(replace(request, pressed=False), asking[0], "")
    own = await request.tx.subscriptions.of(request.chat.id)
    asking.sort(key=lambda entry: entry.campaign.slug not in own)
    return request.note("letter/choose_campaign.j2", campaigns(request, asking, "letter"))
