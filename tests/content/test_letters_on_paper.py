"""The letters of the shipped campaigns, as they leave the printer and Word."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from bot.content.letterpress import LetterPress
from bot.content.loader import load_folder
from bot.core.drafts import Draft, LetterWords, Sender
from bot.core.letters import offers
from tests.four_letters import ENGLISH, FAX, LETTERS, sheet, words
from tests.ink import compared, lines

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
PRESS = LetterPress()
MOMENTS = (datetime(2003, 1, 6, 3, tzinfo=UTC), datetime(2000, 7, 1, tzinfo=UTC))
# An Arabic vowel and the letter below it are drawn as one, and a PDF tells both of them twice.
VOWELS = dict.fromkeys(range(0x064B, 0x0653))


def of_language(language: str) -> LetterWords:
    model = LETTERS.get(language, LETTERS["en"])
    return LetterWords(
        title=model.title,
        copy_to=model.copy_to,
        closing=model.closing.strip(",،"),
        salutation=model.salutation,
        date=model.place_and_date.partition(" ")[2],
    )


def drafts() -> Iterator[Draft]:
    """Every letter in every language, two of its variants each."""
    for entry in load_folder(CAMPAIGNS).entries:
        for offer in (offer for now in MOMENTS for offer in offers(entry.campaign, now)):
            for language in sorted(entry.letters.languages(offer.letter.id)):
                for seed in (0, 20030106):
                    draft = PRESS.draft(
                        entry,
                        offer,
                        language=language,
                        words=of_language(language),
                        sender=Sender(
                            name="Jane Doe", city=LETTERS.get(language, ENGLISH).sender.city
                        ),
                        office_day=date(2003, 1, 6),
                        seed=seed,
                    )
                    yield replace(draft, fax=f"Fax: {FAX}")


@pytest.fixture(scope="module")
def every() -> list[Draft]:
    found = list(drafts())
    assert {"ar", "en", "es", "kk", "ru"} <= {draft.language for draft in found}
    return found


def without_vowels(draft: Draft) -> Draft:
    body = tuple(replace(it, text=it.text.translate(VOWELS)) for it in draft.body)
    return replace(draft, body=body, subject=draft.subject.translate(VOWELS))


def test_every_letter_of_ours_can_be_printed_and_reads_as_it_was_drafted(
    every: list[Draft],
) -> None:
    for draft in map(without_vowels, every):
        reader = PdfReader(io.BytesIO(PRESS.pdf(draft, "a4")))
        there = compared(words(" ".join(lines(reader))))
        count = len(reader.pages)
        for page in range(1, count + 1 if count > 1 else 0):
            there = there.replace(f"{page}/{count}", "")
        assert count <= 2
        assert there == compared(words(sheet(draft, None)))


def test_every_letter_of_ours_can_be_edited(every: list[Draft]) -> None:
    for draft in every:
        found = Document(io.BytesIO(PRESS.docx(draft, "us-letter"))).paragraphs
        assert words("\n".join(line.text for line in found)) == words(sheet(draft, None))


def test_all_of_them_go_into_one_file(every: list[Draft]) -> None:
    pages = PdfReader(io.BytesIO(PRESS.pdf(every, "a4"))).pages
    assert len(pages) >= len(every)
