from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import TravelClock
from bot.commands import letter
from bot.commands.sorry import Stale
from bot.store import Store, open_store
from tests.commands.talk import LONDON, NOON, Talk, a_desk, an_entry, drafted
from tests.commands.visitor import Visitor


@pytest.fixture
def talk(kept: Store) -> Talk:
    return Talk(kept, a_desk(), LONDON, NOON)


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


async def test_the_dialogue_survives_a_restart(database: str) -> None:
    async with open_store(database, TravelClock(NOON)) as store:
        await Talk(store, a_desk(), LONDON, NOON).type(letter, "karaganda-2003")
    async with open_store(database, TravelClock(NOON)) as store:
        talk = Talk(store, a_desk(), LONDON, NOON)
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
    assert "No other subscriber sees it." in talk.text
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


# Through the dispatcher


@pytest.fixture
def writer(member: Visitor) -> Visitor:
    """A member who was asked for a name."""
    member.stage.desk.library.replace((an_entry(),))
    member.stage.now = NOON
    return member


async def test_texts_reach_the_question_until_the_letter_is_there(writer: Visitor) -> None:
    await writer.says("/letter karaganda-2003")
    for text in ("Jane Doe", "London", "Example Union"):
        await writer.says(text)
    assert "Jane Doe\nExample Union</pre>" in writer.text
    await writer.taps("PDF to print and fax")
    assert writer.screens[0].document is not None


async def test_cancelling_ends_the_questions(writer: Visitor) -> None:
    await writer.says("/letter karaganda-2003")
    await writer.says("/cancel")
    assert "Stopped." in writer.text
    await writer.says("Jane Doe")
    assert "Which city" not in writer.text


async def test_another_command_ends_the_questions_and_is_answered(writer: Visitor) -> None:
    await writer.says("/letter karaganda-2003")
    await writer.says("/call karaganda-2003")
    assert "Nobody can be reached" in writer.text
    await writer.says("Jane Doe")
    assert "Which city" not in writer.text


async def test_looking_when_to_call_loses_nothing_of_the_letter(writer: Visitor) -> None:
    await writer.says("/letter karaganda-2003")
    await writer.taps("Nothing about me")
    await writer.taps("When can I call?")
    await writer.presses("letter:karaganda-2003:.pdf")
    assert writer.screens[0].document is not None


async def test_forgetting_forgets_the_kept_details_too(writer: Visitor) -> None:
    await writer.says("/letter karaganda-2003")
    await writer.says("Jane Doe")
    await writer.taps("Leave out")
    await writer.taps("Leave out")
    await writer.taps("Keep my details for next time")
    await writer.says("/forget")
    await writer.taps("Forget everything")
    await writer.says("/letter karaganda-2003")
    assert "Which name" in writer.text


async def test_a_link_leads_straight_to_the_letter(writer: Visitor) -> None:
    await writer.says("/start letter_karaganda-2003")
    assert "Which name" in writer.text


async def test_whatever_is_typed_the_answer_fits_telegram(writer: Visitor) -> None:
    for name in ("<pre>", "&amp;", "```", "👨‍👩‍👧" * 12, "\u202eabc", "a\u0301" * 50):
        await writer.says("/letter karaganda-2003")
        await writer.says(name)
        await writer.taps("Leave out")
        await writer.taps("Leave out")
        assert writer.text.endswith("</pre>")
