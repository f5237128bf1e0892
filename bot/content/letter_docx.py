"""Letters as DOCX, to be edited in Word or LibreOffice: the same letter as in the PDF.

The library takes as long to read as a small bot to start: to be imported with the first letter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Sheets
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run

from bot.core.directions import from_the_right, parted_at_numbers, runs_from_the_right
from bot.core.drafts import Draft

from .letter_size import Paper

_FACE = "Times New Roman"
"""Word has it everywhere, LibreOffice one of the same widths; Arabic letters are in it."""
_SIZE, _SMALL = 11.0, 10.0
# Above a line, in points: within a block, between paragraphs, between parts, to sign by hand.
_CLOSE, _STEP, _PART, _TO_SIGN = 0, 7, 16, 50
_PAPERS = {"a4": (210.0, 297.0), "us-letter": (215.9, 279.4)}
"""Width and height in millimetres."""
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP file can name."""
_OF_NO_USE = ("/thumbnail", "/stylesWithEffects", "/customXml")
_NOT_XML = re.compile("[^\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AFTER_BIDI = "w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:jc".split()


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A line or a paragraph of a letter."""

    text: str
    mark: str = ""
    above: float = _CLOSE
    own: bool = False
    """Whether it runs in the direction of its own first letter, not of the whole letter."""
    small: bool = False
    bold: bool = False
    italic: bool = False
    at_end: bool = False
    """Whether it stands on the side where the letter's lines end."""
    stays: bool = False
    """Whether the next row must be on the same page."""


def make_docx(drafts: Sequence[Draft], paper: Paper) -> bytes:
    """One draft or more in one file, each from a new page on. The same drafts, the same bytes.

    The file tells nothing beside the letters: no author, no date. No number of pages stands in the
    fax line: it would be wrong as soon as somebody edits the letter.
    """
    sheets = Document()
    _make_anonymous(sheets, drafts[0].title)
    _lay_out(sheets, paper)
    for place, draft in enumerate(drafts):
        lines = [_write(sheets.add_paragraph(), row, draft.language) for row in _rows(draft)]
        lines[0].paragraph_format.page_break_before = place > 0
    made = io.BytesIO()
    sheets.save(made)
    return _undated(made)


def _rows(draft: Draft) -> Iterator[_Row]:
    if draft.fax:
        yield _Row(text=draft.fax, small=True)
    for place, text in enumerate(draft.head()):
        above = _CLOSE if place else _STEP
        yield _Row(text=text, above=above, own=True, bold=not place, small=place > 0)
    for place, text in enumerate(draft.addressee):
        yield _Row(text=text, above=_CLOSE if place else _PART, own=True)
    for place, text in enumerate(draft.copy_lines()):
        above = _CLOSE if place else _STEP
        yield _Row(text=text, above=above, own=place > 0, small=True, italic=not place)
    yield _Row(text=draft.place_and_date, above=_PART, at_end=True)
    yield _Row(text=draft.subject, above=_PART, bold=True, stays=True)
    yield _Row(text=draft.salutation, above=_PART, stays=True)
    for place, it in enumerate(draft.body, 1):
        before_list = any(later.mark for later in draft.body[place : place + 1]) and not it.mark
        last = place == len(draft.body)
        yield _Row(text=it.text, mark=it.mark, above=_STEP, stays=last or before_list)
    signed = draft.sender.lines
    yield _Row(text=draft.closing, above=_PART, stays=bool(signed))
    for place, text in enumerate(signed, 1):
        above = _CLOSE if place > 1 else _TO_SIGN
        yield _Row(text=text, above=above, own=True, stays=place < len(signed))


def _write(line: Line, row: _Row, language: str) -> Line:
    sheet_turned = from_the_right(language)
    turned = runs_from_the_right(row.text, sheet_turned) if row.own else sheet_turned
    if turned:
        bidi = line._p.get_or_add_pPr().makeelement(_word("bidi"))
        line._p.get_or_add_pPr().insert_element_before(bidi, *_AFTER_BIDI)
    text = _NOT_XML.sub("", f"{row.mark}\t{row.text}" if row.mark else row.text)
    for part, number in parted_at_numbers(text) if turned else ((text, False),):
        _dress(line.add_run(part), row, turned and not number, language)
    form = line.paragraph_format
    form.space_before = Pt(row.above)
    form.keep_with_next = row.stays
    form.keep_together = True
    if row.mark:
        form.left_indent, form.first_line_indent = Mm(7), Mm(-7)
    # "Right" is the side where a line ends: on a line that is turned, the left one.
    if row.at_end or turned != sheet_turned:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return line


def _dress(run: Run, row: _Row, turned: bool, language: str) -> None:
    """Size and cut of a run; each is told twice, as Word keeps apart scripts such as Arabic."""
    run.bold = run.font.cs_bold = row.bold or None
    run.italic = run.font.cs_italic = (row.italic and not turned) or None
    if row.small:
        run.font.size = Pt(_SMALL)
        _size_of_other_scripts(run, _SMALL)
    run.font.rtl = turned or None
    tongue = run._r.makeelement(_word("lang"))
    tongue.set(_word("bidi" if turned else "val"), language)
    run._r.get_or_add_rPr().append(tongue)


def _lay_out(sheets: Sheets, paper: Paper) -> None:
    section = sheets.sections[0]
    width, height = _PAPERS[paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin = section.bottom_margin = Mm(25)
    normal = sheets.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(_SIZE)
    shape = normal.element.rPr
    shape.rFonts.set(_word("cs"), _FACE)
    shape.sz.addnext(shape.makeelement(_word("szCs"), {_word("val"): str(int(_SIZE * 2))}))
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.12


def _size_of_other_scripts(run: Run, points: float) -> None:
    shape = run._r.get_or_add_rPr()
    wanted = shape.makeelement(_word("szCs"), {_word("val"): str(int(points * 2))})
    shape.find(_word("sz")).addnext(wanted)


def _word(name: str) -> str:
    return qn(f"w:{name}")


def _make_anonymous(sheets: Sheets, title: str) -> None:
    """Without what the library's own template says of author, date, looks and older Words."""
    about = sheets.core_properties
    about.title, about.author, about.comments, about.last_modified_by = title, "", "", ""
    about.created = about.modified = _NO_DAY
    for links in (sheets.part.package.rels, sheets.part.rels):
        for id in [id for id, link in links.items() if link.reltype.endswith(_OF_NO_USE)]:
            del links[id]


def _undated(made: io.BytesIO) -> bytes:
    """The file with the same moment on everything in it."""
    found = io.BytesIO()
    with ZipFile(made) as old, ZipFile(found, "w") as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _OLDEST), old.read(name), ZIP_DEFLATED)
    return found.getvalue()
