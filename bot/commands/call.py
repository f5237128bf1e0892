"""/call: whether an office can be rung now, else when; what to dial from here, and what to say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.core.calls import OfficeCard
from bot.core.library import Entry
from bot.core.messages import Message, Reply
from bot.core.readiness import call_actions, calls_ahead, last_call

from . import outcome, picture, speaking
from .call_card import board, dialling, office
from .call_view import View
from .evening import evening, in_turn
from .lookup import campaign_of
from .numbers import number
from .request import Request, Rows
from .sorry import Stale

ACROSS = ".now"
"""In the place of a slug: all campaigns."""
Page = Callable[[Request, View, OfficeCard, str], Awaitable[Reply]]
"""A page about one office; the text is what follows its name in the button's data, or empty."""


async def run(request: Request) -> Reply:
    """All offices of a campaign; ``call:<slug>:<office>:<page>[:<x>]`` a page about one of them."""
    if not request.arg(0):
        return await _across(request, 0)
    if request.pressed and request.arg(0) == ACROSS:
        return await _across(request, number(request.arg(1)))
    entry = campaign_of(request, request.arg(0), "call")
    if request.pressed and request.arg(1):
        return await _inside(request, entry)
    return Reply(messages=(await _front(request, entry),))


def over(request: Request, entry: Entry) -> Message:
    """No call is of use now: since when, and what is of use instead."""
    campaign = entry.campaign
    case = request.button("the_case", f"case:{campaign.slug}")
    return request.message(
        "call/over.j2",
        ((*_view(request, entry).write("letter_instead"), case),),
        campaign=campaign,
        ended=last_call(campaign, request.now),
        next_action=campaign.next_action(request.now),
    )


async def view_of(request: Request, entry: Entry) -> View:
    """The campaign as this reader sees it, with what was told of its numbers."""
    told = await outcome.reports(request.tx, entry.campaign, request.now)
    return replace(_view(request, entry), reports=told)


def _view(request: Request, entry: Entry) -> View:
    return View(words=request.desk.words, entry=entry, chat=request.chat, now=request.now)


async def _when(request: Request, view: View, card: OfficeCard, _: str) -> Reply:
    """Whether it can be rung now, else when."""
    return Reply(edit=await _office(request, view, card, alone=len(view.cards()) == 1))


async def _dial(_: Request, view: View, card: OfficeCard, __: str) -> Reply:
    """What to press."""
    return Reply(edit=dialling(view, card))


async def _ring(_: Request, view: View, card: OfficeCard, __: str) -> Reply:
    """The same as a message of its own: the alert it hangs on stays."""
    return Reply(messages=(dialling(view, card),))


PAGES: Mapping[str, Page] = {
    "when": _when,
    "dial": _dial,
    "ring": _ring,
    "out": outcome.page,
    "say": speaking.page,
    "ear": speaking.hear,
    "day": picture.page,
}
"""The pages about one office, by the name in the data of their buttons."""


async def _front(request: Request, entry: Entry, page: int = 0) -> Message:
    """Where a campaign's calls begin: the only office, all of them, or why there is none."""
    view = await view_of(request, entry)
    cards = view.cards()
    if not cards:
        return over(request, entry)
    if len(cards) > 1:
        return board(view, cards, page)
    return await _office(request, view, cards[0], alone=True)


async def _office(request: Request, view: View, card: OfficeCard, *, alone: bool) -> Message:
    reminder = await _reminder(request, view.entry, card.office.id)
    best = await outcome.best_time(request.tx, view, card)
    return office(view, card, alone=alone, reminder=reminder, best=best)


async def _inside(request: Request, entry: Entry) -> Reply:
    """A button inside the cards: another page in place of the one it hangs on."""
    if request.arg(1) == ".all":
        return Reply(edit=await _front(request, entry, number(request.arg(2) or "0")))
    view = await view_of(request, entry)
    if request.arg(1) == ".day" and view.cards():
        return await picture.shown(request, view, view.cards())
    card = view.card(request.arg(1))
    if card is None:
        front = await _front(request, entry)
        return Reply(messages=(front,)) if request.arg(2) == "ring" else Reply(edit=front)
    page = PAGES.get(request.arg(2))
    if page is None:
        raise Stale
    return await page(request, view, card, request.arg(3))


async def _reminder(request: Request, entry: Entry, office: str) -> datetime | None:
    """When this chat asked to be told that an office opens."""
    return next(
        (
            one.due
            for one in await request.tx.reminders.of(request.chat.id)
            if (one.slug, one.office) == (entry.campaign.slug, office)
        ),
        None,
    )


def _asks(entry: Entry, now: datetime) -> bool:
    """Whether a campaign asks for calls, now or soon."""
    return bool(call_actions(entry.campaign, now) or calls_ahead(entry.campaign, now))


async def _across(request: Request, page: int) -> Reply:
    """What can be rung now and later, whatever the campaign; its own board where only one asks."""
    asking = [entry for entry in request.desk.library if _asks(entry, request.now)]
    if len(asking) == 1:
        return _here(request, await _front(request, asking[0]))
    own = await request.tx.subscriptions.of(request.chat.id)
    turns = in_turn([await view_of(request, entry) for entry in asking], own)
    if not turns:
        every: Rows = ((request.button("all_campaigns", "campaigns:list"),),)
        return _here(request, request.message("call/nothing.j2", every))
    return _here(request, evening(request, turns, page))


def _here(request: Request, message: Message) -> Reply:
    """In place of a page that was turned; else what a button hangs on stays readable."""
    return Reply(edit=message) if request.args else Reply(messages=(message,))
