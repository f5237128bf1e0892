from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Sheets
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from bot.content.letter_docx import make_docx
from bot.core.drafts import Sender
from tests.four_letters import ARABIC, ENGLISH, FAX, KAZAKH_LETTER, LETTERS, RUSSIAN, sheet, words

Paper = Literal["a4", "us-letter"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(docx: bytes) -> Sheets:
    return Document(io.BytesIO(docx))


def lines(docx: bytes) -> list[Paragraph]:
    return read(docx).paragraphs


def line_with(docx: bytes, words: str) -> Paragraph:
    return next(line for line in lines(docx) if words in line.text)


def is_turned(line: Paragraph) -> bool:
    return line._p.pPr is not None and line._p.pPr.find(f"{W}bidi") is not None


@pytest.mark.parametrize("paper", ("a4", "us-letter"))
@pytest.mark.parametrize("language", LETTERS)
def test_the_file_says_what_the_letter_says(language: str, paper: Paper) -> None:
    draft = LETTERS[language]
    found = "\n".join(line.text for line in lines(make_docx([draft], paper)))
    assert words(found) == words(sheet(draft, None))


@pytest.mark.parametrize(("paper", "size"), (("a4", (210, 297)), ("us-letter", (216, 279))))
def test_the_paper_is_the_readers(paper: str, size: tuple[int, int]) -> None:
    section = read(make_docx([ENGLISH], cast("Paper", paper))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size


def test_an_arabic_letter_runs_from_the_right() -> None:
    docx = make_docx([ARABIC], "a4")
    for text in (ARABIC.subject, ARABIC.salutation, ARABIC.closing, "الإفراج"):
        line = line_with(docx, text)
        assert is_turned(line)
        assert line.alignment is None
        assert [run.font.rtl for run in line.runs] == [True]
    assert line_with(docx, ARABIC.place_and_date).alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_names_and_numbers_in_it_run_from_the_left() -> None:
    docx = make_docx([ARABIC], "a4")
    for name in ("Example Union (UK).", "Суду-примеру", "1 Example Street, Karaganda."):
        line = line_with(docx, name)
        assert not is_turned(line)
        assert line.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    number = line_with(docx, FAX).runs[1]
    assert (number.text, number.font.rtl) == (f"\u200e{FAX}", None)


def test_an_arabic_name_on_a_russian_letter_runs_from_the_right_at_the_left() -> None:
    docx = make_docx([RUSSIAN], "a4")
    line = line_with(docx, "عمر مثال")
    assert is_turned(line)
    assert line.alignment == WD_ALIGN_PARAGRAPH.RIGHT  # where turned lines end: at the left
    assert not is_turned(line_with(docx, RUSSIAN.subject))


@pytest.mark.parametrize(("language", "kind"), (("kk", "val"), ("ar", "bidi")))
def test_spelling_is_checked_in_the_letters_language(language: str, kind: str) -> None:
    for line in lines(make_docx([replace(LETTERS[language], copies=(), addressee=("",))], "a4")):
        for run in line.runs:
            tongue = run._r.get_or_add_rPr().find(f"{W}lang")
            assert tongue is not None
            assert language in tongue.attrib.values()
    first = line_with(make_docx([LETTERS[language]], "a4"), LETTERS[language].subject)
    tongue = first.runs[0]._r.get_or_add_rPr().find(f"{W}lang")
    assert tongue is not None
    assert tongue.attrib == {f"{W}{kind}": language}


def test_each_of_several_letters_begins_on_a_new_page() -> None:
    found = lines(make_docx([ENGLISH, KAZAKH_LETTER, ARABIC], "a4"))
    begun = [line.text for line in found if line.paragraph_format.page_break_before]
    assert begun == [KAZAKH_LETTER.addressee[0], "بالفاكس: \u200e" + FAX]


def test_a_letter_that_nobody_signs_ends_with_its_closing() -> None:
    assert lines(make_docx([replace(ENGLISH, sender=Sender())], "a4"))[-1].text == "Respectfully,"


def test_a_name_is_only_ever_text() -> None:
    name = '<w:b/> & "{PAGE}" \\u0041 {{ 7*7 }}'
    found = lines(make_docx([replace(ENGLISH, sender=Sender(name=name))], "a4"))
    assert found[-1].text == name


def test_a_sign_that_no_file_of_word_may_have_is_left_out() -> None:
    docx = make_docx([replace(ENGLISH, sender=Sender(name="Ja\uffffne\x0b\ud800"))], "a4")
    assert lines(docx)[-1].text == "Jane"


def test_the_file_tells_nothing_beside_the_letter() -> None:
    docx = make_docx([ENGLISH], "a4")
    about = read(docx).core_properties
    assert (about.title, about.author, about.last_modified_by, about.comments) == (
        "Letter",
        "",
        "",
        "",
    )
    assert {about.created, about.modified} == {about.created}
    assert about.created is not None
    assert about.created.year == 2000
    parts = ZipFile(io.BytesIO(docx))
    assert not [name for name in parts.namelist() if "thumbnail" in name or "custom" in name]
    assert {part.date_time[0] for part in parts.infolist()} == {1980}
    assert b"python-docx" not in b"".join(map(parts.read, parts.namelist()))


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert make_docx([ENGLISH, ARABIC], "a4") == make_docx([ENGLISH, ARABIC], "a4")


def _elements(docx: bytes) -> Iterator[ElementTree.Element]:
    tree = ElementTree.fromstring(ZipFile(io.BytesIO(docx)).read("word/document.xml"))  # noqa: S314
    yield from tree.iter()


def test_properties_stand_in_the_order_that_word_demands() -> None:
    orders = {
        "pPr": "pStyle keepNext keepLines pageBreakBefore bidi spacing ind jc".split(),
        "rPr": "rFonts b bCs i iCs sz szCs rtl lang".split(),
    }
    for element in _elements(make_docx([ENGLISH, ARABIC, RUSSIAN], "a4")):
        order = orders.get(element.tag.removeprefix(W))
        if order:
            there = [order.index(child.tag.removeprefix(W)) for child in element]
            assert there == sorted(set(there))


@pytest.fixture(scope="module")
def soffice() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("No LibreOffice here. On Debian: apt install libreoffice-writer-nogui")
    return found


def converted(soffice: str, docx: bytes, folder: Path, kind: str) -> bytes:
    letter = folder / "letter.docx"
    letter.write_bytes(docx)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    subprocess.run(
        (soffice, home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(letter)),
        check=True,
        capture_output=True,
        timeout=100,
    )
    return (folder / f"letter.{kind.split(':', maxsplit=1)[0]}").read_bytes()


@pytest.mark.process
def test_libreoffice_reads_the_letters_as_they_are(soffice: str, tmp_path: Path) -> None:
    every = list(LETTERS.values())
    text = converted(soffice, make_docx(every, "a4"), tmp_path, "txt:Text (encoded):UTF8")
    wanted = [word for draft in every for word in words(sheet(draft, None))]
    assert words(text.decode("utf-8-sig")) == wanted


@pytest.mark.process
def test_libreoffice_prints_each_letter_on_a_page(soffice: str, tmp_path: Path) -> None:
    pdf = converted(soffice, make_docx(list(LETTERS.values()), "us-letter"), tmp_path, "pdf")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == len(LETTERS)
