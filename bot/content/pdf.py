"""Letters as PDF: one sheet, set by typst, on which every sign is a real letter or an error."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from bot.core.drafts import Draft

if TYPE_CHECKING:
    import typst

Paper = Literal["a4", "us-letter"]

_SHEET = Path(__file__).with_name("letter.typ")
# PDF/UA is accessible, and the one profile that refuses signs the typeface does not have.
_PROFILE: Literal["ua-1"] = "ua-1"
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class CannotSet(Exception):
    """The typeface lacks some of the signs; an empty box on a letter to a court would be worse."""

    def __init__(self, signs: tuple[str, ...]) -> None:
        super().__init__(f"no glyph for {len(signs)} signs")
        self.signs = signs


class LetterPdf:
    """Sets drafts as PDF. One compiler is kept, which makes a letter a matter of milliseconds."""

    def __init__(self) -> None:
        self._compiler: typst.Compiler | None = None

    def make(self, draft: Draft, paper: Paper) -> bytes:
        """The PDF of a draft; the same draft gives the same bytes. Raises ``CannotSet``."""
        import typst  # noqa: PLC0415  # a start need not wait for it

        if self._compiler is None:
            self._compiler = typst.Compiler(_SHEET, root=_SHEET.parent, ignore_system_fonts=True)
        sheet = json.dumps(_sheet(draft, paper), ensure_ascii=False)
        try:
            pdf = self._compiler.compile(
                format="pdf", sys_inputs={"letter": sheet}, pdf_standards=_PROFILE, timestamp=0
            )
        except typst.TypstError as error:
            signs = _signs(error.diagnostic)
            if not signs:
                raise
            raise CannotSet(signs) from error
        # Only pictures come as several files, one a page.
        return cast("bytes", pdf)


def _sheet(draft: Draft, paper: Paper) -> dict[str, object]:
    sender = draft.sender
    head = tuple(line for line in (*sender.lines, sender.city) if line)
    return {
        "paper": paper,
        "title": draft.title,
        "language": draft.language.split("-")[0],
        # A name alone stands under the closing; a city alone stands beside the date.
        "head": head if len(head) > 1 else (),
        "addressee": draft.addressee,
        "copies": draft.copy_lines(),
        "place_and_date": draft.place_and_date,
        "subject": draft.subject,
        "salutation": draft.salutation,
        "body": [asdict(paragraph) for paragraph in draft.body],
        "closing": draft.closing,
        "sender": sender.lines,
    }


def _signs(diagnostic: str) -> tuple[str, ...]:
    """The signs typst could not set, each once, in the order of the letter."""
    found = (
        _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        for text in _MISSING.findall(diagnostic)
    )
    return tuple(dict.fromkeys(found))
