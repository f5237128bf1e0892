"""The questions of a letter: how to sign, name, city, union. Nothing is kept unasked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.core.danger import Danger
from bot.core.drafts import LONGEST, Sender, typed
from bot.core.letters import Offer
from bot.core.library import Entry
from bot.core.messages import Reply
from bot.core.texts import Text

from . import letter_draft
from .kept import keep_sender, kept_sender, lines
from .letter_state import (
    FOR_AN_ORGANISATION,
    QUESTIONS,
    READY,
    SIGN,
    Form,
    open_form,
    remember,
    with_answer,
)
from .request import Request, Rows
from .sorry import Stale

Act = Callable[[Request, Entry], Awaitable[Reply]]


async def begin(
    request: Request, entry: Entry, chosen: tuple[Offer, ...], sender: Sender | None
) -> Reply:
    """How to sign; or the draft at once, signed as this person had it kept."""
    form = Form(entry=entry, offers=chosen, written=request.now)
    if sender is None:
        return await _how_to_sign(request, form)
    return await finish(request, replace(form, sender=sender))


async def answered(request: Request) -> Reply:
    """Take what was written for the question that is open."""
    slug = str(request.dialogue.data.get("slug")) if request.dialogue else ""
    entry = request.entry(slug)
    form = open_form(request, entry) if entry else None
    if form is None:
        await request.stop_asking()
        return expired(request, slug if entry else "")
    if form.step == READY:
        again = request.button("write_again", f"letter:{form.slug}")
        return request.note("letter/ready.j2", ((again,),))
    if form.step == SIGN:  # a name was written instead of pressing "With my name"
        form = replace(form, step=QUESTIONS[0], asked=QUESTIONS)
    value = typed(request.incoming.text)
    if not value or len(value) > LONGEST:
        return await _ask(request, form, problem="long" if value else "empty")
    return await _next(request, with_answer(form, value))


async def _how_to_sign(request: Request, form: Form) -> Reply:
    """With one's name, for an organisation, or without: the safer ways first where it matters."""
    await remember(request, replace(form, step=SIGN, sender=Sender()))
    stem = f"letter:{form.slug}"
    ways = [
        (request.button("sign_named", f"{stem}:.named"),),
        (request.button("sign_organisation", f"{stem}:.org"),),
        (request.button("nothing_about_me", f"{stem}:.none"),),
    ]
    danger = form.entry.campaign.danger
    advice = danger.advice_in(request.chat.country) if danger else ()
    if is_grave(danger, advice):
        ways = [*ways[1:], ways[0]]
    return _show(request, "letter/sign.j2", tuple(ways), form, danger=danger, advice=advice)


def is_grave(danger: Danger | None, advice: Sequence[Text]) -> bool:
    """Whether other ways of signing are offered before one's own name."""
    return danger is not None and (danger.level == "high" or bool(advice))


async def _ask(request: Request, form: Form, problem: str = "") -> Reply:
    """Put the question of the form's step."""
    await remember(request, form)
    rows: Rows = ((request.button("leave_out", f"letter:{form.slug}:.skip:{form.step}"),),)
    template = f"letter/ask_{form.step}.j2"
    return _show(request, template, rows, form, problem=problem, longest=LONGEST)


async def _repeat(request: Request, form: Form) -> Reply:
    """Put the question that is open once more."""
    if form.step == SIGN:
        return await _how_to_sign(request, form)
    return await _ask(request, form)


async def _next(request: Request, form: Form) -> Reply:
    """On to the next question, or to the draft after the last."""
    place = form.asked.index(form.step) + 1
    if place < len(form.asked):
        return await _ask(request, replace(form, step=form.asked[place]))
    return await finish(request, form)


async def finish(request: Request, form: Form) -> Reply:
    """The draft; after a press its first message takes the place of the question."""
    ready = replace(form, step=READY)
    await remember(request, ready)
    first, *others = letter_draft.messages(request, ready, await kept_sender(request))
    if request.pressed:
        return Reply(edit=first, messages=tuple(others))
    return Reply(messages=(first, *others))


def expired(request: Request, slug: str) -> Reply:
    rows: Rows = ((request.button("draft_letter", f"letter:{slug}"),),) if slug else ()
    return request.note("letter/expired.j2", rows)


def _show(request: Request, template: str, rows: Rows, form: Form, **context: object) -> Reply:
    offices = tuple(offer.office for offer in form.offers)
    return request.page(template, rows, campaign=form.entry.campaign, offices=offices, **context)


# Buttons under the questions and under the draft


async def _named(request: Request, form: Form) -> Reply:
    return await _ask(request, _anew(form, QUESTIONS))


async def _organisation(request: Request, form: Form) -> Reply:
    return await _ask(request, _anew(form, FOR_AN_ORGANISATION))


def _anew(form: Form, asked: tuple[str, ...]) -> Form:
    return replace(form, step=asked[0], asked=asked, sender=Sender())


async def _skip(request: Request, form: Form) -> Reply:
    """Leave one thing out; a second tap on an old question repeats the present one."""
    if form.step == READY:
        raise Stale("letter_ready")
    if form.step == SIGN or request.arg(2) != form.step:
        return await _repeat(request, form)
    return await _next(request, form)


async def _otherwise(request: Request, form: Form) -> Reply:
    """Sign in another way: what stands in the chat stays."""
    return await _how_to_sign(replace(request, pressed=False), form)


async def _none(request: Request, form: Form) -> Reply:
    if form.step == READY and form.sender == Sender():  # a second tap
        raise Stale("letter_ready")
    return await finish(request, replace(form, sender=Sender()))


async def _keep(request: Request, form: Form) -> Reply:
    """Keep the details, because the person said so."""
    if form.step != READY or not lines(form.sender):
        return expired(request, form.slug)
    kept = await request.keep()
    await keep_sender(kept, form.sender)
    forget = request.button("forget_name", f"letter:{form.slug}:.drop")
    return request.note("letter/keeping.j2", ((forget,),), lines=lines(form.sender))


async def _drop(request: Request, entry: Entry) -> Reply:
    await request.tx.senders.remove(request.chat.id)
    again = request.button("draft_letter", f"letter:{entry.campaign.slug}")
    return request.note("letter/forgotten.j2", ((again,),))


def open_only(act: Callable[[Request, Form], Awaitable[Reply]], *, ready: bool = False) -> Act:
    """An act that needs the open form; a kind word where it is too old.

    ``ready``: it needs the draft too, and the open question is put again before there is one.
    """

    async def run(request: Request, entry: Entry) -> Reply:
        form = open_form(request, entry)
        if form is None:
            return expired(request, entry.campaign.slug)
        if ready and form.step != READY:  # what stands in the chat stays
            return await _repeat(replace(request, pressed=False), form)
        return await act(request, form)

    return run


ACTS: dict[str, Act] = {
    ".named": open_only(_named),
    ".org": open_only(_organisation),
    ".none": open_only(_none),
    ".skip": open_only(_skip),
    ".sign": open_only(_otherwise),
    ".keep": open_only(_keep),
    ".drop": _drop,
}
