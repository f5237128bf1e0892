"""A finished letter in the chat: the office's version, and the reader's beside it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.mail_link import mail_address
from bot.core.button_rows import in_pairs, shortened
from bot.core.drafts import Sender
from bot.core.emails import addresses, forms
from bot.core.lengths import pieces
from bot.core.letters import Offer
from bot.core.messages import Button, Message

from .letter_made import Made, made_of
from .letter_state import Form, order_of
from .request import Request, Rows

FITS = 3500
"""UTF-16 units of a letter in one message: leaves room for the words above it."""


def messages(request: Request, form: Form, kept: Sender | None) -> tuple[Message, ...]:
    """The whole letter as text to copy; the buttons hang on the last message."""
    made = made_for(request, form, form.offer)
    shown = list(_texts(request, form, made))
    rows = _rows(request, form, kept)
    return tuple(
        Message(html=html, buttons=rows if place == len(shown) else ())
        for place, html in enumerate(shown, 1)
    )


def made_for(request: Request, form: Form, offer: Offer) -> Made:
    """The letter to one of the form's addressees."""
    desk, order = request.desk, order_of(request, form, offer)
    return made_of(desk.words, desk.letters, form.entry, offer, order, form.written)


def _texts(request: Request, form: Form, made: Made) -> Iterator[str]:
    """Each version as as many messages as it needs; only its first says what it is."""
    others = tuple(offer.office for offer in form.offers if offer != form.offer)
    for place, draft in (("office", made.office), ("reader", made.reader)):
        for number, text in enumerate(pieces(draft.plain(), FITS) if draft else ()):
            yield request.render(
                "letter/draft.j2",
                campaign=form.entry.campaign,
                office=form.office,
                others=others,
                languages=made.languages,
                place="" if number else place,
                text=text,
            )


def _rows(request: Request, form: Form, kept: Sender | None) -> Rows:
    """What can be done with the letter now, the likeliest first; the rest is behind a button."""
    stem = f"letter:{form.slug}"
    files = (
        request.button("letter_pdf", f"{stem}:.pdf"),
        request.button("letter_docx", f"{stem}:.docx"),
    )
    after = [
        request.button("letter_more", f"{stem}:.more"),
        request.button("i_sent_it", f"{stem}:.sent"),
    ]
    if any(one.numbers for one in form.entry.campaign.channels_of(form.office.id)):
        after.append(request.button("when_to_call", f"call:{form.slug}"))
    if kept is not None and kept == form.sender:
        after.append(request.button("forget_name", f"{stem}:.drop"))
    elif form.sender != Sender():
        after.append(request.button("keep_name", f"{stem}:.keep"))
    return (*_mail(request, form), *in_pairs(files), *_others(request, form), *in_pairs(after))


def _mail(request: Request, form: Form) -> Rows:
    """The button of the e-mail page, where one can be reached."""
    desk = request.desk
    orders = [order_of(request, form, offer) for offer in form.offers]
    url = mail_address(desk.public_url, desk.keys, orders, request.now)
    if url is None:
        return ()
    campaign = form.entry.campaign
    ids = {id for offer in form.offers for id in (offer.office.id, *offer.letter.cc)}
    known = any(addresses(campaign, id) or forms(campaign, id) for id in ids)
    label = request.label("letter_mail" if known else "letter_page")
    return ((Button(label=label, url=url),),)


def _others(request: Request, form: Form) -> Rows:
    """The texts to the other addressees of the same draft."""
    campaign = form.entry.campaign
    return tuple(
        (
            Button(
                label=request.label(
                    "letter_text_to",
                    office=shortened(str(campaign.say(offer.office.name, request.language))),
                ),
                press=f"letter:{form.slug}:.to:{offer.key}",
            ),
        )
        for place, offer in enumerate(form.offers)
        if place != form.shown
    )
