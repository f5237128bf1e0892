"""A letter put together: whom it addresses, what it says, who signs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .campaign import Campaign
from .directions import from_the_right, runs_from_the_right
from .letters import Offer
from .offices import Office
from .plain import one_line

LONGEST = 100
"""Longest value a sender may type, in code points after composition (NFC)."""

_ITEM = re.compile(r"^\s*([-–—•*]|\d{1,2}[.)])\s+(?=\S)")
_BULLETS = frozenset("-–—•*")
_ARABIC_SCRIPT = frozenset({"ar", "ckb", "fa", "ps", "sd", "ug", "ur"})
_LEFT_OVER = " ,;،؛，、"
"""What people leave at the end of a line of an address."""
_ENDS_A_LINE = (",", "!", ".", ":", ";", "،", "。")


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who signs. Whatever is left empty leaves no trace on the sheet."""

    name: str = ""
    city: str = ""
    organisation: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines under the closing formula: the name, then the organisation."""
        return tuple(line for line in (self.name, self.organisation) if line)


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """What stands on every letter of one language, and its date written out in that language."""

    title: str
    """The word for a letter: the name of the printed file, which names nobody."""
    copy_to: str
    closing: str
    salutation: str
    """How to greet an office whose greeting the campaign does not give."""
    date: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of the body; ``mark`` is set for an item of a list ("•", "2.")."""

    text: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.mark} {self.text}" if self.mark else self.text


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One letter, in one language, complete. Lines hold no line breaks."""

    language: str
    title: str
    addressee: tuple[str, ...]
    copy_to: str
    """The words before the list of copies."""
    copies: tuple[str, ...]
    place_and_date: str
    subject: str
    salutation: str
    body: tuple[Paragraph, ...]
    closing: str
    sender: Sender
    fax: str = ""
    """Stands above the printed letter: how it goes, with the number, in the letter's language."""
    pages: str = ""
    """The word before the number of pages in that line; without ``fax`` it is not printed."""

    def plain(self) -> str:
        """The letter as text, as it is copied, faxed or pasted into a form."""
        blocks = (
            "\n".join(self.addressee),
            "\n".join(self.copy_lines()),
            self.place_and_date,
            self.subject,
            self.salutation,
            *_blocks(self.body),
            "\n".join((self.closing, *self.sender.lines)),
        )
        return "\n\n".join(block for block in blocks if block)

    def head(self) -> tuple[str, ...]:
        """The sender's lines at the head of a printed letter.

        A name alone stands only under the closing, a city alone only beside the date.
        """
        lines = tuple(line for line in (*self.sender.lines, self.sender.city) if line)
        return lines if len(lines) > 1 else ()

    def copy_lines(self) -> tuple[str, ...]:
        """The list of copies under its heading; empty where no copy goes anywhere."""
        return (f"{self.copy_to}:", *self.copies) if self.copies else ()


def typed(value: str) -> str:
    """What a person typed as one harmless line; empty where it holds no visible sign.

    A comma at its end goes: the letter sets its own. A value that comes out longer than
    ``LONGEST`` is too long.
    """
    line = one_line(" ".join(value.split()).rstrip(_LEFT_OVER), LONGEST + 1)
    return line if any(unicodedata.category(sign)[0] in "LNPS" for sign in line) else ""


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a rendered body: blank lines part them, list marks begin items.

    Lines a volunteer has wrapped in the middle of a sentence are joined again.
    """
    found: list[Paragraph] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        fresh = True
        for line in filter(str.strip, block.splitlines()):
            mark = _item(line, found, fresh=fresh)
            text = " ".join(line[mark.end() if mark else 0 :].split())
            if mark or fresh:
                found.append(Paragraph(text=text, mark=_mark(mark[1]) if mark else ""))
            else:
                last = found.pop()
                found.append(Paragraph(text=f"{last.text} {text}", mark=last.mark))
            fresh = False
    return tuple(found)


def _item(line: str, before: Sequence[Paragraph], *, fresh: bool) -> re.Match[str] | None:
    """The mark of a line that begins an item.

    A number within a paragraph begins one only in its turn: "9. Januar" is a day.
    """
    mark = _ITEM.match(line)
    if mark is None or fresh or mark[1] in _BULLETS:
        return mark
    last = before[-1].mark[:-1]
    turn = int(last) + 1 if last.isdecimal() else 1
    return mark if int(mark[1][:-1]) == turn else None


def _mark(written: str) -> str:
    return "•" if written in _BULLETS else written


def _blocks(body: Sequence[Paragraph]) -> tuple[str, ...]:
    """The body's blocks of text: items of one list stand together, a line each."""
    blocks: list[str] = []
    before = Paragraph(text="")
    for paragraph in body:
        if paragraph.mark and before.mark:
            blocks.append(f"{blocks.pop()}\n{paragraph}")
        else:
            blocks.append(str(paragraph))
        before = paragraph
    return tuple(blocks)


def assemble(
    campaign: Campaign,
    offer: Offer,
    *,
    language: str,
    body: str,
    words: LetterWords,
    sender: Sender,
    office_day: date,
) -> Draft:
    """Put a letter together from the campaign, its rendered body and what the sender told us.

    ``office_day`` is the day on the office's calendar, which decides who holds the office.
    """
    letter, office = offer.letter, offer.office
    copies = [campaign.office(id) for id in letter.cc if id != office.id]
    return Draft(
        language=language,
        title=words.title,
        addressee=_addressee(campaign, office, language, office_day),
        copy_to=words.copy_to,
        copies=tuple(_copy(campaign, copy, language, office_day) for copy in copies),
        place_and_date=_place_and_date(sender.city, words.date, language),
        subject=" ".join(str(campaign.say(letter.subject, language)).split()),
        salutation=greeting(campaign, office, language, office_day, words.salutation),
        body=paragraphs(body),
        closing=words.closing + (_comma(language) if sender.lines else ""),
        sender=sender,
    )


def _comma(language: str) -> str:
    """The comma of a language: Arabic script has one of its own."""
    return "،" if language.split("-", maxsplit=1)[0] in _ARABIC_SCRIPT else ","


def _place_and_date(city: str, date: str, language: str) -> str:
    """ "London, 6 January 2003". A city of the other direction is kept from pulling the day to it.

    Source: UAX #9, implicit directional marks.
    """
    if not city:
        return date
    rightward = from_the_right(language)
    if runs_from_the_right(city, rightward) != rightward:
        city += "\u200f" if rightward else "\u200e"
    return f"{city}{_comma(language)} {date}"


def _addressee(campaign: Campaign, office: Office, language: str, day: date) -> tuple[str, ...]:
    """The head of the letter: the office or its holder, then its postal address, a line each."""
    texts = [office.addressed_on(day), *((office.address,) if office.address else ())]
    lines = (line for text in texts for line in str(campaign.say(text, language)).splitlines())
    return tuple(line.strip() for line in lines if line.strip())


def _copy(campaign: Campaign, office: Office, language: str, day: date) -> str:
    """An office in the list of copies, on one line."""
    named = str(campaign.say(office.addressed_on(day), language))
    lines = (line.strip() for line in named.splitlines() if line.strip())
    return f"{_comma(language)} ".join(lines)


def greeting(campaign: Campaign, office: Office, language: str, day: date, otherwise: str) -> str:
    """How a letter greets the office; ``otherwise`` where the campaign does not say."""
    text = office.salutation_on(day)
    words = " ".join(str(campaign.say(text, language)).split()) if text else otherwise
    return words if words.endswith(_ENDS_A_LINE) else words + _comma(language)
