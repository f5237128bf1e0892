from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pypdf import PdfReader

from bot.clock import TravelClock
from bot.commands import letter, letter_draft
from bot.commands.desk import Desk
from bot.commands.sorry import Stale
from bot.content.letterpress import LetterPress
from bot.core.chats import Chat
from bot.core.lengths import TEXT, units
from bot.core.letters import Sender, offers
from bot.core.library import Entry, LetterTexts, Library
from bot.store import Store, open_store
from bot.words import Words
from tests.appeal import COURT, FAX, LETTER, PRESIDENT, a_campaign
from tests.commands.talk import Talk

HEARING_DAY = datetime(2003, 1, 6, 12, tzinfo=UTC)
LONDON = Chat(id=7001, kind="private", country="GB", zone="Europe/London")
KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
TEXTS = {
    "en": "I write{% if organisation %} for {{ organisation }}{% endif %}.\n\nWe want:\n\n- wages.",
    "ru": "Я пишу{% if organisation %} от имени {{ organisation }}{% endif %}.\n\nМы требуем.",
}
WORDS = Words.load()
PRESS = LetterPress()


def an_entry(texts: dict[str, str] | None = None, **changes: Any) -> Entry:
    sources = {"protest": texts or TEXTS, "wages": texts or TEXTS}
    return Entry(campaign=a_campaign(**changes), letters=LetterTexts(sources=sources), revision=1)


def a_desk(*entries: Entry) -> Desk:
    return Desk(
        library=Library(entries or (an_entry(),)),
        words=WORDS,
        cities=cast("Any", SimpleNamespace()),
        letters=PRESS,
    )


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bot.db'}", TravelClock(HEARING_DAY)) as opened:
        yield opened


@pytest.fixture
def talk(store: Store) -> Talk:
    return Talk(store, a_desk(), LONDON, HEARING_DAY)


async def drafted(talk: Talk, name: str = "Jane Doe", city: str = "London") -> Talk:
    await talk.type(letter, "karaganda-2003")
    await talk.write(letter, name)
    await talk.write(letter, city)
    return await talk.tap(letter, "Leave out")


def pdf_words(talk: Talk) -> list[str]:
    document = talk.messages[0].document
    assert document is not None
    reader = PdfReader(io.BytesIO(document.data))
    return " ".join(page.extract_text() for page in reader.pages).split()


