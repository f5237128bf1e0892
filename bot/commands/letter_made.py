"""A letter made from an order: in the office's language, and in its reader's beside it.

Needs no database: the chat, the terminal's preview and the e-mail page all make letters here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.content.letterpress import LetterPress, Paper
from bot.core.drafts import Draft, LetterWords
from bot.core.letters import Languages, Offer, fax_number, offers
from bot.core.library import Entry, Library
from bot.core.orders import Order
from bot.core.places import zone
from bot.words import Words
from bot.words.calendar import Calendar

LETTER_PAPER = frozenset({"US", "CA", "MX", "CO", "CL", "VE", "PH", "DO", "GT", "CR", "SV", "PA"})
"""Countries whose printers hold US Letter; everywhere else it is A4. Source: Unicode CLDR."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """One letter in the languages it is needed in."""

    entry: Entry
    offer: Offer
    languages: Languages
    office: Draft
    reader: Draft | None
    """None where the reader reads the office's version."""


def make(
    words: Words,
    press: LetterPress,
    library: Library,
    order: Order,
    now: datetime,
    written: datetime | None = None,
) -> Made | None:
    """The letter of an order; None where it is of no use at ``now``, or there is none any more.

    ``written``: the moment whose day stands on it, ``now`` unless given. Both are aware.
    """
    entry = library.get(order.slug)
    found = offers(entry.campaign, now) if entry else ()
    offer = next((one for one in found if one.key == order.offer), None)
    if entry is None or offer is None:
        return None
    return made_of(words, press, entry, offer, order, written or now)


def made_of(
    words: Words, press: LetterPress, entry: Entry, offer: Offer, order: Order, written: datetime
) -> Made:
    """The letter of an order whose offer is known."""
    chosen = press.languages(entry, offer, order.language)
    office_day = written.astimezone(zone(offer.office.zone)).date()
    number = fax_number(entry.campaign, offer.office, office_day)
    clock = zone(order.zone or entry.campaign.zone)

    def in_language(language: str) -> Draft:
        draft = press.draft(
            entry,
            offer,
            language=language,
            words=letter_words(words, language, written, clock),
            sender=order.sender,
            office_day=office_day,
            seed=order.seed,
            demands=order.demands,
        )
        if number is None:
            return draft
        by_fax = words.label("letter_by_fax", language, number=number)
        return replace(draft, fax=by_fax, pages=words.label("letter_pages", language))

    return Made(
        entry=entry,
        offer=offer,
        languages=chosen,
        office=in_language(chosen.office),
        reader=in_language(chosen.reader) if chosen.reader else None,
    )


def letter_words(words: Words, language: str, written: datetime, clock: tzinfo) -> LetterWords:
    """What stands on every letter of a language; English words where it has no catalogue."""
    return LetterWords(
        title=words.label("letter_title", language),
        copy_to=words.label("letter_copy_to", language),
        closing=words.label("letter_closing", language),
        salutation=words.label("letter_salutation", language),
        date=Calendar(language).dated(written.astimezone(clock).date(), year=True),
    )


def paper_of(country: str | None) -> Paper:
    """The paper people of a country have in their printers."""
    return "us-letter" if country in LETTER_PAPER else "a4"
