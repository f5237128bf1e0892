from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.commands import letter
from bot.commands.sorry import Stale
from bot.store import Store
from tests.appeal import FAX
from tests.commands.talk import LONDON, NIGHT, NOON, Talk, a_desk, an_entry
from tests.commands.test_letter_more import BODY, DEMANDS, RAISING, to_both


@pytest.fixture
def talk(kept: Store) -> Talk:
    """A letter to two offices."""
    return Talk(kept, a_desk(an_entry(BODY, letters=[RAISING], demands=DEMANDS)), LONDON, NOON)


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
        ("An answer", "Counted: an answer from Office of the President."),
        ("It could not be delivered", "Another way may work"),
    ):
        await talk.press(letter, "letter:karaganda-2003:.i:president:p")
        await talk.tap(letter, "Something came back")
        await talk.tap(letter, what)
        assert said in talk.text


@pytest.mark.parametrize(
    "data", (".i:nobody", ".i:president:x", ".b:president", ".b:president:pq", ".b:nobody:p")
)
async def test_forged_reports_are_stale(talk: Talk, data: str) -> None:
    with pytest.raises(Stale):
        await talk.press(letter, f"letter:karaganda-2003:{data}")


async def test_a_campaign_without_letters_has_none_to_report(talk: Talk) -> None:
    nothing: dict[str, Any] = {"letters": [], "actions": []}
    talk.desk = a_desk(an_entry(**nothing))
    with pytest.raises(Stale):
        await talk.press(letter, "letter:karaganda-2003:.sent")


async def test_to_tell_that_it_was_sent_leaves_the_letter_in_the_chat(talk: Talk) -> None:
    alone = RAISING | {"to": ["president"]}
    talk.desk = a_desk(an_entry(BODY, letters=[alone], demands=DEMANDS))
    await talk.type(letter, "karaganda-2003")
    await talk.tap(letter, "Nothing about me")
    await talk.tap(letter, "I sent it")
    assert talk.reply.edit is None
    assert "how did the letter go out?" in talk.text
    await talk.tap(letter, "By hand")
    assert talk.reply.edit is not None


async def test_two_letters_to_one_office_are_counted_apart(talk: Talk) -> None:
    wages = RAISING | {"id": "wages", "title": "Wages"}
    actions = [FAX | {"ends": "2003-01-06"}, FAX | {"id": "wages", "letter": "wages"}]
    talk.desk = a_desk(an_entry(BODY, letters=[RAISING, wages], demands=DEMANDS, actions=actions))
    talk.now = NIGHT
    await talk.press(letter, "letter:karaganda-2003:.sent")
    assert talk.labels[0] == "Office of the President · Protest"
    for title in ("Protest", "Wages"):
        await talk.press(letter, "letter:karaganda-2003:.sent")
        await talk.tap(letter, f"Office of the President · {title}")
        await talk.tap(letter, "By post")
        assert "Counted: a letter to Office of the President." in talk.text
    async with talk.store.reading() as tx:
        told = await tx.outcomes.letters("karaganda-2003")
    assert {one.letter: one.letters for one in told} == {"protest": 1, "wages": 1}


async def test_the_longest_names_fit_into_the_buttons(talk: Talk) -> None:
    slug, office = "a" * 28, "o" * 20
    there = {"id": office, "name": "The office", "in_city": "here", "city": "Astana"}
    offices = [an_entry().campaign.office("president").model_dump(exclude_none=True) | there]
    letters = [RAISING | {"to": [office], "cc": []}, RAISING | {"id": "wages", "to": [office]}]
    letters[1]["cc"] = []
    talk.desk = a_desk(
        an_entry(
            BODY,
            slug=slug,
            offices=offices,
            letters=letters,
            demands=DEMANDS,
            channels=[],
            actions=[FAX | {"offices": [office], "letter": "wages", "script": None}],
        )
    )
    await talk.press(letter, f"letter:{slug}:.i:{office}.2:p")
    assert "Counted" in talk.text
    await talk.tap(letter, "Something came back")
    await talk.tap(letter, "An answer")
    assert "Counted: an answer" in talk.text
