from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.commands import letter
from bot.commands.sorry import Stale
from bot.store import Store
from tests.appeal import COURT, FAX, LETTER, PRESIDENT
from tests.commands.talk import LONDON, NOON, Talk, a_desk, an_entry, drafted


@pytest.fixture
def talk(kept: Store) -> Talk:
    return Talk(kept, a_desk(), LONDON, NOON)


async def test_several_addressees_are_a_choice(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(letters=[LETTER | {"to": ["president", "court"]}]))
    await talk.type(letter, "karaganda-2003")
    assert talk.labels == [
        "To all 2: a letter to each",
        "Office of the President",
        "Karaganda regional court",
    ]
    await talk.tap(letter, "Karaganda regional court")
    assert talk.reply.edit is not None
    await talk.tap(letter, "Nothing about me")
    assert "Карагандинский областной суд\n" in talk.text


async def test_several_letters_are_told_apart_by_their_titles(talk: Talk) -> None:
    other = LETTER | {"id": "wages", "title": "Wages " + "for all " * 9}
    action = FAX | {"id": "wages", "letter": "wages"}
    talk.desk = a_desk(an_entry(letters=[LETTER, other], actions=[FAX, action]))
    await talk.type(letter, "karaganda-2003")
    assert talk.labels[0] == "Office of the President · Protest"
    assert talk.labels[1].startswith("Office of the President · Wages")
    assert len(talk.labels[1]) <= letter.LABEL
    await talk.press(letter, str(talk.buttons[1].press))
    assert "How shall the letter be signed?" in talk.text


async def test_a_choice_that_is_gone_is_offered_anew(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(letters=[LETTER | {"to": ["president", "court"]}]))
    await talk.press(letter, "letter:karaganda-2003:nobody")
    assert "Whom do you want to write to?" in talk.text


async def test_a_button_on_an_alert_leaves_the_alert_readable(talk: Talk) -> None:
    await talk.press(letter, "letter:karaganda-2003")
    assert talk.reply.edit is None
    assert "How shall the letter be signed?" in talk.text


async def test_a_forged_act_is_stale(talk: Talk) -> None:
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.format")


async def test_a_letter_that_comes_too_late_is_not_drafted(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 20, 12, tzinfo=UTC)
    await talk.type(letter, "karaganda-2003")
    assert "is over: a letter would come too late" in talk.text
    assert "It ended Fri 10 January, 12:00 for you (18:00 in Karaganda)." in talk.text
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
    assert "“Second round”, from Mon 3 February, 03:00 for you (09:00 in Karaganda)." in talk.text


async def test_before_its_time_a_letter_waits(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 2, 12, tzinfo=UTC)
    await talk.type(letter, "karaganda-2003")
    assert "no letter is asked for at the moment" in talk.text
    assert "Next: “Fax the court”, from Mon 6 January, 03:00 for you (09:00" in talk.text


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
    assert "How shall the letter be signed?" in talk.text


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


async def test_kept_details_are_not_used_without_a_word_about_the_danger(talk: Talk) -> None:
    """They may have been kept for a campaign in which a name was harmless."""
    await drafted(talk)
    await talk.tap(letter, "Keep my details")
    for level, place in (("raised", -1), ("high", 0)):
        talk.desk = a_desk(an_entry(danger={"level": level, "note": "Names are read out."}))
        await talk.type(letter, "karaganda-2003")
        assert "what you kept: Jane Doe" in talk.text
        assert "Names are read out." in talk.text
        assert talk.labels[place] == "Sign it otherwise"


async def test_an_office_of_any_name_is_chosen_alone(talk: Talk) -> None:
    every = COURT | {"id": "every"}
    both = LETTER | {"to": ["president", "every"], "cc": []}
    offices = [COURT, PRESIDENT, every]
    talk.desk = a_desk(an_entry(offices=offices, letters=[both]))
    await talk.press(letter, "letter:karaganda-2003:every")
    assert "To: Karaganda regional court. How" in talk.text
