"""How a call went, in one tap: ``call:<slug>:<office>:out:<number><outcome>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.button_rows import in_pairs
from bot.core.outcomes import Outcome, mark, possible

if TYPE_CHECKING:  # the cards have these buttons
    from bot.core.call_lines import Line
    from bot.core.calls import OfficeCard

    from .call_card import View
    from .request import Rows


def outcome_press(view: View, card: OfficeCard, line: Line, code: str) -> str:
    """A button's data: ``code`` is the letter of an ``Outcome``, or empty to ask which it was."""
    name = mark(line.channel.id, line.number.e164)
    return f"call:{view.slug}:{card.office.id}:out:{name}{code}"


def outcome_rows(view: View, card: OfficeCard) -> Rows:
    """Buttons for a card: how it went on its number; where it has several, first on which."""
    if len(card.lines) == 1:
        return outcomes_of(view, card, card.lines[0])
    return tuple(
        (view.button("how_was", outcome_press(view, card, line, ""), number=line.dial.mobile),)
        for line in card.lines
    )


def outcomes_of(view: View, card: OfficeCard, line: Line) -> Rows:
    """A button for every way in which a call to one number can end."""

    def press(outcome: Outcome) -> str:
        return outcome_press(view, card, line, outcome)

    kind = line.channel.kind
    return in_pairs(view.button(f"outcome_{one}", press(one)) for one in possible(kind))
