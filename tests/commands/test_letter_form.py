from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import TravelClock
from bot.commands import letter
from bot.commands.kept import sealed
from bot.commands.sorry import Stale
from bot.sealing import Keys
from bot.store import Store, open_store
from tests.commands.talk import LONDON, NOON, Talk, a_desk, an_entry, drafted
from tests.commands.visitor import Visitor


def files(folder: Path) -> list[bytes]:
    """What stands in the files of the database, its log included."""
    return [path.read_bytes() for path in folder.glob("bot.db*")]


@pytest.fixture
def talk(kept: Store) -> Talk:
    return Talk(kept, a_desk(), LONDON, NOON)


async def test_three_questions_lead_to_the_letter_in_both_languages(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    assert "How shall the letter be signed?" in talk.text
    await talk.tap(letter, "With my name")
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
        "PDF to print",
        "Word file",
        "Change it",
        "I sent it",
        "When can I call?",
        "Keep my details",
    ]


async def test_a_letter_about_nobody_takes_one_tap(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "Nothing about me")
    assert talk.reply.edit is not None
    assert talk.text.endswith("Respectfully</pre>")
    assert "Keep my details" not in talk.labels


async def test_every_question_can_be_left_out(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "With my name")
    for _question in range(3):
        await talk.tap(letter, "Leave out")
    assert talk.text.endswith("Respectfully</pre>")


async def test_an_old_leave_out_repeats_the_question_that_is_open(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "With my name")
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
    for data in (
        pdf,
        keep,
        *(f"letter:karaganda-2003:{act}" for act in (".named", ".org", ".sign")),
    ):
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


async def test_what_is_kept_signs_the_next_letter_and_is_forgotten_in_one_tap(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details")
    assert "<code>Jane Doe</code>\n<code>London</code>" in talk.text
    assert "No other subscriber sees it." in talk.text
    assert talk.labels == ["Forget my details"]
    await talk.type(letter, "karaganda-2003")
    assert "It will be signed with what you kept: Jane Doe · London." in talk.text
    assert talk.labels == ["Office of the President", "Sign it otherwise"]
    await talk.tap(letter, "Office of the President")
    assert "Jane Doe</pre>" in talk.text
    assert talk.labels[-1] == "Forget my details"
    await talk.tap(letter, "Forget my details")
    assert "are deleted" in talk.text
    async with talk.store.reading() as tx:
        assert await tx.senders.get(LONDON.id) is None


async def test_a_member_who_has_done_it_before_needs_two_taps_for_the_sheet(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details")
    await talk.type(letter)
    await talk.tap(letter, "Office of the President")
    await talk.tap(letter, "PDF to print")
    assert talk.messages[0].document is not None


async def test_kept_details_need_not_be_used(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details")
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "Sign it otherwise")
    assert "How shall the letter be signed?" in talk.text
    await talk.write(letter, "John Roe")
    await talk.tap(letter, "Leave out")
    await talk.tap(letter, "Leave out")
    assert "John Roe</pre>" in talk.text
    assert talk.labels[-1] == "Keep my details"


async def test_the_database_never_holds_a_name_that_can_be_read(talk: Talk) -> None:
    await drafted(talk, name="Ann Example")
    await talk.tap(letter, "Keep my details")
    async with talk.store.reading() as tx:
        kept = str(await tx.senders.get(LONDON.id))
        _chat, dialogue = await tx.chats.meet(LONDON.id, LONDON.id, NOON)
    assert "Ann" not in kept
    assert dialogue is not None
    assert "Ann" not in str(dialogue.data)


async def test_a_name_kept_with_a_key_that_is_no_more_is_asked_anew(talk: Talk) -> None:
    await drafted(talk)
    await talk.tap(letter, "Keep my details")
    talk.desk = replace(talk.desk, keys=Keys(b"another key"))
    await talk.type(letter, "karaganda-2003")
    assert "How shall the letter be signed?" in talk.text


async def test_what_was_once_kept_in_clear_is_sealed_at_the_start(
    talk: Talk, tmp_path: Path
) -> None:
    async with talk.store.transaction() as tx:
        await tx.senders.put(LONDON.id, '{"name": "Ann Example", "city": "", "organisation": ""}')
    await talk.store.wipe_log()
    await sealed(talk.store, talk.desk.keys)
    assert not any(b"Ann" in content for content in files(tmp_path))
    async with talk.store.reading() as tx:
        assert "Ann" not in str(await tx.senders.get(LONDON.id))
    await talk.type(letter, "karaganda-2003")
    assert "what you kept: Ann Example." in talk.text


async def test_one_signs_for_an_organisation_without_being_asked_for_a_name(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "For my organisation only")
    assert "union or another organisation" in talk.text
    await talk.write(letter, "Example Union")
    assert "Which city" in talk.text
    await talk.tap(letter, "Leave out")
    assert talk.text.endswith("Respectfully,\n\nExample Union</pre>") or talk.text.endswith(
        "Respectfully,\nExample Union</pre>"
    )


@pytest.mark.parametrize(
    ("danger", "first", "said"),
    (
        ({}, "With my name", "think before you sign"),
        ({"level": "high"}, "For my organisation only", "better sign for an organisation"),
        ({"note": "Names are read out."}, "With my name", "Names are read out."),
        (
            {"readers": [{"countries": ["GB"], "note": "Also in Britain."}]},
            "For my organisation only",
            "Also in Britain.",
        ),
        (
            {"readers": [{"countries": ["KZ"], "note": "Also in Kazakhstan."}]},
            "With my name",
            "think before you sign",
        ),
    ),
)
async def test_who_signs_is_told_of_the_danger_of_campaign_and_country(
    talk: Talk, danger: dict[str, object], first: str, said: str
) -> None:
    talk.desk = a_desk(an_entry(danger=danger))
    await talk.type(letter, "karaganda-2003")
    assert said in talk.text
    assert talk.labels[0] == first


async def test_the_sheet_waits_for_the_questions(talk: Talk) -> None:
    await talk.type(letter, "karaganda-2003")
    await talk.press(letter, "letter:karaganda-2003:.pdf")
    assert "How shall the letter be signed?" in talk.text
    await talk.tap(letter, "With my name")
    await talk.press(letter, "letter:karaganda-2003:.pdf")
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
    await writer.taps("PDF to print")
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
    await writer.taps("Keep my details")
    await writer.says("/forget")
    await writer.taps("Forget everything")
    await writer.says("/letter karaganda-2003")
    assert "How shall the letter be signed?" in writer.text


async def test_a_link_leads_straight_to_the_letter(writer: Visitor) -> None:
    await writer.says("/start letter_karaganda-2003")
    assert "How shall the letter be signed?" in writer.text


async def test_whatever_is_typed_the_answer_fits_telegram(writer: Visitor) -> None:
    for name in ("<pre>", "&amp;", "```", "👨‍👩‍👧" * 12, "\u202eabc", "a\u0301" * 50):
        await writer.says("/letter karaganda-2003")
        await writer.says(name)
        await writer.taps("Leave out")
        await writer.taps("Leave out")
        assert writer.text.endswith("</pre>")
