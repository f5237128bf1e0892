from __future__ import annotations

import pytest

from tests.commands.cases import RICH, an_entry, quiet
from tests.commands.visitor import Visitor


async def test_a_case_is_told_on_one_screen(member: Visitor) -> None:
    await member.says("/case karaganda-2003")
    assert "Verdict: <b>Mon 6 January, 09:00 in Karaganda</b>" in member.text
    assert "<b>Saken Zhunusov</b>: the prosecutor asks for 6 years" in member.text
    assert "in remand prison since 20 December 2002; the prosecutor asks for 7.5" in member.text
    assert "<b>Ramil Mingazov</b>: in prison; sentenced to 1 year" in member.text
    assert "and 1 more" in member.text
    assert "The campaign · written 6 January" in member.text


async def test_the_next_step_stands_first(member: Visitor) -> None:
    await member.says("/case karaganda-2003")
    assert member.labels[:2] == ["Draft my letter", "When can I call?"]


async def test_only_what_there_is_has_a_button(member: Visitor) -> None:
    await member.says("/case quiet-2003")
    assert member.labels == []


async def test_people_are_shown_with_all_their_spellings(member: Visitor) -> None:
    await member.says("/case karaganda-2003")
    await member.taps("People")
    assert "<b>Saken Zhunusov (Сакен Жунусов)</b>" in member.text
    assert "trade union leader, father of Rustam" in member.text
    assert "Also written: Saken Zhanusev" in member.text
    assert "Write to: the campaign" in member.text
    await member.taps("More")
    await member.taps("More")
    assert "Person Five" in member.text
    assert "More" not in member.labels


async def test_health_is_shown_only_with_consent(member: Visitor) -> None:
    await member.presses("case:karaganda-2003:people")
    assert "a heart condition" in member.text
    assert "not to be told" not in member.text


async def test_the_timeline_is_turned_page_by_page(member: Visitor) -> None:
    await member.says("/case karaganda-2003")
    await member.taps("Timeline")
    assert "<b>24 December 2002</b>\nThe verdict was postponed." in member.text
    assert "<b>just before Christmas</b>" in member.text
    assert "<b>no date given</b>" in member.text
    await member.taps("More")
    assert "Hearing 7." in member.text
    await member.taps("Earlier")
    assert "The verdict was postponed." in member.text
    await member.taps("Back to the case")
    assert member.reply.edit is not None
    assert "Timeline" in member.labels


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("Demands", "Release them."),
        ("Documents", "<i>Prosecutor · 2 November 2002</i>\nhttps://example.org/indictment"),
        ("Glossary", "<b>KNB</b>: The secret service."),
        ("Pickets", "<b>Moscow</b>, Embassy · 1 February 2000"),
        ("Join a group", "<b>Initiative</b>"),
    ],
)
async def test_every_part_of_a_case_has_its_page(
    member: Visitor, button: str, expected: str
) -> None:
    await member.says("/case karaganda-2003")
    await member.taps(button)
    assert expected in member.text


async def test_a_fund_shows_its_goal_and_never_an_account(member: Visitor) -> None:
    await member.says("/case karaganda-2003")
    await member.taps("Goal of the fund")
    assert "Goal: 2 000 USD" in member.text
    assert "It runs until Sat 1 March." in member.text
    assert "there is no such account" in member.text
    assert "the last day was: 1 December 2002. Please send nothing any more." in member.text
    assert "EXAMPLE" not in member.text


async def test_without_a_name_the_only_one_subscribed_to_is_shown(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    assert "Saken Zhunusov" in (await member.says("/case")).text


async def test_without_a_name_there_is_a_choice(member: Visitor) -> None:
    await member.says("/case")
    await member.taps("Worker activists on trial")
    assert "Saken Zhunusov" in member.text


async def test_there_may_be_no_case_at_all(member: Visitor) -> None:
    member.stage.desk.library.replace(())
    assert "There is no campaign here yet." in (await member.says("/case")).text


async def test_an_unknown_case_gets_suggestions(member: Visitor) -> None:
    await member.says("/case karagnda")
    assert member.data == ["case:karaganda-2003"]


async def test_under_an_alert_the_case_is_a_message_of_its_own(member: Visitor) -> None:
    await member.presses("case:karaganda-2003")
    assert member.reply.edit is None


async def test_in_a_group_the_case_is_brief_and_goes_on_in_private(passer_by: Visitor) -> None:
    await passer_by.says("/case karaganda-2003")
    assert "Saken Zhunusov" not in passer_by.text
    assert passer_by.starts == ["case_karaganda-2003"]


async def test_a_won_case_is_still_told(member: Visitor) -> None:
    member.stage.desk.library.replace((an_entry(**RICH | {"state": "won"}),))
    await member.says("/case karaganda-2003")
    assert "This campaign was won." in member.text
    assert "Verdict" not in member.text


async def test_what_is_yet_to_come_is_no_history(member: Visitor) -> None:
    later = [{"on": "2003-01-05", "what": "So far."}, {"on": "2003-01-09", "what": "To come."}]
    member.stage.desk.library.replace((quiet(timeline=later),))
    await member.presses("case:quiet-2003:timeline")
    assert "So far." in member.text
    assert "To come." not in member.text


async def test_a_long_text_is_cut_at_a_word(member: Visitor) -> None:
    member.stage.desk.library.replace((quiet(summary="word " * 700),))
    await member.says("/case quiet-2003")
    assert len(member.text) < 1000
