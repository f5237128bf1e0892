from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from bot.commands import letter
from bot.commands.sorry import Stale
from bot.core.lengths import TEXT, units
from bot.store import Store
from tests.appeal import LETTER
from tests.commands.talk import LONDON, NOON, Talk, a_desk, an_entry, drafted

DEMANDS = [
    {"id": "release", "text": "Release them."},
    {"id": "wages", "text": "Pay the wages."},
    {"id": "peace", "text": "End the harassment."},
]
BOTH = LETTER | {"to": ["president", "court"]}
RAISING = BOTH | {"demands": ["release", "wages", "peace"]}
BODY = {
    "en": "== opening\nI write “to you” — at once…\n== demands\nWe demand:\n\n{{ demands }}",
    "ru": "== opening\nЯ пишу «вам» — сейчас…\n== demands\nМы требуем:\n\n{{ demands }}",
}


@pytest.fixture
def talk(kept: Store) -> Talk:
    """A letter with demands to two offices."""
    return Talk(kept, a_desk(an_entry(BODY, letters=[RAISING], demands=DEMANDS)), LONDON, NOON)


async def to_both(talk: Talk) -> Talk:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "To all 2: a letter to each")
    return await talk.tap(letter, "Nothing about me")


def file_of(talk: Talk) -> tuple[str, bytes]:
    document = talk.messages[0].document
    assert document is not None
    return document.name, document.data


async def test_letters_to_several_offices_come_in_one_file_each_on_its_sheet(talk: Talk) -> None:
    await to_both(talk)
    assert "hold the letters to these offices too: Karaganda regional court." in talk.text
    await talk.tap(letter, "PDF to print")
    name, data = file_of(talk)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert name == "letter-karaganda-2003-ru.pdf"
    assert len(pages) == 2
    assert "Президенту" in pages[0]
    assert "Карагандинский" in pages[1]
    assert "To: " not in talk.text
    assert "Office of the President and Karaganda regional court" in talk.text


async def test_the_text_to_another_addressee_is_a_tap_away(talk: Talk) -> None:
    await to_both(talk)
    await talk.tap(letter, "Text to: Karaganda regional court")
    assert talk.reply.edit is None
    assert "Your letter to: Karaganda regional court" in talk.text
    assert "Text to: Office of the President" in talk.labels
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.to:7")


async def test_the_word_file_says_what_the_chat_says(talk: Talk) -> None:
    await drafted(await chosen(talk, "Office of the President"))
    said = talk.messages[0].html.partition("<pre>")[2].removesuffix("</pre>").split()
    await talk.tap(letter, "Word file")
    name, data = file_of(talk)
    written = " ".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs).split()
    assert name == "letter-president-ru.docx"
    assert written[-len(said) :] == said


async def chosen(talk: Talk, office: str) -> Talk:
    """Only one addressee, so that ``drafted`` finds the questions."""
    id = {"Office of the President": "president"}[office]
    entry = an_entry(BODY, letters=[RAISING | {"to": [id]}], demands=DEMANDS)
    talk.desk = a_desk(entry)
    return talk


async def test_plain_text_holds_nothing_a_fax_could_garble(talk: Talk) -> None:
    await to_both(talk)
    await talk.tap(letter, "Change it")
    await talk.tap(letter, "Plain text for a fax or a form")
    assert len(talk.messages) == 2
    assert 'Я пишу "вам" - сейчас...' in talk.text.replace("&#34;", '"')
    assert all(units(one.html) <= TEXT for one in talk.messages)
    await talk.press(letter, "letter:karaganda-2003:.ascii")
    text = talk.text.replace("&#34;", '"').partition("<pre>")[2].partition("</pre>")[0]
    assert text.isascii()
    assert "Ya pishu" in text


async def test_a_letter_in_arabic_cannot_be_written_in_latin_letters(talk: Talk) -> None:
    body = {"ar": "أكتب إليكم.\n\n{{ demands }}"}
    letters = [RAISING | {"to": ["president"]}]
    talk.desk = a_desk(an_entry(body, letters=letters, demands=DEMANDS))
    await drafted(talk)
    await talk.tap(letter, "Change it")
    assert "In plain Latin letters" not in talk.labels
    await talk.press(letter, "letter:karaganda-2003:.ascii")
    assert "cannot be written in Latin letters" in talk.text


