"""A finished letter in the chat: the office's version, the reader's beside it, and the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.content.letterpress import CannotSet, LetterPress, Paper
from bot.core.chats import Chat
from bot.core.drafts import Draft, LetterWords, Sender
from bot.core.lengths import pieces
from bot.core.letters import Languages, Offer
from bot.core.library import Entry
from bot.core.messages import Button, Document, Message, Reply
from bot.core.places import zone
from bot.words import Words
from bot.words.calendar import Calendar

from .letter_state import Form
from .request import Request, Rows
from .sorry import Sorry

FITS = 3500
"""UTF-16 units of a letter in one message: leaves room for the words above it."""
LETTER_PAPER = frozenset({"US", "CA"})


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """One letter in the languages it is needed in."""

    languages: Languages
    office: Draft
    reader: Draft | None
    """None where the reader reads the office's version."""


def drafts(
    words: Words,
    press: LetterPress,
    entry: Entry,
    offer: Offer,
    sender: Sender,
    chat: Chat,
    now: datetime,
) -> Drafts:
    """The letter for the office and for its reader, dated by the reader's calendar at ``now``.

    Needs no database: the terminal's preview uses it too.
    """
    chosen = press.languages(entry, offer, chat.language)
    clock = zone(chat.zone) if chat.zone else zone(entry.campaign.zone)

    def in_language(language: str) -> Draft:
        return press.draft(
            entry,
            offer,
            language=language,
            words=letter_words(words, language, now, clock),
            sender=sender,
            office_day=now.astimezone(zone(offer.office.zone)).date(),
        )

    return Drafts(
        languages=chosen,
        office=in_language(chosen.office),
        reader=in_language(chosen.reader) if chosen.reader else None,
    )


def letter_words(words: Words, language: str, now: datetime, clock: tzinfo) -> LetterWords:
    """What stands on every letter of a language; English words where it has no catalogue."""
    return LetterWords(
        title=words.label("letter_title", language),
        copy_to=words.label("letter_copy_to", language),
        closing=words.label("letter_closing", language),
        salutation=words.label("letter_salutation", language),
        date=Calendar(language).dated(now.astimezone(clock).date(), year=True),
    )


def paper_of(country: str | None) -> Paper:
    """The paper people of a country have in their printers."""
    return "us-letter" if country in LETTER_PAPER else "a4"


def messages(request: Request, form: Form, kept: Sender | None) -> tuple[Message, ...]:
    """The whole letter as text to copy; the buttons hang on the last message."""
    made = _drafts(request, form)
    shown = list(_texts(request, form, made))
    rows = _rows(request, form, made, kept)
    return tuple(
        Message(html=html, buttons=rows if place == len(shown) else ())
        for place, html in enumerate(shown, 1)
    )


def printed(request: Request, form: Form, *, own: bool) -> Reply:
    """The letter as a PDF, in the office's language or in the reader's ``own``."""
    made = _drafts(request, form)
    draft = made.reader if own and made.reader else made.office
    try:
        data = request.desk.letters.pdf(draft, paper_of(request.chat.country))
    except CannotSet as missing:
        again = request.button("write_again", f"letter:{form.slug}:.new")
        signs = " ".join(missing.signs)
        raise Sorry("letter/cannot_set.j2", ((again,),), signs=signs) from missing
    name = f"letter-{form.office.id}-{draft.language}.pdf"
    caption = request.render(
        "letter/pdf.j2",
        campaign=form.entry.campaign,
        office=form.office,
        written_in=draft.language,
    )
    document = Document(name=name, data=data, mime="application/pdf")
    return Reply(messages=(Message(html=caption, document=document),))


def _drafts(request: Request, form: Form) -> Drafts:
    desk, chat = request.desk, request.chat
    return drafts(desk.words, desk.letters, form.entry, form.offer, form.sender, chat, request.now)


def _texts(request: Request, form: Form, made: Drafts) -> Iterator[str]:
    """Each version as as many messages as it needs; only its first says what it is."""
    for place, draft in (("office", made.office), ("reader", made.reader)):
        for number, text in enumerate(pieces(draft.plain(), FITS) if draft else ()):
            yield request.render(
                "letter/draft.j2",
                campaign=form.entry.campaign,
                office=form.office,
                languages=made.languages,
                place="" if number else place,
                text=text,
            )


def _rows(request: Request, form: Form, made: Drafts, kept: Sender | None) -> Rows:
    stem = f"letter:{form.slug}"
    rows: list[tuple[Button, ...]] = [(request.button("letter_pdf", f"{stem}:.pdf"),)]
    if made.reader:
        own = request.button("letter_pdf_in", f"{stem}:.pdf:own", code=made.reader.language)
        rows.append((own,))
    if any(channel.numbers for channel in form.entry.campaign.channels_of(form.office.id)):
        rows.append((request.button("when_to_call", f"call:{form.slug}"),))
    if kept is not None and kept == form.sender:
        rows.append((request.button("forget_name", f"{stem}:.drop"),))
    elif form.sender != Sender():
        rows.append((request.button("keep_name", f"{stem}:.keep"),))
    return tuple(rows)
