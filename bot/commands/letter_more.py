"""What else can be done with a draft: other forms of it, other demands, another addressee."""

from __future__ import annotations

from dataclasses import replace

from bot.content.letterpress import demands_of
from bot.core.button_rows import shortened
from bot.core.messages import Button, Reply
from bot.core.plain_letter import ascii_only

from . import letter_draft
from .kept import kept_sender
from .letter_form import Act, finish, open_only
from .letter_state import Form, remember, seed_of
from .numbers import number
from .request import Request, Rows
from .sorry import Stale

DROP, BACK, UP, DONE = "x", "b", "u", "d"
"""What is done with a demand: dropped, put back, moved up; and the end of it.

The place of the demand in the campaign's letter follows: a second tap does no more than the first.
"""
SHOWN = 24
"""Letters of a demand that stand on a button after its own words."""


async def _more(request: Request, form: Form) -> Reply:
    """The rarer buttons, in a message of their own."""
    stem = f"letter:{form.slug}"
    made = letter_draft.made_for(request, form, form.offer)
    rows: list[tuple[Button, ...]] = []
    if form.offer.letter.demands:
        rows.append((request.button("choose_demands", f"{stem}:.dem"),))
    rows.append((request.button("sign_otherwise", f"{stem}:.sign"),))
    if made.reader:
        code = made.reader.language
        rows.append((request.button("letter_pdf_in", f"{stem}:.pdf:own", code=code),))
    rows.append((request.button("letter_fax_text", f"{stem}:.fax"),))
    if ascii_only(made.office.plain(), made.office.language) is not None:
        rows.append((request.button("letter_ascii", f"{stem}:.ascii"),))
    return request.note("letter/more.j2", tuple(rows))


async def _to(request: Request, form: Form) -> Reply:
    """The text to another addressee of the same draft; the one above stays."""
    keys = [offer.key for offer in form.offers]
    if request.arg(2) not in keys:
        raise Stale
    other = replace(form, shown=keys.index(request.arg(2)))
    await remember(request, other)
    return Reply(messages=letter_draft.messages(request, other, await kept_sender(request)))


async def _demands(request: Request, form: Form) -> Reply:
    """Which demands, in which order: one tap drops or restores one, another moves it up."""
    act = request.arg(2)
    if act == DONE:
        return await finish(replace(request, pressed=False), form)
    if act:
        form = replace(form, demands=_changed(request, form, act[0], number(act[1:])))
        await remember(request, form)
    campaign = form.entry.campaign
    wanted = _wanted(request, form)
    return request.page(
        "letter/demands.j2",
        _demand_rows(request, form),
        campaign=campaign,
        wanted=tuple(campaign.demand(id) for id in wanted),
        dropped=len(form.offer.letter.demands) - len(wanted),
    )


def _wanted(request: Request, form: Form) -> tuple[str, ...]:
    """The demands in the letter, in its order: this person's own until they choose another."""
    if form.demands is not None:  # some may have gone from the campaign meanwhile
        return tuple(id for id in form.demands if id in form.offer.letter.demands)
    return demands_of(form.offer.letter, seed_of(request, form.slug, form.offer))


def _changed(request: Request, form: Form, act: str, place: int) -> tuple[str, ...]:
    """The demands after a tap; ``place`` is that of the demand in the campaign's letter."""
    every, wanted = form.offer.letter.demands, list(_wanted(request, form))
    if place >= len(every) or act not in {DROP, BACK, UP}:
        raise Stale
    id = every[place]
    if act == UP:
        now = wanted.index(id) if id in wanted else 0
        if not now:
            raise Stale
        wanted[now - 1 : now + 1] = [id, wanted[now - 1]]
    elif (id in wanted) == (act == DROP):
        wanted = [one for one in wanted if one != id] if act == DROP else [*wanted, id]
    if not wanted and request.desk.letters.is_its_demands(form.entry, form.offer):
        raise Stale("last_demand")
    return tuple(wanted)


def _demand_rows(request: Request, form: Form) -> Rows:
    campaign, wanted = form.entry.campaign, _wanted(request, form)
    every = form.offer.letter.demands
    stem = f"letter:{form.slug}:.dem"
    rows: list[tuple[Button, ...]] = []
    for place, id in enumerate(wanted, 1):
        row = [request.button("demand_in", f"{stem}:{DROP}{every.index(id)}", number=place)]
        if place > 1:
            row.append(request.button("demand_up", f"{stem}:{UP}{every.index(id)}", number=place))
        rows.append(tuple(row))
    for place, id in enumerate(every):
        if id not in wanted:
            words = shortened(str(campaign.say(campaign.demand(id).text, request.language)), SHOWN)
            rows.append((request.button("demand_out", f"{stem}:{BACK}{place}", words=words),))
    return (*rows, (request.button("demands_done", f"{stem}:{DONE}"),))


ACTS: dict[str, Act] = {
    ".more": open_only(_more, ready=True),
    ".to": open_only(_to, ready=True),
    ".dem": open_only(_demands, ready=True),
}