async def test_demands_are_dropped_restored_and_moved_and_the_draft_follows(talk: Talk) -> None:
    await to_both(talk)
    await talk.tap(letter, "Change it")
    await talk.tap(letter, "Choose the demands")
    assert "1. Release them.\n2. Pay the wages.\n3. End the harassment." in talk.text
    await talk.tap(letter, "Leave out 1")
    assert "1. Pay the wages.\n2. End the harassment." in talk.text
    assert "1 demand is left out." in talk.text
    await talk.tap(letter, "Move 2 up")
    assert "1. End the harassment.\n2. Pay the wages." in talk.text
    await talk.tap(letter, "Draft it anew")
    own = talk.messages[1].html
    assert "1. End the harassment.\n2. Pay the wages.\n" in own
    assert "Release" not in own
    await talk.press(letter, "letter:karaganda-2003:.dem")
    await talk.tap(letter, "Put back: Release them.")
    assert "3. Release them." in talk.text


async def test_a_letter_without_any_demand_still_reads_well(talk: Talk) -> None:
    await to_both(talk)
    for _demand in DEMANDS:
        await talk.press(letter, "letter:karaganda-2003:.dem:x0")
    assert "the letter makes none." in talk.text
    await talk.tap(letter, "Draft it anew")
    assert "I write “to you”" in talk.text
    assert "We demand" not in talk.text


@pytest.mark.parametrize("act", ("x9", "u0", "u9", "q1", "x", "x-1", "x٣"))
async def test_forged_changes_of_demands_are_stale(talk: Talk, act: str) -> None:
    await to_both(talk)
    with pytest.raises(Stale):
        await talk.press(letter, f"letter:karaganda-2003:.dem:{act}")


async def test_whoever_sent_it_is_counted_once_for_each_office_and_way(talk: Talk) -> None:
    await to_both(talk)
    await talk.tap(letter, "I sent it")
    assert talk.labels == ["Office of the President", "Karaganda regional court"]
    await talk.tap(letter, "Office of the President")
    assert talk.labels == ["By fax", "By post", "By hand"]
    fax = str(talk.button("By fax").press)
    await talk.press(letter, fax)
    assert "Counted: a letter to Office of the President." in talk.text
    await talk.press(letter, fax)
    assert "is counted already" in talk.text
    await talk.press(letter, fax.removesuffix("f") + "p")
    assert "2 letters so far." in talk.text
    async with talk.store.reading() as tx:
        assert await tx.outcomes.letters_sent("karaganda-2003") == 2


async def test_a_letter_sent_days_later_is_counted_without_its_draft(talk: Talk) -> None:
    await to_both(talk)
    sent = str(talk.button("I sent it").press)
    talk.now += timedelta(days=30)  # the draft is long gone, and the campaign's action too
    await talk.press(letter, sent)
    await talk.tap(letter, "Karaganda regional court")
    await talk.tap(letter, "By post")
    assert "Counted: a letter to Karaganda regional court." in talk.text


async def test_what_came_back_is_counted_too(talk: Talk) -> None:
    await to_both(talk)
    for what, said in (
        ("An answer", "Counted: an answer of Office of the President."),
        ("It could not be delivered", "Another way may work"),
    ):
        await talk.press(letter, "letter:karaganda-2003:.i:president:p")
        await talk.tap(letter, "Something came back")
        await talk.tap(letter, what)
        assert said in talk.text


@pytest.mark.parametrize(
    "data", (".i:nobody", ".i:president:x", ".b:president", ".b:president:p:q", ".b:nobody:p")
)
async def test_forged_reports_are_stale(talk: Talk, data: str) -> None:
    with pytest.raises(Stale):
        await talk.press(letter, f"letter:karaganda-2003:{data}")


async def test_a_campaign_without_letters_has_none_to_report(talk: Talk) -> None:
    nothing: dict[str, Any] = {"letters": [], "actions": []}
    talk.desk = a_desk(an_entry(**nothing))
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.sent")
