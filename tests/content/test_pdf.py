from __future__ import annotations

import io
from dataclasses import replace
from typing import cast

import pytest
from pypdf import PdfReader
from typst import TypstError

from bot.content.pdf import CannotSet, LetterPdf, Paper
from bot.core.drafts import Draft, Sender, paragraphs

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
JANE = Sender(name="Jane Doe", organisation="Example Union", city="London")


@pytest.fixture(scope="module")
def press() -> LetterPdf:
    return LetterPdf()


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


def words(text: str) -> list[str]:
    return text.split()


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


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
    assert words(text_of(press.make(draft, "a4"))) == words(draft.plain())


def test_the_sender_stands_at_the_head_and_under_the_closing(press: LetterPdf) -> None:
    draft = a_draft()
    head = "Jane Doe Example Union London"
    assert words(text_of(press.make(draft, "a4"))) == words(f"{head} {draft.plain()}")


@pytest.mark.parametrize("sender", (Sender(city="London"), Sender(name="Jane Doe")))
def test_a_city_or_a_name_alone_makes_no_head(press: LetterPdf, sender: Sender) -> None:
    text = text_of(press.make(a_draft(sender=sender), "a4"))
    assert text.startswith("Президенту")


def test_what_introduces_a_list_stays_with_it(press: LetterPdf) -> None:
    for lines in range(20, 30):
        body = "\n\n".join([*["We are shocked."] * lines, "We demand:", "- one;\n- two."])
        pages = [page.extract_text() for page in read(press.make(a_draft(body=body), "a4")).pages]
        assert ["We demand:" in page for page in pages] == ["one;" in page for page in pages]


@pytest.mark.parametrize(
    "name", ('#read("/etc/passwd")', "*bold* _it_ $x$ @ref <b>", "\\u{41} #{1+1}", "{{ 7*7 }}")
)
def test_a_name_is_only_ever_text(press: LetterPdf, name: str) -> None:
    text = text_of(press.make(a_draft(sender=Sender(name=name)), "a4"))
    assert " ".join(words(name)) in " ".join(words(text))


def test_a_long_letter_goes_on_to_the_next_page_with_page_numbers(press: LetterPdf) -> None:
    body = "\n\n".join(["We are shocked by the arrest of trade unionists in Karaganda. " * 5] * 12)
    reader = read(press.make(a_draft(body=body), "a4"))
    assert len(reader.pages) == 2
    assert "1 / 2" in reader.pages[0].extract_text()
    assert "Respectfully," in reader.pages[1].extract_text()


def test_a_letter_of_one_page_has_no_page_number(press: LetterPdf) -> None:
    assert "1 / 1" not in text_of(press.make(a_draft(), "a4"))


@pytest.mark.parametrize(("paper", "size"), (("a4", (595, 842)), ("us-letter", (612, 792))))
def test_the_paper_is_the_readers(press: LetterPdf, paper: str, size: tuple[int, int]) -> None:
    assert paper in ("a4", "us-letter")
    box = read(press.make(a_draft(), "a4" if paper == "a4" else "us-letter")).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_signs_without_a_glyph_are_named_instead_of_printed_as_boxes(press: LetterPdf) -> None:
    with pytest.raises(CannotSet) as refusal:
        press.make(a_draft(sender=Sender(name='中村 😀 "家" ᠮ Jane 中')), "a4")
    assert refusal.value.signs == ("中", "村", "😀", "家", "ᠮ")


def test_after_a_refusal_the_next_letter_is_set(press: LetterPdf) -> None:
    with pytest.raises(CannotSet):
        press.make(a_draft(sender=Sender(name="中")), "a4")
    assert "Jane Doe" in text_of(press.make(a_draft(), "a4"))


def test_a_mistake_of_ours_is_not_taken_for_a_missing_sign(press: LetterPdf) -> None:
    with pytest.raises(TypstError, match="paper"):
        press.make(a_draft(), cast("Paper", "papyrus"))


def test_the_same_letter_gives_the_same_bytes(press: LetterPdf) -> None:
    assert press.make(a_draft(), "a4") == LetterPdf().make(a_draft(), "a4")


def test_one_letter_leaves_nothing_in_the_next(press: LetterPdf) -> None:
    press.make(a_draft(sender=Sender(name="Someone Else")), "a4")
    assert "Someone" not in text_of(press.make(a_draft(), "a4"))


def test_the_metadata_name_nobody(press: LetterPdf) -> None:
    pdf = press.make(a_draft(), "a4")
    reader = read(pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == "Letter"
    assert reader.metadata.author is None
    assert reader.xmp_metadata is not None
    assert b"Jane" not in reader.xmp_metadata.stream.get_data()


def test_every_font_travels_inside_the_file(press: LetterPdf) -> None:
    fonts = [
        font.get_object()
        for page in read(press.make(a_draft(), "a4")).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # pypdf's own typing
    ]
    assert fonts
    assert all("LibertinusSerif" in font["/BaseFont"] for font in fonts)
    assert all(
        "/FontFile3" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for font in fonts
    )


def test_a_letter_from_right_to_left_is_refused_until_it_has_a_typeface(press: LetterPdf) -> None:
    with pytest.raises(CannotSet):
        press.make(replace(a_draft(), subject="تضامن"), "a4")
