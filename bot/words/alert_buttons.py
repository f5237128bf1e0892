"""The buttons under an alert: the next step first, and in groups one way to one's own card."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.button_rows import in_pairs
from bot.core.campaign import Campaign
from bot.core.chats import Audience
from bot.core.messages import Button

from .words import Words

ACTS: dict[str, tuple[str, str]] = {
    "letter": ("draft_letter", "letter:{slug}"),
    "call": ("when_to_call", "call:{slug}"),
    "ring": ("ring_now", "call:{slug}:{office}:ring"),
    "remind": ("remind_open", "remind:{slug}:{office}"),
    "later": ("remind_later", "remind:{slug}:{office}:z"),
    "case": ("the_case", "case:{slug}"),
}
"""What an alert can offer: the label, and what the button sends."""


def buttons(
    words: Words, campaign: Campaign, audience: Audience, acts: Iterable[str], office: str | None
) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons. ``office`` is the one whose opening can be waited for."""
    offered = tuple(acts)
    if audience.shared:
        own = "my_card" if set(offered) & {"letter", "call", "ring"} else "the_case"
        return ((Button(label=words.label(own, audience.language), start=campaign.slug),),)
    made = []
    for act in offered:
        label, data = ACTS[act]
        press = data.format(slug=campaign.slug, office=office)
        made.append(Button(label=words.label(label, audience.language), press=press))
    return in_pairs(made)
