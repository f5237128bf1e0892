from __future__ import annotations

import io

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
    for place in range(len(DEMANDS)):
        await talk.press(letter, f"letter:karaganda-2003:.dem:x{place}")
    assert "the letter makes none." in talk.text
    await talk.tap(letter, "Draft it anew")
    assert "I write “to you”" in talk.text
    assert "We demand" not in talk.text


async def test_a_second_tap_on_a_demand_does_no_more_than_the_first(talk: Talk) -> None:
    await to_both(talk)
    await talk.press(letter, "letter:karaganda-2003:.dem")
    for label in ("Leave out 1", "Put back: Release them."):
        press = str(talk.button(label).press)
        await talk.press(letter, press)
        once = talk.text
        assert (await talk.press(letter, press)).text == once
    assert "3. Release them." in talk.text


async def test_a_letter_of_demands_alone_keeps_its_last_one(talk: Talk) -> None:
    """It would hold all of them again, while the page says that it makes none."""
    alone = {"en": "I write.\n\n{{ demands }}", "ru": "Пишу.\n\n{{ demands }}"}
    talk.desk = a_desk(an_entry(alone, letters=[RAISING], demands=DEMANDS))
    await to_both(talk)
    await talk.press(letter, "letter:karaganda-2003:.dem:x0")
    await talk.press(letter, "letter:karaganda-2003:.dem:x1")
    with pytest.raises(Stale) as refused:
        await talk.press(letter, "letter:karaganda-2003:.dem:x2")
    assert refused.value.label == "last_demand"


async def test_a_demand_that_has_gone_meanwhile_is_raised_no_more(talk: Talk) -> None:
    await to_both(talk)
    await talk.press(letter, "letter:karaganda-2003:.dem:u2")
    fewer = RAISING | {"demands": ["release", "wages"]}
    talk.desk = a_desk(an_entry(BODY, letters=[fewer], demands=DEMANDS[:2]))
    await talk.press(letter, "letter:karaganda-2003:.dem")
    assert "1. Release them.\n2. Pay the wages." in talk.text
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.dem:x2")
    await talk.press(letter, "letter:karaganda-2003:.dem:d")
    assert "harassment" not in talk.text


async def test_an_office_that_has_gone_meanwhile_gives_its_place_to_no_other(talk: Talk) -> None:
    await to_both(talk)
    other = str(talk.button("Text to: Karaganda regional court").press)
    await talk.press(letter, other)
    alone = RAISING | {"to": ["president"]}
    talk.desk = a_desk(an_entry(BODY, letters=[alone], demands=DEMANDS))
    with pytest.raises(Stale):
        await talk.press(letter, other)
    await talk.press(letter, "letter:karaganda-2003:.pdf")
    assert "Office of the President" in talk.text


@pytest.mark.parametrize("act", ("x9", "u0", "u9", "q1", "x", "x-1", "x٣"))
async def test_forged_changes_of_demands_are_stale(talk: Talk, act: str) -> None:
    await to_both(talk)
    with pytest.raises(Stale):
        await talk.press(letter, f"letter:karaganda-2003:.dem:{act}")