async def test_three_questions_lead_to_the_letter_in_both_languages(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    assert "Which name shall stand under the letter?" in talk.text
    await talk.write(letter, "Jane Doe")
    assert "Which city do you write from?" in talk.text
    await talk.write(letter, "London")
    assert "union or another organisation" in talk.text
    await talk.write(letter, "Example Union")
    office, own = talk.messages
    assert "Language: Russian, which the office reads." in office.html
    assert "Президенту Республики Казахстан\nН. А. Назарбаеву" in office.html
    assert "Я пишу от имени Example Union." in office.html
    assert "London, 6 января 2003" in office.html.replace("\u00a0", " ")
    assert "Language: English." in own.html
    assert "I write for Example Union." in own.html
    assert own.html.replace("\u00a0", " ").endswith("Jane Doe\nExample Union</pre>")
    assert not office.buttons
    assert talk.labels == [
        "PDF to print and fax",
        "PDF: English",
        "When can I call?",
        "Keep my details for next time",
    ]


async def test_a_letter_about_nobody_takes_one_tap(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "Nothing about me")
    assert talk.reply.edit is not None
    assert talk.text.endswith("Respectfully</pre>")
    assert "Keep my details for next time" not in talk.labels


async def test_every_question_can_be_left_out(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    for _question in range(3):
        await talk.tap(letter, "Leave out")
    assert talk.text.endswith("Respectfully</pre>")


async def test_an_old_leave_out_repeats_the_question_that_is_open(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    first = str(talk.button("Leave out").press)
    await talk.press(letter, first)
    await talk.press(letter, first)
    assert "Which city do you write from?" in talk.text


async def test_an_empty_or_endless_answer_is_asked_again(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.write(letter, " \u202e\u200d ")
    assert "could not read anything" in talk.text
    await talk.write(letter, "x" * 101)
    assert "in at most 100 signs" in talk.text
    await talk.write(letter, "x" * 100)
    assert "Which city" in talk.text


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


async def test_the_dialogue_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_store(url, TravelClock(HEARING_DAY)) as store:
        await Talk(store, a_desk(), LONDON, HEARING_DAY).type(letter, "karaganda-2003")
    async with open_store(url, TravelClock(HEARING_DAY)) as store:
        talk = Talk(store, a_desk(), LONDON, HEARING_DAY)
        assert "Which city" in (await talk.write(letter, "Jane Doe")).text


async def test_after_half_an_hour_buttons_and_texts_are_answered_politely(talk: Talk) -> None:
    await drafted(talk)
    pdf, keep = (str(talk.button(label).press) for label in (talk.labels[0], talk.labels[-1]))
    talk.now += timedelta(minutes=31)
    for data in (pdf, keep, *(f"letter:karaganda-2003:{act}" for act in (".use", ".new", ".none"))):
        await talk.press(letter, data)
        assert "over half an hour old" in talk.text
        assert talk.labels == ["Draft my letter"]
    await talk.press(letter, "letter:karaganda-2003:.skip:name")
    assert "over half an hour old" in talk.text
    await talk.write(letter, "Jane Doe")
    assert "over half an hour old" in talk.text
    assert not talk.buttons


async def test_a_text_after_the_draft_is_answered_with_a_way_on(talk: Talk) -> None:
    await drafted(talk)
    await talk.write(letter, "Thank you")
    assert "ready above" in talk.text
    assert talk.labels == ["Write it again"]
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.skip:name")


async def test_an_answer_after_the_campaign_has_gone_ends_the_questions(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    talk.desk = a_desk(an_entry(slug="another"))
    await talk.write(letter, "Jane Doe")
    assert "over half an hour old" in talk.text
    assert not talk.buttons


async def test_nothing_is_kept_unless_the_person_says_so(talk: Talk) -> None:
    await drafted(talk)
    async with talk.store.reading() as tx:
        assert await tx.senders.get(LONDON.id) is None
        assert await tx.chats.get(LONDON.id) is None


async def test_kept_details_are_offered_in_one_tap_and_forgotten_in_one(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details for next time")
    assert "<code>Jane Doe</code>\n<code>London</code>" in talk.text
    assert talk.labels == ["Forget my details"]
    await talk.type(letter, "karaganda-2003")
    assert "what you kept last time" in talk.text
    await talk.tap(letter, "Use these again")
    assert "Jane Doe</pre>" in talk.text
    assert talk.labels[-1] == "Forget my details"
    await talk.tap(letter, "Forget my details")
    assert "are deleted" in talk.text
    async with talk.store.reading() as tx:
        assert await tx.senders.get(LONDON.id) is None


async def test_kept_details_need_not_be_used(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details for next time")
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "Write others")
    assert "Which name" in talk.text
    await talk.write(letter, "John Roe")
    await talk.tap(letter, "Leave out")
    await talk.tap(letter, "Leave out")
    assert "John Roe</pre>" in talk.text
    assert talk.labels[-1] == "Keep my details for next time"


async def test_a_name_typed_instead_of_the_kept_one_is_taken(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details for next time")
    await talk.type(letter, "karaganda-2003")
    await talk.write(letter, "John Roe")
    assert "Which city" in talk.text


async def test_the_sheet_waits_for_the_questions(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.press(letter, "letter:karaganda-2003:.pdf")
    assert "Which name" in talk.text


async def test_an_old_button_repeats_the_offer_of_what_was_kept(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details for next time")
    await talk.type(letter, "karaganda-2003")
    for data in (".skip:city", ".pdf"):
        await talk.press(letter, f"letter:karaganda-2003:{data}")
        assert "what you kept last time" in talk.text


async def test_details_deleted_meanwhile_are_asked_anew(talk: Talk) -> None:
    await drafted(talk)
    await talk.press(letter, "letter:karaganda-2003:.use")
    assert "Which name" in talk.text


async def test_nothing_empty_can_be_kept(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "Nothing about me")
    await talk.press(letter, "letter:karaganda-2003:.keep")
    assert "over half an hour old" in talk.text


async def test_the_pdf_says_what_the_chat_says(talk: Talk) -> None:
    await drafted(talk)
    said = [one.html.partition("<pre>")[2].removesuffix("</pre>") for one in talk.messages]
    for label, text, name in (
        ("PDF to print and fax", said[0], "letter-president-ru.pdf"),
        ("PDF: English", said[1], "letter-president-en.pdf"),
    ):
        await drafted(talk)
        await talk.tap(letter, label)
        assert pdf_words(talk) == ["Jane", "Doe", "London", *text.split()]
        document = talk.messages[0].document
        assert document is not None
        assert (document.name, document.mime) == (name, "application/pdf")


async def test_a_letter_in_kazakh_keeps_all_its_letters(talk: Talk) -> None:
    talk.desk = a_desk(an_entry({"kk": f"Біз талап етеміз: {KAZAKH}."}))
    await drafted(talk, name="Әлия Ғұмар")
    assert KAZAKH in talk.text
    assert "A version in your language is still missing." in talk.text
    await talk.tap(letter, "PDF to print and fax")
    assert KAZAKH in " ".join(pdf_words(talk))
    assert "Әлия Ғұмар" in " ".join(pdf_words(talk))


async def test_what_cannot_be_printed_is_named(talk: Talk) -> None:
    await drafted(talk, name="中村 Jane")
    await talk.tap(letter, "PDF to print and fax")
    assert "<code>中 村</code>" in talk.text
    assert talk.labels == ["Write it again"]


async def test_a_letter_no_office_reads_says_so(talk: Talk) -> None:
    talk.desk = a_desk(an_entry({"en": "I write."}))
    await drafted(talk)
    assert "A version in a language of the office is still missing." in talk.text
    assert len(talk.messages) == 1
    assert "PDF: English" not in talk.labels


@pytest.mark.parametrize(("country", "paper"), (("US", "us-letter"), ("GB", "a4"), (None, "a4")))
def test_the_paper_is_that_of_the_readers_country(country: str | None, paper: str) -> None:
    assert letter_draft.paper_of(country) == paper


async def test_several_addressees_are_a_choice(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(letters=[LETTER | {"to": ["president", "court"]}]))
    await talk.type(letter, "karaganda-2003")
    assert talk.labels == ["Office of the President", "Karaganda regional court"]
    await talk.tap(letter, "Karaganda regional court")
    assert talk.reply.edit is not None
    await talk.tap(letter, "Nothing about me")
    assert "Карагандинский областной суд\n" in talk.text


async def test_several_letters_are_told_apart_by_their_titles(talk: Talk) -> None:
    other = LETTER | {"id": "wages", "title": "Wages " + "for all " * 9}
    action = FAX | {"id": "wages", "letter": "wages"}
    talk.desk = a_desk(an_entry(letters=[LETTER, other], actions=[FAX, action]))
    await talk.type(letter, "karaganda-2003")
    assert talk.labels[0] == "Office of the President: Protest"
    assert talk.labels[1].startswith("Office of the President: Wages")
    assert len(talk.labels[1]) <= letter.LABEL
    await talk.press(letter, str(talk.buttons[1].press))
    assert "Which name" in talk.text


async def test_a_choice_that_is_gone_is_offered_anew(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(letters=[LETTER | {"to": ["president", "court"]}]))
    await talk.press(letter, "letter:karaganda-2003:nobody")
    assert "Whom do you want to write to?" in talk.text


async def test_a_button_on_an_alert_leaves_the_alert_readable(talk: Talk) -> None:
    await talk.press(letter, "letter:karaganda-2003")
    assert talk.reply.edit is None
    assert "Which name" in talk.text


async def test_a_forged_act_is_stale(talk: Talk) -> None:
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.format")


async def test_a_letter_that_comes_too_late_is_not_drafted(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 20, 12, tzinfo=UTC)
    await talk.type(letter, "karaganda-2003")
    assert "is over: a letter would come too late" in talk.text
    assert "It ended on 10 January." in talk.text
    assert talk.labels == ["The case"]


async def test_what_comes_next_is_named_instead(talk: Talk) -> None:
    ahead = FAX | {
        "id": "appeal",
        "title": "Second round",
        "begins": "2003-02-03",
        "ends": "2003-02-07",
    }
    talk.desk = a_desk(an_entry(actions=[FAX, ahead]))
    talk.now = datetime(2003, 1, 20, 12, tzinfo=UTC)
    await talk.type(letter, "karaganda-2003")
    assert "Next: “Second round”, from Mon 3 February." in talk.text


async def test_before_its_time_a_letter_waits(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 2, 12, tzinfo=UTC)
    await talk.type(letter, "karaganda-2003")
    assert "no letter is asked for at the moment" in talk.text
    assert "Next: “Fax the court”, from Mon 6 January." in talk.text


async def test_another_open_action_is_offered_instead(talk: Talk) -> None:
    ring = FAX | {"id": "ring", "kind": "call", "letter": None}
    talk.desk = a_desk(an_entry(actions=[ring]))
    await talk.type(letter, "karaganda-2003")
    assert talk.labels == ["When can I call?", "The case"]


async def test_a_won_campaign_wants_no_letters(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(state="won"))
    await talk.type(letter, "karaganda-2003")
    assert "no letters are asked for any more" in talk.text


async def test_without_a_name_the_only_campaign_is_meant(talk: Talk) -> None:
    await talk.type(letter)
    assert "Which name" in talk.text


async def test_without_a_name_several_campaigns_are_a_choice_ones_own_first(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(), an_entry(slug="second", title="Second campaign"))
    async with talk.store.transaction() as tx:
        await tx.chats.save(LONDON, "2003-W02")
        await tx.subscriptions.add(LONDON.id, "second")
    await talk.type(letter)
    assert [button.press for button in talk.buttons] == ["letter:second", "letter:karaganda-2003"]


async def test_where_no_letter_is_asked_for_the_campaigns_are_shown(talk: Talk) -> None:
    talk.now = datetime(2003, 3, 1, tzinfo=UTC)
    await talk.type(letter)
    assert "No campaign asks for a letter at the moment." in talk.text


async def test_a_letter_to_an_office_without_lines_offers_no_call(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(channels=[]))
    await drafted(talk)
    assert "When can I call?" not in talk.labels


def test_the_letter_is_dated_by_the_calendar_of_its_writer() -> None:
    entry = an_entry()
    (offer,) = offers(entry.campaign, HEARING_DAY)
    evening = datetime(2003, 1, 7, 2, tzinfo=UTC)

    def dated(zone: str | None) -> str:
        reader = replace(LONDON, zone=zone)
        made = letter_draft.drafts(WORDS, PRESS, entry, offer, Sender(), reader, evening)
        assert made.reader is not None
        return made.reader.place_and_date.replace("\u00a0", " ")

    assert dated("America/Los_Angeles") == "6 January 2003"
    assert dated(None) == "7 January 2003"


def test_the_holder_is_the_one_of_the_day() -> None:
    later = FAX | {"begins": "2026-01-05", "ends": "2026-01-30"}
    entry = an_entry(actions=[later], offices=[COURT, PRESIDENT])
    now = datetime(2026, 1, 6, 12, tzinfo=UTC)
    (offer,) = offers(entry.campaign, now)
    made = letter_draft.drafts(WORDS, PRESS, entry, offer, Sender(), LONDON, now)
    assert "Nazarbayev" not in str(made.reader)
    assert made.reader is not None
    assert made.reader.salutation == "Dear Sir or Madam,"
