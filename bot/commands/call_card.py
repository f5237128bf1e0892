"""The cards of offices as messages: all offices at a glance, one of them, what to dial and say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.call_lines import Line
from bot.core.calls import OfficeCard
from bot.core.intervals import Interval
from bot.core.messages import Button, Message

from .call_view import View, alike, leaf, remind_button, to_office
from .outcome import outcome_rows
from .request import Rows
from .sorry import Stale
from .speaking import conversation, spoken

ON_A_PAGE = 8
"""Offices of which one screen can tell."""
COPIED = 3
"""Numbers that get a button to copy them."""


def board(view: View, cards: Sequence[OfficeCard], page: int = 0) -> Message:
    """All offices at a glance, those that answer first above; ``cards`` must not be empty.

    Raises Stale where there is no such page (any more).
    """
    pages = -(-len(cards) // ON_A_PAGE)
    if page >= pages:
        raise Stale
    shown = cards[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    shut = all(card.shut for card in cards)
    offices = tuple((to_office(view, card),) for card in shown)
    ahead = (view.write("draft_letter"), *_reminders(view, cards[0])) if shut else ()
    return view.message(
        "call/board.j2",
        (
            *ahead,
            *offices,
            leaf(view.button, f"call:{view.slug}:.all", page, pages),
            _see_day(view, ".day", cards),
            _tell_city(view, view.chat.zone),
        ),
        first=cards[0],
        groups=alike([card for card in shown if card.lines]),
        dead=tuple(card for card in shown if not card.lines),
        count=sum(bool(card.lines) for card in cards),
        shut=shut,
        letter=view.letter,
        assumed=any(card.office.hours_assumed for card in shown if card.lines),
    )


def office(
    view: View,
    card: OfficeCard,
    *,
    alone: bool,
    reminder: datetime | None,
    best: Interval | None = None,
) -> Message:
    """One office: open or closed, until when, and what to do. ``alone``: there is no other.

    ``reminder`` is the moment at which this reader asked to be told, if any; ``best`` the next hour
    in which callers get through best, where that is known.
    """
    stuck = _is_stuck(view, card)
    others = [one for one in view.cards() if one.office.id != card.office.id and one.suits_now]
    other = tuple((to_office(view, one),) for one in others[:1]) if stuck else ()
    back = () if alone else (view.button("all_offices", f"call:{view.slug}:.all"),)
    return view.message(
        "call/office.j2",
        (
            *other,
            *_steps(view, card, stuck, reminder),
            _see_day(view, f"{card.office.id}:day", [card]),
            _tell_city(view, view.chat.zone),
            back,
        ),
        card=card,
        kinds=tuple(dict.fromkeys(line.channel.kind for line in card.lines)),
        reminder=reminder,
        best=best,
        stuck=stuck,
        others=others,
        emails=view.emails(card.office),
        letter=view.letter,
    )


def dialling(view: View, card: OfficeCard) -> Message:
    """What to press, the mobile first, and what to say in one breath."""
    loose = [line for line in card.lines if not line.channel.assigned]
    reached = {one.id: one for line in loose for one in line.reaches}
    shown = card.lines[:COPIED]
    back = view.button("when_to_call", f"call:{view.slug}:{card.office.id}:when")
    return view.message(
        "call/dial.j2",
        (
            _to_words(view, card),
            *(_copy(view, line) for line in shown),
            *outcome_rows(view, card),
            view.write("draft_letter"),
            _tell_city(view, view.chat.country),
            (back,),
        ),
        card=card,
        lines=shown,
        further=card.lines[COPIED:],
        country=view.chat.country,
        unassigned=tuple(reached.values()),
        **_breath(view, card),
    )


def _see_day(view: View, page: str, cards: Sequence[OfficeCard]) -> tuple[Button, ...]:
    """The picture of the day, where anything of it is known."""
    if not any(card.hours.day for card in cards):
        return ()
    return (view.button("see_the_day", f"call:{view.slug}:{page}"),)


def _is_stuck(view: View, card: OfficeCard) -> bool:
    """Whether there is no hour of the reader's day at which this office can be rung."""
    if not card.lines:
        return True
    if card.open or card.hours.status == "unknown":
        return False
    return card.opening is None or (card.night and card.suits is None)


def _steps(view: View, card: OfficeCard, stuck: bool, reminder: datetime | None) -> Rows:
    """What can be done about an office, the next step first."""
    stem = f"{view.slug}:{card.office.id}"
    dial = (view.button("what_to_dial", f"call:{stem}:dial"),) if card.lines else ()
    if card.open:
        return (dial, view.write("draft_letter"))
    letter = view.write("letter_instead")
    cancel = (view.button("cancel_reminder", f"remind:{stem}:off"),)
    wait = (cancel,) if reminder else _reminders(view, card)
    return (letter, *wait, dial) if stuck else (*wait, dial, letter)


def _to_words(view: View, card: OfficeCard) -> tuple[Button, ...]:
    if card.script is None or not card.lines:
        return ()
    return (view.button("say_words", f"call:{view.slug}:{card.office.id}:say"),)


def _copy(view: View, line: Line) -> tuple[Button, ...]:
    return (Button(label=view.label("copy_number", number=line.dial.mobile), copy=line.dial.e164),)


def _breath(view: View, card: OfficeCard) -> dict[str, object]:
    """The short version of the call, where there is anything to say."""
    if card.script is None or not card.lines:
        return {"said_lines": (), "for_fax": False}
    talk = conversation(card).on(0)
    said = tuple(spoken(view, step) for step in talk.breath)
    return {"said_lines": said, "for_fax": talk.for_fax(0)}


def _reminders(view: View, card: OfficeCard) -> Rows:
    """When one can be reminded: in one's own day first, then at the opening itself."""
    if card.open or card.opening is None:
        return ()
    press = f"remind:{view.slug}:{card.office.id}"
    opening = (remind_button(view, card, card.opening[0], press),)
    if card.night and card.suits:
        return ((remind_button(view, card, card.suits[0], f"{press}:day"),), opening)
    return (opening,)


def _tell_city(view: View, known: str | None) -> tuple[Button, ...]:
    return () if known else (view.button("tell_city", "settings:place"),)
