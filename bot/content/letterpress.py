"""Where letters are made: a campaign's template and demands into a draft, a draft into a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.lists import format_list

from bot.core.campaign import Campaign
from bot.core.drafts import Draft, LetterWords, Sender, assemble, greeting
from bot.core.letters import Languages, Offer, languages
from bot.core.library import Entry

from .letter_templates import render_letter
from .pdf import CannotSet, LetterPdf, Paper

__all__ = ["CannotSet", "LetterPress", "Paper"]

_LOCALES = {"en": "en_GB"}
"""English for the whole world: "A, B and C", as in the chat."""


class LetterPress:
    """Drafts letters and prints them; built once by the roof."""

    def __init__(self) -> None:
        self._printer = LetterPdf()

    def languages(self, entry: Entry, offer: Offer, reader: str) -> Languages:
        """In which languages a letter goes out and is shown beside."""
        available = entry.letters.languages(offer.letter.id)
        return languages(available, offer.office, reader, entry.campaign.language)

    def draft(
        self,
        entry: Entry,
        offer: Offer,
        *,
        language: str,
        words: LetterWords,
        sender: Sender,
        office_day: date,
        seed: int = 0,
        demands: tuple[str, ...] | None = None,
    ) -> Draft:
        """The letter in one of the languages its campaign has it in.

        ``words`` are those of that language; ``office_day`` is the day on the office's calendar.
        ``seed`` chooses among the ways of saying it, the same in every language. ``demands`` are
        the ids the sender wants, in that order: None for all of the letter's, () for none.
        """
        asked = offer.letter.demands if demands is None else demands
        asked = tuple(id for id in asked if id in offer.letter.demands)
        values = _values(entry.campaign, offer, language, words, sender, office_day, asked)
        source = entry.letters.sources[offer.letter.id][language]
        return assemble(
            entry.campaign,
            offer,
            language=language,
            body=render_letter(source, values),
            words=words,
            sender=sender,
            office_day=office_day,
        )

    def pdf(self, draft: Draft, paper: Paper) -> bytes:
        """The draft as a PDF to print, sign and fax. Raises ``CannotSet``."""
        return self._printer.make(draft, paper)


def _values(
    campaign: Campaign,
    offer: Offer,
    language: str,
    words: LetterWords,
    sender: Sender,
    day: date,
    asked: tuple[str, ...],
) -> Mapping[str, str]:
    """What the template may speak of, all of it in the letter's language."""
    letter, office = offer.letter, offer.office
    demands = [str(campaign.say(campaign.demand(id).text, language)) for id in asked]
    people = letter.people or [person.id for person in campaign.people]
    names = [str(campaign.say(campaign.person(id).name, language)) for id in people]
    return {
        "name": sender.name,
        "city": sender.city,
        "organisation": sender.organisation,
        "country": "",  # nobody is asked for it, and the settings are no part of a letter
        "date": words.date,
        "demands": "\n".join(f"{place}. {text}" for place, text in enumerate(demands, 1)),
        "people": format_list(names, locale=_LOCALES.get(language, language.replace("-", "_"))),
        "office": str(campaign.say(office.name, language)),
        "addressee": greeting(campaign, office, language, day, words.salutation),
    }
