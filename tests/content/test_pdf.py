from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from typst import TypstError

from bot.content.glyphs import covered, missing
from bot.content.pdf import CannotSet, LetterPdf, Paper
from bot.core.drafts import Draft, Sender, paragraphs
from tests.four_letters import ARABIC, ENGLISH, LETTERS, RUSSIAN, sheet, words
from tests.ink import compared, inks, lines

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
PRESS = LetterPdf()
JANE = Sender(name="Jane Doe", organisation="Example Union", city="London")


@pytest.fixture(scope="module")
def press() -> LetterPdf:
    return PRESS


def a_draft(language: str = "en", body: str = "We are shocked.", sender: Sender = JANE) -> Draft:
    return Draft(
        language=language,
        title="Letter",
        addressee=("Президенту Республики Казахстан", "Н. А. Назарбаеву"),
        copy_to="Копия",
        copies=("Карагандинский областной суд",),
        place_and_date="London, 6 January 2003",
        subject="The case of Saken Zhunusov",
        salutation="Dear President Nazarbayev,",
        body=paragraphs(body),
        closing="Respectfully,",
        sender=sender,
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def places(pdf: bytes) -> dict[str, float]:
    """Where signs first stand on the first page, in points from the left."""
    return {ink.text: ink.x for ink in reversed(list(inks(read(pdf).pages[0])))}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


@pytest.mark.parametrize(
    ("language", "body"),
    (
        ("en", "We demand:\n\n- the release of all;\n- the payment of wages."),
        ("ru", "Мы требуем:\n\n— освободить всех;\n— выплатить заработную плату."),
        ("kk", f"Біз талап етеміз:\n\n• барлығын босатуды;\n• {KAZAKH}."),
        ("uk", "Ґрунт, їжак, єдність, І. Франко"),
        ("tr", "İşçi dayanışması, ğ, ş, ı"),
    ),
)
def test_the_sheet_says_what_the_draft_says(press: LetterPdf, language: str, body: str) -> None:
    draft = a_draft(language, body, sender=Sender())
    assert words(text_of(press.make([draft], "a4"))) == words(draft.plain())


def test_the_sender_stands_at_the_head_and_under_the_closing(press: LetterPdf) -> None:
    draft = a_draft()
    head = "Jane Doe Example Union London"
    assert words(text_of(press.make([draft], "a4"))) == words(f"{head} {draft.plain()}")


@pytest.mark.parametrize("sender", (Sender(city="London"), Sender(name="Jane Doe")))
def test_a_city_or_a_name_alone_makes_no_head(press: LetterPdf, sender: Sender) -> None:
    text = text_of(press.make([a_draft(sender=sender)], "a4"))
    assert text.startswith("Президенту")


def test_what_introduces_a_list_stays_with_it(press: LetterPdf) -> None:
    for count in range(20, 30):
        body = "\n\n".join([*["We are shocked."] * count, "We demand:", "- one;\n- two."])
        pages = [page.extract_text() for page in read(press.make([a_draft(body=body)], "a4")).pages]
        assert ["We demand:" in page for page in pages] == ["one;" in page for page in pages]


@pytest.mark.parametrize(
    "name", ('#read("/etc/passwd")', "*bold* _it_ $x$ @ref <b>", "\\u{41} #{1+1}", "{{ 7*7 }}")
)
def test_a_name_is_only_ever_text(press: LetterPdf, name: str) -> None:
    text = text_of(press.make([a_draft(sender=Sender(name=name))], "a4"))
    assert " ".join(words(name)) in " ".join(words(text))


def test_a_long_letter_goes_on_to_the_next_page_with_page_numbers(press: LetterPdf) -> None:
    body = "\n\n".join(["We are shocked by the arrest of trade unionists in Karaganda. " * 5] * 12)
    reader = read(press.make([a_draft(body=body)], "a4"))
    assert len(reader.pages) == 2
    assert "1 / 2" in reader.pages[0].extract_text()
    assert "Respectfully," in reader.pages[1].extract_text()


def test_a_letter_of_one_page_has_no_page_number(press: LetterPdf) -> None:
    assert "1 / 1" not in text_of(press.make([a_draft()], "a4"))


@pytest.mark.parametrize(("paper", "size"), (("a4", (595, 842)), ("us-letter", (612, 792))))
def test_the_paper_is_the_readers(press: LetterPdf, paper: str, size: tuple[int, int]) -> None:
    box = read(press.make([a_draft()], cast("Paper", paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_signs_without_a_glyph_are_named_instead_of_printed_as_boxes(press: LetterPdf) -> None:
    with pytest.raises(CannotSet) as refusal:
        press.make([a_draft(sender=Sender(name='中村 😀 "家" ᠮ Jane 中'))], "a4")
    assert refusal.value.signs == ("中", "村", "😀", "家", "ᠮ")


def test_after_a_refusal_the_next_letter_is_set(press: LetterPdf) -> None:
    with pytest.raises(CannotSet):
        press.make([a_draft(sender=Sender(name="中"))], "a4")
    assert "Jane Doe" in text_of(press.make([a_draft()], "a4"))


def test_a_mistake_of_ours_is_not_taken_for_a_missing_sign(press: LetterPdf) -> None:
    with pytest.raises(TypstError, match="language"):
        press.make([replace(a_draft(), language="Martian")], "a4")


def test_the_same_letter_gives_the_same_bytes(press: LetterPdf) -> None:
    assert press.make([a_draft()], "a4") == LetterPdf().make([a_draft()], "a4")


def test_one_letter_leaves_nothing_in_the_next(press: LetterPdf) -> None:
    press.make([a_draft(sender=Sender(name="Someone Else"))], "a4")
    assert "Someone" not in text_of(press.make([a_draft()], "a4"))


def test_the_metadata_name_nobody(press: LetterPdf) -> None:
    pdf = press.make([a_draft()], "a4")
    reader = read(pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == "Letter"
    assert reader.metadata.author is None
    assert reader.xmp_metadata is not None
    assert b"Jane" not in reader.xmp_metadata.stream.get_data()


def test_every_font_travels_inside_the_file(press: LetterPdf) -> None:
    fonts = [
        font.get_object()
        for page in read(press.make([a_draft()], "a4")).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # pypdf's own typing
    ]
    assert fonts
    assert all("LibertinusSerif" in font["/BaseFont"] for font in fonts)
    assert all(
        "/FontFile3" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for font in fonts
    )


@pytest.mark.parametrize("paper", ("a4", "us-letter"))
@pytest.mark.parametrize("language", LETTERS)
def test_what_is_read_on_either_paper_is_the_letter(
    press: LetterPdf, language: str, paper: Paper
) -> None:
    draft = LETTERS[language]
    read_there = " ".join(lines(read(press.make([draft], paper))))
    assert compared(words(read_there)) == compared(words(sheet(draft, 1)))


def test_an_arabic_letter_is_a_mirror_of_a_russian_one(press: LetterPdf) -> None:
    arabic, russian = (places(press.make([LETTERS[code]], "a4")) for code in ("ar", "ru"))
    assert arabic["Jane Doe"] > 400
    assert russian["Профсоюз «Пример»"] < 100
    assert arabic["2003"] < 100
    assert russian["Лондон, 6 января 2003 г."] > 300
    assert arabic["3"] > 500
    assert russian["•"] < 100


def test_a_line_of_another_script_keeps_its_own_direction(press: LetterPdf) -> None:
    found = places(press.make([ARABIC], "a4"))
    assert {"Example Union (UK).", "1 Example Street, Karaganda.", "Суду-примеру"} <= set(found)


def test_an_arabic_name_stands_on_a_russian_letter(press: LetterPdf) -> None:
    assert list(lines(read(press.make([RUSSIAN], "a4")))).count("عمر مثال") == 2


def test_each_of_several_letters_begins_on_a_new_page_and_counts_its_own(press: LetterPdf) -> None:
    long = replace(ENGLISH, body=paragraphs("\n\n".join(["We are shocked. " * 30] * 7)))
    pages = [page.extract_text() for page in read(press.make([long, RUSSIAN, long], "a4")).pages]
    assert len(pages) == 5
    assert [page.split()[-3:] for page in pages if "/" in page] == [
        ["1", "/", "2"],
        ["2", "/", "2"],
    ] * 2
    assert ["Pages: 2" in page for page in pages] == [True, False, False, True, False]
    assert "Страниц: 1" in pages[2]


def test_the_fax_line_stands_first_and_counts_the_pages(press: LetterPdf) -> None:
    said = text_of(press.make([ENGLISH], "a4"))
    assert said.startswith("By fax: +7 7212 55 00 00 · Pages: 1\nJane Doe\n")
    uncounted = text_of(press.make([replace(ENGLISH, pages="")], "a4"))
    assert uncounted.startswith("By fax: +7 7212 55 00 00\nJane Doe\n")
    assert "Pages" not in text_of(press.make([replace(ENGLISH, fax="")], "a4"))


def test_a_letter_that_nobody_signs_ends_with_its_closing(press: LetterPdf) -> None:
    page = read(press.make([a_draft(sender=Sender())], "a4")).pages[0]
    assert page.extract_text().endswith("Respectfully,")
    drawn = page.get_contents()
    assert drawn is not None
    assert b" l\nS" not in drawn.get_data()


@pytest.mark.parametrize("name", ("ნინო", "अनीता", "김", "ආ", "田中"))
def test_a_name_in_a_script_without_a_typeface_is_refused_by_its_signs(
    press: LetterPdf, name: str
) -> None:
    with pytest.raises(CannotSet) as refusal:
        press.make([a_draft(), a_draft(sender=Sender(name=f"Jane {name}"))], "a4")
    assert set(refusal.value.signs) == set(name)


def test_an_invisible_mark_no_pdf_may_have_is_left_out(press: LetterPdf) -> None:
    pdf = press.make([a_draft(sender=Sender(name="\ufeffJane\ufeff Doe"))], "a4")
    assert "Jane Doe" in text_of(pdf)


SIGNS = st.sampled_from(sorted(covered() - {"\n"}))


@given(st.text(SIGNS | st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12))
def test_whatever_somebody_is_called_it_is_set_or_its_signs_are_named(name: str) -> None:
    draft = a_draft(sender=Sender(name=name, organisation="عمر"))
    both = [draft, replace(draft, language="ar")]
    lacking = missing([name.replace("\ufeff", "")])
    if lacking:
        with pytest.raises(CannotSet) as refusal:
            PRESS.make(both, "a4")
        assert refusal.value.signs == lacking
    else:
        assert PRESS.make(both, "a4").startswith(b"%PDF")


def test_threads_take_turns_at_one_press() -> None:
    draft = a_draft()
    alone = PRESS.make([draft], "a4")
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: PRESS.make([draft], "a4"), range(24)))
    assert made == [alone] * 24
