"""The buttons under an alert: the next step first, and in groups one way to one's own card."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.campaign import Campaign
from bot.core.chats import Audience
from bot.core.messages import Button

from .words import Words

ACTS: dict[str, tuple[str, str]] = {
    "letter": ("draft_letter", "letter:{slug}"),
    "call": ("when_to_call", "call:{slug}"),
    "ring": ("ring_now", "call:{slug}"),
    "remind": ("remind_open", "remind:{slug}:{office}"),
    "case": ("the_case", "case:{slug}"),
}
"""What an alert can offer: the label, and what the button sends."""

_PAIR = 34
"""Letters that two buttons side by side may have between them on a phone."""


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
    return _rows(made)


def _rows(made: list[Button]) -> tuple[tuple[Button, ...], ...]:
    """Two short ones share a row."""
    rows: list[tuple[Button, ...]] = []
    for button in made:
        last = rows[-1] if rows else ()
        if len(last) == 1 and len(last[0].label) + len(button.label) <= _PAIR:
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return tuple(rows)
