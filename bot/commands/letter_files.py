"""The forms of a letter besides the text in the chat: PDF, Word file, plain text for a fax."""

from __future__ import annotations

from asyncio import to_thread

from bot.content.letterpress import CannotSet
from bot.core.drafts import Draft
from bot.core.lengths import pieces
from bot.core.messages import Document, Message, Reply
from bot.core.plain_letter import ascii_only, fax_safe

from .letter_draft import FITS, made_for
from .letter_form import Act, open_only
from .letter_made import Made, paper_of
from .letter_state import Form
from .request import Request
from .sorry import Sorry

OWN = "own"
"""After ``.pdf``: in the reader's language instead of the office's."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def _pdf(request: Request, form: Form) -> Reply:
    """All letters of the draft in one file, each on a sheet of its own."""
    drafts = _drafts(request, form, own=request.arg(2) == OWN)
    try:
        # Setting takes as long as some answers: nobody else is to wait for it.
        data = await to_thread(request.desk.letters.pdf, drafts, paper_of(request.chat.country))
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


async def _docx(request: Request, form: Form) -> Reply:
    drafts = _drafts(request, form, own=False)
    data = await to_thread(request.desk.letters.docx, drafts, paper_of(request.chat.country))
    return _file(
        request,
        form,
        drafts,
        "letter/docx.j2",
        Document(name=_name(form, drafts, "docx"), data=data, mime=WORD),
    )


async def _fax(request: Request, form: Form) -> Reply:
    """The text that any fax program and any web form takes."""
    return _plain(
        request, form, [fax_safe(draft.plain()) for draft in _drafts(request, form, own=False)]
    )


async def _ascii(request: Request, form: Form) -> Reply:
    """The same in unaccented Latin letters; a letter that cannot be is plain beside others."""
    drafts = _drafts(request, form, own=False)
    folded = [ascii_only(draft.plain(), draft.language) for draft in drafts]
    if not any(folded):
        raise Sorry("letter/no_ascii.j2")
    plain = (fax_safe(draft.plain()) for draft in drafts)
    return _plain(request, form, [text or other for text, other in zip(folded, plain, strict=True)])


def _plain(request: Request, form: Form, texts: list[str]) -> Reply:
    """Each letter as as many messages as it needs; only its first says what it is."""
    return Reply(
        messages=tuple(
            Message(
                html=request.render(
                    "letter/plain.j2",
                    campaign=form.entry.campaign,
                    office=offer.office,
                    first=not number,
                    text=part,
                )
            )
            for offer, text in zip(form.offers, texts, strict=True)
            for number, part in enumerate(pieces(text, FITS))
        )
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
    ".docx": open_only(_docx, ready=True),
    ".fax": open_only(_fax, ready=True),
    ".ascii": open_only(_ascii, ready=True),
}
