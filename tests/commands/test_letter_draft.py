from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from bot.commands import letter, letter_made
from bot.commands.sorry import Stale
from bot.core.drafts import Sender
from bot.core.lengths import TEXT, units
from bot.core.letters import offers
from bot.core.orders import Order
from bot.store import Store
from tests.appeal import COURT, FAX, PRESIDENT
from tests.commands.talk import LONDON, NOON, PRESS, WORDS, Talk, a_desk, an_entry, drafted

ORDER = Order(
    slug="karaganda-2003", offer="president", sender=Sender(), language="en", zone="Europe/London"
)
KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"


@pytest.fixture
def talk(kept: Store) -> Talk:
    return Talk(kept, a_desk(), LONDON, NOON)


def pdf_words(talk: Talk) -> list[str]:
    document = talk.messages[0].document
    assert document is not None
    reader = PdfReader(io.BytesIO(document.data))
    return " ".join(page.extract_text() for page in reader.pages).split()


@pytest.mark.parametrize(
    "name",
    (
        "<b>Jane</b> & <a href='tg://user?id=1'>Doe</a>",
        "{{ 7*7 }} {% raw %} {0.__class__}",
        "https://example.org @user /forget",
    ),
)
async def test_a_hostile_name_stays_text_and_is_shown_only_as_code(talk: Talk, name: str) -> None:
    await drafted(talk, name=name)
    shown = (
        name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    )
    assert talk.messages[0].html.endswith(f"{shown}</pre>")


async def test_every_message_fits_however_long_the_letter(talk: Talk) -> None:
    body = "\n\n".join(["Мы требуем 😀 свободы & справедливости. " * 20] * 9)
    talk.desk = a_desk(an_entry({"ru": body, "en": body}))
    await drafted(talk)
    assert len(talk.messages) > 2
    assert all(units(one.html) <= TEXT for one in talk.messages)
    assert all(one.html.endswith("</pre>") for one in talk.messages)
    assert [bool(one.buttons) for one in talk.messages].count(True) == 1
    assert talk.messages[-1].buttons


async def test_the_pdf_says_what_the_chat_says(talk: Talk) -> None:
    await drafted(talk)
    said = [one.html.partition("<pre>")[2].removesuffix("</pre>") for one in talk.messages]
    for way, text, name in (
        ("PDF to print", said[0], "letter-president-ru.pdf"),
        ("Change it", said[1], "letter-president-en.pdf"),
    ):
        await drafted(talk)
        await talk.tap(letter, way)
        if "PDF: English" in talk.labels:
            await talk.tap(letter, "PDF: English")
        sheet = ["Jane", "Doe", "London", *text.split()]
        assert pdf_words(talk)[-len(sheet) :] == sheet
        assert "+7 7172 32 49 59" in " ".join(pdf_words(talk)[: -len(sheet)])
        document = talk.messages[0].document
        assert document is not None
        assert (document.name, document.mime) == (name, "application/pdf")


async def test_a_letter_in_kazakh_keeps_all_its_letters(talk: Talk) -> None:
    talk.desk = a_desk(an_entry({"kk": f"Біз талап етеміз: {KAZAKH}."}))
    await drafted(talk, name="Әлия Ғұмар")
    assert KAZAKH in talk.text
    assert "A version in your language is still missing." in talk.text
    await talk.tap(letter, "PDF to print")
    assert KAZAKH in " ".join(pdf_words(talk))
    assert "Әлия Ғұмар" in " ".join(pdf_words(talk))


async def test_what_cannot_be_printed_is_named(talk: Talk) -> None:
    await drafted(talk, name="中村 Jane")
    await talk.tap(letter, "PDF to print")
    assert "<code>中 村</code>" in talk.text
    assert talk.labels == ["Sign it otherwise"]


async def test_a_letter_no_office_reads_says_so(talk: Talk) -> None:
    talk.desk = a_desk(an_entry({"en": "I write."}))
    await drafted(talk)
    assert "A version in a language of the office is still missing." in talk.text
    assert len(talk.messages) == 1
    assert "PDF: English" not in talk.labels


@pytest.mark.parametrize(("country", "paper"), (("US", "us-letter"), ("GB", "a4"), (None, "a4")))
def test_the_paper_is_that_of_the_readers_country(country: str | None, paper: str) -> None:
    assert letter_made.paper_of(country) == paper


async def test_a_letter_to_an_office_without_lines_offers_no_call(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(channels=[]))
    await drafted(talk)
    assert "When can I call?" not in talk.labels


def test_the_letter_is_dated_by_the_calendar_of_its_writer() -> None:
    entry = an_entry()
    (offer,) = offers(entry.campaign, NOON)
    evening = datetime(2003, 1, 7, 2, tzinfo=UTC)

    def dated(zone: str | None) -> str:
        order = replace(ORDER, zone=zone)
        made = letter_made.made_of(WORDS, PRESS, entry, offer, order, evening)
        assert made.reader is not None
        return made.reader.place_and_date.replace("\u00a0", " ")

    assert dated("America/Los_Angeles") == "6 January 2003"
    assert dated(None) == "7 January 2003"


def test_the_holder_is_the_one_of_the_day() -> None:
    later = FAX | {"begins": "2026-01-05", "ends": "2026-01-30"}
    entry = an_entry(actions=[later], offices=[COURT, PRESIDENT])
    now = datetime(2026, 1, 6, 12, tzinfo=UTC)
    (offer,) = offers(entry.campaign, now)
    made = letter_made.made_of(WORDS, PRESS, entry, offer, ORDER, now)
    assert "Nazarbayev" not in str(made.reader)
    assert made.reader is not None
    assert made.reader.salutation == "Dear Sir or Madam,"


async def test_no_button_under_a_draft_takes_the_letter_away(talk: Talk) -> None:
    await drafted(talk)
    await talk.press(letter, "letter:karaganda-2003:.sign")
    for act in (".pdf", ".docx", ".fax", ".ascii", ".more", ".dem", ".to:president"):
        await talk.press(letter, f"letter:karaganda-2003:{act}")
        assert talk.reply.edit is None
        assert "How shall the letter be signed?" in talk.text


async def test_how_to_sign_is_no_question_to_leave_out(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.press(letter, "letter:karaganda-2003:.skip:sign")
    assert "How shall the letter be signed?" in talk.text


async def test_two_quick_taps_make_one_draft(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    press = str(talk.button("Nothing about me").press)
    await talk.press(letter, press)
    with pytest.raises(Stale):
        await talk.press(letter, press)
