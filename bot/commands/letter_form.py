"""The questions of a letter: name, city, union. Each may be left out; nothing is kept unasked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

from bot.core.drafts import LONGEST, Sender, typed
from bot.core.letters import Offer
from bot.core.library import Entry
from bot.core.messages import Reply

from . import letter_draft
from .letter_state import FIELDS, KEPT, READY, Form, kept_sender, lines, open_form, remember
from .request import Request, Rows
from .sorry import Stale

Act = Callable[[Request, Entry], Awaitable[Reply]]


async def begin(request: Request, entry: Entry, offer: Offer) -> Reply:
    """The first question; or what was kept last time, to be used again in one tap."""
    form = Form(entry=entry, offer=offer, step=FIELDS[0], sender=Sender())
    kept = await kept_sender(request)
    if kept is None:
        return await _ask(request, form)
    await remember(request, replace(form, step=KEPT))
    rows = (
        (request.button("use_kept", f"letter:{form.slug}:.use"),),
        (
            request.button("write_others", f"letter:{form.slug}:.new"),
            request.button("nothing_about_me", f"letter:{form.slug}:.none"),
        ),
    )
    return _show(request, "letter/kept.j2", rows, form, lines=lines(kept))


async def answered(request: Request) -> Reply:
    """Take what was written for the question that is open."""
    slug = str(request.dialogue.data.get("slug")) if request.dialogue else ""
    entry = request.entry(slug)
    form = open_form(request, entry) if entry else None
    if form is None:
        await request.stop_asking()
        return _expired(request, slug if entry else "")
    if form.step == READY:
        again = request.button("write_again", f"letter:{form.slug}")
        return request.note("letter/ready.j2", ((again,),))
    field = form.step if form.step in FIELDS else FIELDS[0]
    form = replace(form, step=field)
    value = typed(request.incoming.text)
    if not value or len(value) > LONGEST:
        return await _ask(request, form, problem="long" if value else "empty")
    return await _next(request, replace(form, sender=replace(form.sender, **{field: value})))


async def _ask(request: Request, form: Form, problem: str = "") -> Reply:
    """Put the question of the form's step."""
    await remember(request, form)
    row = [request.button("leave_out", f"letter:{form.slug}:.skip:{form.step}")]
    if form.step == FIELDS[0]:
        row.append(request.button("nothing_about_me", f"letter:{form.slug}:.none"))
    template = f"letter/ask_{form.step}.j2"
    return _show(request, template, (tuple(row),), form, problem=problem, longest=LONGEST)


async def _repeat(request: Request, form: Form) -> Reply:
    """Put the question that is open once more."""
    if form.step == KEPT:
        return await begin(request, form.entry, form.offer)
    return await _ask(request, form)


async def _next(request: Request, form: Form) -> Reply:
    """On to the next question, or to the draft after the last."""
    place = FIELDS.index(form.step) + 1
    if place < len(FIELDS):
        return await _ask(request, replace(form, step=FIELDS[place]))
    return await _finish(request, form)


async def _finish(request: Request, form: Form) -> Reply:
    """The draft; after a press its first message takes the place of the question."""
    await remember(request, replace(form, step=READY))
    first, *others = letter_draft.messages(request, form, await kept_sender(request))
    if request.pressed:
        return Reply(edit=first, messages=tuple(others))
    return Reply(messages=(first, *others))


def _expired(request: Request, slug: str) -> Reply:
    rows: Rows = ((request.button("draft_letter", f"letter:{slug}"),),) if slug else ()
    return request.note("letter/expired.j2", rows)


def _show(request: Request, template: str, rows: Rows, form: Form, **context: object) -> Reply:
    campaign = form.entry.campaign
    return request.page(template, rows, campaign=campaign, office=form.office, **context)


# Buttons under the questions and under the draft


async def _skip(request: Request, form: Form) -> Reply:
    """Leave one thing out; a second tap on an old question repeats the present one."""
    if form.step == READY:
        raise Stale("letter_ready")
    if request.arg(2) != form.step:
        return await _repeat(request, form)
    return await _next(request, form)


async def _use(request: Request, form: Form) -> Reply:
    kept = await kept_sender(request)
    if kept is None:
        return await _new(request, form)
    return await _finish(request, replace(form, sender=kept))


async def _new(request: Request, form: Form) -> Reply:
    return await _ask(request, replace(form, step=FIELDS[0], sender=Sender()))


async def _none(request: Request, form: Form) -> Reply:
    return await _finish(request, replace(form, sender=Sender()))


async def _pdf(request: Request, form: Form) -> Reply:
    if form.step != READY:
        return await _repeat(request, form)
    return letter_draft.printed(request, form, own=request.arg(2) == "own")


async def _keep(request: Request, form: Form) -> Reply:
    """Keep the details, because the person said so."""
    if form.step != READY or not lines(form.sender):
        return _expired(request, form.slug)
    kept = await request.keep()
    await kept.tx.senders.put(kept.chat.id, asdict(form.sender))
    forget = request.button("forget_name", f"letter:{form.slug}:.drop")
    return request.note("letter/keeping.j2", ((forget,),), lines=lines(form.sender))


async def _drop(request: Request, entry: Entry) -> Reply:
    await request.tx.senders.remove(request.chat.id)
    again = request.button("draft_letter", f"letter:{entry.campaign.slug}")
    return request.note("letter/forgotten.j2", ((again,),))


def _open(act: Callable[[Request, Form], Awaitable[Reply]]) -> Act:
    """An act that needs the open form; a kind word where it is too old."""

    async def run(request: Request, entry: Entry) -> Reply:
        form = open_form(request, entry)
        return await act(request, form) if form else _expired(request, entry.campaign.slug)

    return run


ACTS: dict[str, Act] = {
    ".skip": _open(_skip),
    ".use": _open(_use),
    ".new": _open(_new),
    ".none": _open(_none),
    ".pdf": _open(_pdf),
    ".keep": _open(_keep),
    ".drop": _drop,
}
