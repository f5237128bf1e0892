from __future__ import annotations

import io
from dataclasses import replace
from typing import get_args

import pytest
from pypdf import PdfReader

from bot.content.letter_size import Paper, size_for
from bot.content.pdf import LetterPdf
from bot.core.drafts import Draft, Paragraph
from tests.four_letters import LETTERS

PRESS = LetterPdf()
PAPERS: tuple[Paper, ...] = get_args(Paper)


def longer(draft: Draft, times: int) -> Draft:
    """The same with so many more paragraphs of everyday length."""
    said = " ".join(paragraph.text for paragraph in draft.body * 9)[:230]
    return replace(draft, body=(*draft.body, *(Paragraph(text=said),) * times))


def pages(draft: Draft, paper: Paper) -> int:
    return len(PdfReader(io.BytesIO(PRESS.make([draft], paper))).pages)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LETTERS)
def test_a_short_letter_has_the_largest_letters(language: str, paper: Paper) -> None:
    assert size_for(LETTERS[language], paper) == 11.5


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LETTERS)
def test_a_letter_shrinks_rather_than_to_spill_over_to_a_second_page(
    language: str, paper: Paper
) -> None:
    every = [longer(LETTERS[language], times) for times in range(14)]
    sizes = [size_for(draft, paper) for draft in every]
    small = sizes.index(10.0)
    assert sizes[: small + 1] == sorted(sizes[: small + 1], reverse=True)
    assert {pages(draft, paper) for draft in every[:small]} == {1}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LETTERS)
def test_a_letter_that_needs_two_pages_anyway_is_not_made_small(
    language: str, paper: Paper
) -> None:
    assert size_for(longer(LETTERS[language], 20), paper) == 11.5
