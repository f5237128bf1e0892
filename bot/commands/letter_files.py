"""The forms of a letter besides the text in the chat: PDF, Word file, plain text for a fax."""

from __future__ import annotations

from bot.content.letterpress import CannotSet
from bot.core.drafts import Draft
from bot.core.messages import Document, Message, Reply

from .letter_draft import made_for
from .letter_form import Act, open_only
from .letter_made import Made, paper_of
from .letter_state import Form
from .request import Request
from .sorry import Sorry

OWN = "own"
"""After ``.pdf``: in the reader's language instead of the office's."""


async def _pdf(request: Request, form: Form) -> Reply:
    """All letters of the draft in one file, each on a sheet of its own."""
    drafts = _drafts(request, form, own=request.arg(2) == OWN)
    try:
        data = request.desk.letters.pdf(drafts, paper_of(request.chat.country))
    except CannotSet as missing:
        again = request.button("sign_otherwise", f"letter:{form.slug}:.sign")
        signs = " ".join(missing.signs)
        raise Sorry("letter/cannot_set.j2", ((again,),), signs=signs) from missing
    return _file(
        request,
        form,
        drafts,
        "letter/pdf.j2",
        Document(name=_name(form, drafts, "pdf"), data=data, mime="application/pdf"),
    )


def _drafts(request: Request, form: Form, *, own: bool) -> tuple[Draft, ...]:
    """The letters to all addressees, in the office's language or in the reader's ``own``."""
    return tuple(_in(made_for(request, form, offer), own=own) for offer in form.offers)


def _in(made: Made, *, own: bool) -> Draft:
    return made.reader if own and made.reader else made.office


def _name(form: Form, drafts: tuple[Draft, ...], ending: str) -> str:
    """The file's name, which names nobody but the addressee."""
    whom = form.offers[0].office.id if len(drafts) == 1 else form.slug
    return f"letter-{whom}-{drafts[0].language}.{ending}"


def _file(
    request: Request, form: Form, drafts: tuple[Draft, ...], template: str, document: Document
) -> Reply:
    caption = request.render(
        template,
        campaign=form.entry.campaign,
        offices=tuple(offer.office for offer in form.offers),
        written_in=drafts[0].language,
    )
    return Reply(messages=(Message(html=caption, document=document),))


ACTS: dict[str, Act] = {
    ".pdf": open_only(_pdf, ready=True),
}
