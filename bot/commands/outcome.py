"""How a call went, in one tap: ``call:<slug>:<office>:out:<number><outcome>``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.alerting.notice import tell_hosts
from bot.core.answering_hours import best_hour, next_time
from bot.core.button_rows import in_pairs, shortened
from bot.core.hours import OfficeHours
from bot.core.intervals import Interval
from bot.core.messages import Button, Reply
from bot.core.outcomes import (
    ANSWERED,
    DEAD_REPORTS,
    MARK,
    SHOWN_FROM,
    Cell,
    Outcome,
    cell,
    mark,
    possible,
    reports_of,
    week_of,
)

from .sorry import Stale

if TYPE_CHECKING:  # the cards have these buttons
    from bot.core.call_lines import Line, Reports
    from bot.core.calls import OfficeCard
    from bot.core.campaign import Campaign
    from bot.store import Tx

    from .call_view import View
    from .request import Request, Rows

_ASKED = 3
"""Numbers of one office that get a button to tell how it went."""
_WEEKS = 4
"""So many weeks ahead an hour is looked for that is no holiday."""


async def page(request: Request, view: View, card: OfficeCard, x: str) -> Reply:
    """Count what was tapped and say what next; without an outcome, ask how it went.

    What was tapped stays as it is: a second thought is a tap away.
    """
    line = next((one for one in card.lines if _mark(one) == x[:MARK]), None)
    if line is None:
        raise Stale
    if not x[MARK:]:
        rows = outcomes_of(view, card, line)
        return Reply(messages=(view.message("outcome/which.j2", rows, line=line),))
    try:
        outcome = Outcome(x[MARK:])
    except ValueError as error:
        raise Stale from error
    return await _count(request, view, card, line, outcome)


def outcome_press(view: View, card: OfficeCard, line: Line, code: str) -> str:
    """A button's data: ``code`` is the letter of an ``Outcome``, or empty to ask which it was."""
    return f"call:{view.slug}:{card.office.id}:out:{_mark(line)}{code}"


def outcome_rows(view: View, card: OfficeCard) -> Rows:
    """Buttons for a card: how it went on its number; where it has several, first on which."""
    if len(card.lines) == 1:
        return outcomes_of(view, card, card.lines[0])
    return tuple(
        (view.button("how_was", outcome_press(view, card, line, ""), number=line.dial.mobile),)
        for line in card.lines[:_ASKED]
    )


def outcomes_of(view: View, card: OfficeCard, line: Line) -> Rows:
    """A button for every way in which a call to one number can end."""

    def press(outcome: Outcome) -> str:
        return outcome_press(view, card, line, outcome)

    kind = line.channel.kind
    return in_pairs(view.button(f"outcome_{one}", press(one)) for one in possible(kind))


def witness(request: Request) -> str:
    """A name for this chat under which it is remembered what it has told of, and nothing else.

    Without the installation's key nobody can tell whose it is, or make it from a chat's number.
    """
    return request.desk.keys.name("witness", request.chat.id)


async def reports(tx: Tx, campaign: Campaign, now: datetime) -> Reports:
    """What readers told of a campaign's numbers, for its cards."""
    return reports_of(campaign, await tx.outcomes.told_lines(campaign.slug, now), now)


async def so_far(tx: Tx, slug: str) -> dict[str, int]:
    """How many letters and calls there were, for ``outcome/so_far.j2``; 0 for a few."""
    counts = {
        "letters_sent": await tx.outcomes.letters_sent(slug),
        "calls_made": await tx.outcomes.calls(slug),
    }
    return {name: count if count >= SHOWN_FROM else 0 for name, count in counts.items()}


async def best_time(tx: Tx, view: View, card: OfficeCard) -> Interval | None:
    """The next hour, in UTC, in which callers get through best; None where nothing stands out."""
    office = card.office
    found = best_hour(await tx.outcomes.hours(view.slug, office.id, view.now))
    if found is None:
        return None
    hours = OfficeHours.of(office)
    after = card.begins or view.now
    for _ in range(_WEEKS):
        start, end = next_time(found, office.zone, after)
        if end <= card.ends and (office.hours is None or hours.openings(start, end)):
            return start, end
        after = end
    return None


async def _count(
    request: Request, view: View, card: OfficeCard, line: Line, outcome: Outcome
) -> Reply:
    office = card.office
    number = line.number.e164
    where = cell(view.slug, office.id, office.zone, line.channel.id, number, request.now)
    told = await request.tx.outcomes.tell(witness(request), where, outcome, request.now)
    if not told.counted:
        return Reply(toast=view.label("counted_already"))
    if told.doubted:
        await _tell_hosts(request, view, card, where)
    following = None if outcome in ANSWERED else _following(card, line)
    others = (one for one in view.cards() if one.office.id != office.id and one.open and one.lines)
    other = None if following else next(others, None)
    letter = "draft_letter" if outcome in ANSWERED else "letter_instead"
    message = view.message(
        "outcome/thanks.j2",
        (*_next_rows(view, card, following, other), view.write(letter)),
        outcome=outcome.value,
        card=card,
        following=following,
        other=other,
        letter=view.letter,
    )
    return Reply(messages=(message,))


def _following(card: OfficeCard, line: Line) -> Line | None:
    """The number after this one, the first again after the last; None where there is no other."""
    place = card.lines.index(line)
    after = (*card.lines[place + 1 :], *card.lines[:place])
    return next((one for one in after if not one.suspect), None) or next(iter(after), None)


def _next_rows(
    view: View, card: OfficeCard, following: Line | None, other: OfficeCard | None
) -> Rows:
    """What comes next: the next number with its outcomes, else another office, else later."""
    if following:
        label = view.label("copy_number", number=following.dial.mobile)
        copy = (Button(label=label, copy=following.dial.e164),)
        return (copy, *outcomes_of(view, card, following))
    rows: Rows = ()
    if other:
        name = str(view.entry.campaign.say(other.office.name, view.chat.language))
        press = f"call:{view.slug}:{other.office.id}:when"
        rows = ((view.button("ring_other", press, office=shortened(name)),),)
    elif card.shut and card.opening:
        rows = ((view.button("remind_open", f"remind:{view.slug}:{card.office.id}"),),)
    return rows


async def _tell_hosts(request: Request, view: View, card: OfficeCard, where: Cell) -> None:
    """Once a week at most: a number may be doubted, trusted and doubted again."""
    await tell_hosts(
        request.tx,
        request.desk.words,
        request.desk.hosts,
        "outcome/doubted.j2",
        request.now,
        f"line:{where.slug}:{where.channel}:{where.number}:{week_of(request.now)}",
        campaign=view.entry.campaign,
        office=card.office,
        number=where.number,
        reports=DEAD_REPORTS,
    )


def _mark(line: Line) -> str:
    return mark(line.channel.id, line.number.e164)
