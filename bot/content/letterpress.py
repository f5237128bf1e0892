"""Where letters are made: a campaign's template and demands into a draft, a draft into a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from babel.lists import format_list

from bot.core.actions import Letter
from bot.core.campaign import Campaign
from bot.core.drafts import Draft, LetterWords, Sender, assemble, greeting
from bot.core.letters import Languages, Offer, languages
from bot.core.library import Entry
from bot.core.variation import picks, shuffled, wording

from .letter_file import demands_in
from .letter_parts import LetterPart, parted
from .letter_templates import MAY_BE_EMPTY, render_letter
from .pdf import CannotSet, LetterPdf, Paper

__all__ = ["CannotSet", "LetterPress", "Paper", "demands_of"]

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
        the ids the sender wants, in that order: None for all of the letter's, () for none, which
        leaves out the part that lists them (unless the letter says nothing else).
        """
        campaign, letter = entry.campaign, offer.letter
        parts = parted(entry.letters.sources[letter.id][language]).parts
        asked = _asked(letter, parts, seed, demands)
        values = _values(campaign, offer, language, words, sender, office_day) | {
            "demands": "\n".join(_items(campaign, asked, language, seed))
        }
        return assemble(
            campaign,
            offer,
            language=language,
            body="\n\n".join(_said(parts, seed, values)),
            words=words,
            sender=sender,
            office_day=office_day,
        )

    def is_its_demands(self, entry: Entry, offer: Offer) -> bool:
        """Whether a letter may say nothing but its demands: it cannot do without all of them."""
        sources = entry.letters.sources[offer.letter.id].values()
        return not all(_stays(parted(source).parts) for source in sources)

    def pdf(self, drafts: Draft | Sequence[Draft], paper: Paper) -> bytes:
        """One draft or several as a PDF to print, sign and fax. Raises ``CannotSet``."""
        return self._printer.make(_several(drafts), paper)

    def docx(self, drafts: Draft | Sequence[Draft], paper: Paper) -> bytes:
        """The same as a file for Word or LibreOffice."""
        from .letter_docx import make_docx  # noqa: PLC0415  # a start need not wait for it

        return make_docx(_several(drafts), paper)


def _several(drafts: Draft | Sequence[Draft]) -> Sequence[Draft]:
    return [drafts] if isinstance(drafts, Draft) else drafts


def demands_of(letter: Letter, seed: int) -> tuple[str, ...]:
    """The ids of a letter's demands in the order in which it raises them by itself."""
    return shuffled(letter.demands, seed) if letter.any_order else letter.demands


def _asked(
    letter: Letter, parts: Sequence[LetterPart], seed: int, wanted: tuple[str, ...] | None
) -> tuple[str, ...]:
    """The demands in their order; all of them where nothing would be left without any."""
    own = demands_of(letter, seed)
    if wanted is None:
        return own
    asked = tuple(id for id in dict.fromkeys(wanted) if id in own)
    return asked if asked or _stays(parts) else own


def _stays(parts: Sequence[LetterPart]) -> bool:
    """Whether every letter says something besides its demands."""
    return any("optional" not in part.flags and not demands_in(part) for part in parts)


def _items(campaign: Campaign, asked: Sequence[str], language: str, seed: int) -> Iterator[str]:
    """The demands as a numbered list, a line each, every one in the wording drawn for it."""
    for place, id in enumerate(asked, 1):
        demand = campaign.demand(id)
        ways = (demand.text, *demand.wordings)
        said = campaign.say(ways[wording(id, len(ways), seed)], language)
        if said.language != language:
            said = campaign.say(demand.text, language)
        yield f"{place}. {said}"


def _said(parts: Sequence[LetterPart], seed: int, values: Mapping[str, str]) -> Iterator[str]:
    """The parts as drawn and filled in; what lists demands goes where there are none."""
    known = {part.id: part for part in parts}
    for pick in picks([part.drawn for part in parts], seed):
        part = known[pick.part]
        if values["demands"] or not demands_in(part):
            text = render_letter(part.ways[pick.way].source, values)
            if text:
                yield _once_ended(text, values)


def _once_ended(text: str, values: Mapping[str, str]) -> str:
    """The text without a second stop after a value that has its own, such as "Union No. 7."."""
    for value in {values[name] for name in MAY_BE_EMPTY}:
        if value[-2:-1].isalnum() and value[-1] in ".!?…":
            text = text.replace(f"{value}.", value)
    return text


def _values(
    campaign: Campaign,
    offer: Offer,
    language: str,
    words: LetterWords,
    sender: Sender,
    day: date,
) -> dict[str, str]:
    """What the template may speak of but the demands, all of it in the letter's language."""
    letter, office = offer.letter, offer.office
    people = letter.people or [person.id for person in campaign.people]
    names = [str(campaign.say(campaign.person(id).name, language)) for id in people]
    return {
        "name": sender.name,
        "city": sender.city,
        "organisation": sender.organisation,
        "country": "",  # nobody is asked for it, and the settings are no part of a letter
        "date": words.date,
        "people": format_list(names, locale=_LOCALES.get(language, language.replace("-", "_"))),
        "office": str(campaign.say(office.name, language)),
        "addressee": greeting(campaign, office, language, day, words.salutation),
    }
