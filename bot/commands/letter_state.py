"""Where a person stands with a letter: a dialogue in the database, so that a restart loses nothing.

Once the draft is made, the dialogue holds what was written for another half an hour, for the
buttons under the draft; the sender in it is sealed. Only what a person asks to keep outlives it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.drafts import Sender
from bot.core.letters import Offer, offers
from bot.core.library import Entry
from bot.core.offices import Office
from bot.core.orders import Order
from bot.sealing import Broken

from .kept import FIELDS, closed, opened
from .request import Request

SIGN = "sign"
"""The step at which one chooses how to sign."""
QUESTIONS = FIELDS
"""What is asked of who signs with a name, in this order; each is a step of the dialogue."""
FOR_AN_ORGANISATION = ("organisation", "city")
"""What is asked of who signs for an organisation only."""
READY = "ready"
"""The step after the draft."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What is known of a letter so far."""

    entry: Entry
    offers: tuple[Offer, ...]
    """One letter goes to each of them."""
    step: str = SIGN
    sender: Sender = field(default_factory=Sender)
    asked: tuple[str, ...] = QUESTIONS
    """The questions of this way of signing."""
    shown: int = 0
    """Whose letter stands in the chat, as a place in ``offers``."""
    demands: tuple[str, ...] | None = None
    """Ids of the demands the person wants, in their order; None: all, as the letter has them."""
    written: datetime
    """When it was begun: its date."""

    @property
    def slug(self) -> str:
        return self.entry.campaign.slug

    @property
    def offer(self) -> Offer:
        return self.offers[self.shown]

    @property
    def office(self) -> Office:
        return self.offer.office


def order_of(request: Request, form: Form, offer: Offer) -> Order:
    """The form as an order for one of its addressees: the same choice of words in each."""
    chat = request.chat
    return Order(
        slug=form.slug,
        offer=offer.key,
        seed=seed_of(request, form.slug, offer),
        demands=form.demands,
        sender=form.sender,
        language=chat.language,
        zone=chat.zone,
        country=chat.country,
    )


def seed_of(request: Request, slug: str, offer: Offer) -> int:
    """What chooses this person's way of saying it: stable, and to be guessed by nobody."""
    return request.desk.keys.number("variants", request.chat.id, slug, offer.letter.id)


def open_form(request: Request, entry: Entry) -> Form | None:
    """The open form of this campaign; None where it is too old, or its letters of no use now."""
    dialogue = request.dialogue
    if dialogue is None or dialogue.command != "letter":
        return None
    data = dialogue.data
    there = {offer.key: offer for offer in offers(entry.campaign, request.now)}
    found = tuple(there[key] for key in data.get("offers", ()) if key in there)
    if data.get("slug") != entry.campaign.slug or not found:
        return None
    try:
        sender = opened(request.desk.keys, request.chat.id, str(data.get("sender")))
    except Broken:
        return None
    wanted = data.get("demands")
    return Form(
        entry=entry,
        offers=found,
        step=dialogue.step,
        sender=sender,
        asked=tuple(data["asked"]),
        shown=_place(found, data.get("shown")),
        demands=None if wanted is None else tuple(wanted),
        written=datetime.fromisoformat(str(data["written"])),
    )


def _place(found: tuple[Offer, ...], key: object) -> int:
    """Where an offer stands now; the first in place of one that is no more."""
    return next((place for place, offer in enumerate(found) if offer.key == key), 0)


async def remember(request: Request, form: Form) -> None:
    """Put the form down; the half hour begins anew."""
    await request.ask(
        "letter",
        form.step,
        slug=form.slug,
        offers=[offer.key for offer in form.offers],
        sender=closed(request.desk.keys, request.chat.id, form.sender),
        asked=list(form.asked),
        shown=form.offer.key,
        demands=None if form.demands is None else list(form.demands),
        written=form.written.isoformat(),
    )


def with_answer(form: Form, value: str) -> Form:
    """The form with an answer to the question of its step."""
    return replace(form, sender=replace(form.sender, **{form.step: value}))
