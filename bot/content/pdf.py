"""Letters as PDF: sheets set by typst, on which every sign is a real letter or an error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from bot.core.directions import from_the_right, runs_from_the_right, with_numbers_in_order
from bot.core.drafts import Draft

from .glyphs import missing
from .letter_size import Paper, size_for
from .typesetter import Typesetter

__all__ = ["CannotSet", "LetterPdf", "Paper"]

_SHEET = Path(__file__).with_name("letter.typ")
# PDF/UA is accessible, and the one profile that refuses signs the typefaces do not have: the net
# below our own check, for marks that no typeface has together with their letter.
_PROFILE: Literal["ua-1"] = "ua-1"
_NOTHING = "\ufeff"
"""A byte order mark: invisible, and no PDF/UA may have it."""
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class CannotSet(Exception):
    """The typefaces lack some of the signs; an empty box on a letter to a court would be worse."""

    def __init__(self, signs: tuple[str, ...]) -> None:
        super().__init__(f"no glyph for {len(signs)} signs")
        self.signs = signs


class LetterPdf:
    """Sets drafts as PDF; threads may share one."""

    def __init__(self) -> None:
        self._typesetter = Typesetter(_SHEET)

    def make(self, drafts: Sequence[Draft], paper: Paper) -> bytes:
        """The PDF of one or more drafts, each with pages of its own, counted from 1.

        The same drafts give the same bytes. Raises ``CannotSet``.
        """
        sheets = json.dumps(_sheets(drafts, paper), ensure_ascii=False).replace(_NOTHING, "")
        unknown = missing([sheets])
        if unknown:
            raise CannotSet(unknown)
        return self._set(sheets)

    def _set(self, sheets: str) -> bytes:
        from typst import TypstError  # noqa: PLC0415  # a start need not wait for it

        try:
            return self._typesetter.set("letters", sheets, format="pdf", pdf_standards=_PROFILE)
        except TypstError as error:
            signs = _signs(error.diagnostic)
            if not signs:
                raise
            raise CannotSet(signs) from error


def _sheets(drafts: Sequence[Draft], paper: Paper) -> dict[str, object]:
    letters = [
        {**_sheet(draft), "size": size_for(draft, paper), "end": f"end-{place}"}
        for place, draft in enumerate(drafts)
    ]
    return {"paper": paper, "title": drafts[0].title, "letters": letters}


def _sheet(draft: Draft) -> dict[str, object]:
    turned = from_the_right(draft.language)
    said = with_numbers_in_order if turned else str

    def lines(texts: Iterable[str]) -> list[dict[str, object]]:
        """Lines that people typed, or that name somebody: each may run another way."""
        return [{"text": text, "turned": runs_from_the_right(text, turned)} for text in texts]

    return {
        "language": draft.language.split("-")[0],
        "turned": turned,
        "fax": said(draft.fax),
        "pages": draft.pages,
        "head": lines(draft.head()),
        "addressee": lines(draft.addressee),
        "copy_to": f"{draft.copy_to}:",
        "copies": lines(draft.copies),
        "place_and_date": draft.place_and_date,
        "subject": said(draft.subject),
        "salutation": draft.salutation,
        "body": [{"mark": it.mark, "text": said(it.text)} for it in draft.body],
        "closing": draft.closing,
        "sender": lines(draft.sender.lines),
    }


def _signs(diagnostic: str) -> tuple[str, ...]:
    """The signs typst could not set, each once, in the order of the letter."""
    found = (
        _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        for text in _MISSING.findall(diagnostic)
    )
    return tuple(dict.fromkeys(found))
