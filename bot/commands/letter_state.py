"""Where a person stands with a letter: a dialogue in the database, so that a restart loses nothing.

Once the draft is made, the dialogue holds what was written for another half an hour, for the
buttons under the draft. Only what a person asks to keep outlives it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.core.drafts import Sender
from bot.core.letters import Offer, offers
from bot.core.library import Entry
from bot.core.offices import Office

from .request import Request

FIELDS = ("name", "city", "organisation")
"""What is asked, in this order; each is a step of the dialogue."""
KEPT = "kept"
"""The step at which what was kept last time is offered."""
READY = "ready"
"""The step after the draft."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What is known of a letter so far."""

    entry: Entry
    offer: Offer
    step: str
    sender: Sender

    @property
    def slug(self) -> str:
        return self.entry.campaign.slug

    @property
    def office(self) -> Office:
        return self.offer.office


def open_form(request: Request, entry: Entry) -> Form | None:
    """The open form of this campaign; None where it is too old, or its letter of no use now."""
    dialogue = request.dialogue
    if dialogue is None or dialogue.command != "letter":
        return None
    data = dialogue.data
    found = [o for o in offers(entry.campaign, request.now) if o.key == data.get("key")]
    if data.get("slug") != entry.campaign.slug or not found:
        return None
    return Form(entry=entry, offer=found[0], step=dialogue.step, sender=_sender(data))


async def remember(request: Request, form: Form) -> None:
    """Put the form down; the half hour begins anew."""
    await request.ask(
        "letter", form.step, slug=form.slug, key=form.offer.key, **asdict(form.sender)
    )


async def kept_sender(request: Request) -> Sender | None:
    """What this person chose to keep for letters."""
    kept = await request.tx.senders.get(request.chat.id)
    return _sender(kept) if kept else None


def lines(sender: Sender) -> tuple[str, ...]:
    """What is known of a sender, as it is shown back to them."""
    values = asdict(sender)
    return tuple(values[field] for field in FIELDS if values[field])


def _sender(data: dict[str, object]) -> Sender:
    return Sender(**{field: str(data.get(field, "")) for field in FIELDS})
