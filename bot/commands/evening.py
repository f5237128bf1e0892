"""/call without a campaign: the offices of all of them in one order, so that one evening does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.calls import OfficeCard
from bot.core.messages import Message

from .buttons import title
from .call_view import View, alike, leaf, to_office
from .request import Request, Rows
from .sorry import Stale

ON_A_PAGE = 5
"""Offices of which one screen can tell."""
OPEN, LATER, UNKNOWN, NIGHT, NEVER = range(5)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One office among those of all campaigns."""

    view: View
    card: OfficeCard

    @property
    def rank(self) -> int:
        """Open now, later in the reader's day, at hours nobody knows, only at night, or never."""
        card = self.card
        if card.open:
            return OPEN
        if card.hours.status == "unknown" and card.begins is None:
            return UNKNOWN
        if card.opening is None:
            return NEVER
        return LATER if card.suits or self.view.chat.zone is None else NIGHT

    @property
    def due(self) -> datetime:
        """By when to ring while it is open, else from when."""
        if self.card.open:
            return self.card.hours.closes or _LAST
        part = self.card.suits or self.card.opening
        return part[0] if part else _LAST


@dataclass(frozen=True, kw_only=True)
class Group:
    """Offices of one campaign and one city with the same hours: one line is enough for them."""

    view: View
    title: str
    rank: int
    cards: Sequence[OfficeCard]


def in_turn(views: Sequence[View], own: Collection[str]) -> list[Turn]:
    """All offices with a number: those that close first, then those that open first by day.

    Of two at the same moment, that of a campaign in ``own`` (slugs the reader subscribes to).
    """
    found = [Turn(view=view, card=card) for view in views for card in view.cards() if card.lines]
    return sorted(found, key=lambda turn: (turn.rank, turn.due, turn.view.slug not in own))


def evening(request: Request, turns: Sequence[Turn], page: int) -> Message:
    """One page of what can be rung now or later in the reader's day.

    Raises Stale where there is no such page (any more).
    """
    useful = [turn for turn in turns if turn.rank <= UNKNOWN]
    pages = max(1, -(-len(useful) // ON_A_PAGE))
    if page >= pages:
        raise Stale
    shown = useful[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    opening = [turn.card for turn in turns if turn.card.opening]
    first = min(opening, key=lambda card: card.opening or (card.ends,), default=None)
    letter = any(turn.view.letter for turn in turns)
    city = () if request.chat.zone else (request.button("tell_city", "settings:place"),)
    turned = leaf(request.button, "call:.now", page, pages)
    return request.message(
        "call/evening.j2",
        tuple(row for row in (*_acts(request, shown, letter), turned, city) if row),
        groups=_groups(request, shown),
        open=any(turn.rank == OPEN for turn in turns),
        first=first,
        home=next((turn.view.entry.campaign for turn in turns if turn.card is first), None),
        letter=letter,
        assumed=any(turn.card.office.hours_assumed for turn in shown),
    )


def _acts(request: Request, shown: Sequence[Turn], letter: bool) -> Rows:
    """The offices; a letter before them where none is open."""
    offices = tuple((to_office(turn.view, turn.card),) for turn in shown)
    write = ((request.button("draft_letter", "letter"),),) if letter else ()
    return (*offices, *write) if any(turn.rank == OPEN for turn in shown) else (*write, *offices)


def _groups(request: Request, shown: Sequence[Turn]) -> list[Group]:
    """What is shown in one line each, in the same order."""
    kinds: dict[tuple[int, str], list[Turn]] = {}
    for turn in shown:
        kinds.setdefault((turn.rank, turn.view.slug), []).append(turn)
    groups = [
        Group(
            view=turns[0].view,
            title=title(request, turns[0].view.entry.campaign),
            rank=rank,
            cards=cards,
        )
        for (rank, _), turns in kinds.items()
        for cards in alike([turn.card for turn in turns])
    ]
    place = {id(turn.card): number for number, turn in enumerate(shown)}
    return sorted(groups, key=lambda group: place[id(group.cards[0])])
