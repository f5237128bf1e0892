from __future__ import annotations

import pytest

from bot.store import Store
from tests.commands.cases import an_entry, entries, quiet
from tests.commands.visitor import Visitor


async def subscriptions(store: Store, chat_id: int) -> tuple[str, ...]:
    async with store.reading() as tx:
        return await tx.subscriptions.of(chat_id)


async def test_subscribing_says_what_happens_next(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    assert "You will be told of Worker activists on trial." in member.text
    assert "Verdict: <b>Mon 6 January, 09:00 in Karaganda</b>" in member.text
    assert "Before each hearing you hear from me: 24 h and 1 h ahead." in member.text
    assert await subscriptions(kept, member.home) == ("karaganda-2003",)


async def test_whose_clock_is_unknown_is_asked_for_the_city_at_once(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    assert "In which city are you?" in member.text
    assert member.labels == ["Skip"]


async def test_with_the_city_comes_the_hearing_on_ones_own_clock(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("London, United Kingdom")
    assert "It is Sun 5 January, 20:00 for you, right?</b> (London)" in member.text
    await member.taps("Yes, that is my clock")
    assert "tomorrow, Mon 6 January, 03:00 for you (09:00 in Karaganda)" in member.text
    assert member.labels[0] == "Draft my letter"


async def test_the_city_may_be_chosen_again(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("Paris, France")
    await member.taps("Choose again")
    await member.says("Los Angeles, USA")
    await member.taps("Yes, that is my clock")
    assert "today, Sun 5 January, 19:00 for you (Monday 09:00 in Karaganda)" in member.text


async def test_the_question_may_be_skipped(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.taps("Skip")
    assert "Mon 6 January, 09:00 in Karaganda" in member.text
    assert "Draft my letter" in member.labels
    assert "I did not understand that." in (await member.says("London")).text


async def test_whose_clock_is_known_is_not_asked(member: Visitor) -> None:
    await member.says("/settings London, United Kingdom")
    await member.says("/subscribe karaganda-2003")
    assert "In which city" not in member.text
    assert "tomorrow, Mon 6 January, 03:00 for you" in member.text
    assert member.labels == ["Draft my letter", "When can I call?", "The case"]


async def test_subscribing_twice_is_said_and_harmless(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("/subscribe karaganda-2003")
    assert "You are subscribed to Worker activists on trial already." in member.text
    assert await subscriptions(kept, member.home) == ("karaganda-2003",)


async def test_the_beginning_of_a_name_is_enough(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe Kara")
    assert await subscriptions(kept, member.home) == ("karaganda-2003",)


@pytest.mark.parametrize("typed", ["karagnda", "activists", "КАРАГАНДА-2003", "суд"])
async def test_a_misspelt_name_gets_suggestions(member: Visitor, typed: str) -> None:
    await member.says(f"/subscribe {typed}")
    assert "I don't know the campaign" in member.text.replace("&#39;", "'")
    assert "subscribe:karaganda-2003" in member.data


async def test_what_was_typed_is_shown_as_text_only(member: Visitor) -> None:
    await member.says("/subscribe <b>{{7*7}}@someone</b>")
    assert "<code>&lt;b&gt;{{7*7}}@someone&lt;/b&gt;</code>" in member.text


async def test_without_a_name_those_that_are_left_are_offered(member: Visitor) -> None:
    await member.says("/subscribe")
    assert member.labels == ["The quiet campaign", "Worker activists on trial"]
    await member.taps("The quiet campaign")
    await member.says("/subscribe")
    assert member.labels == ["Worker activists on trial"]
    await member.taps("Worker activists on trial")
    assert "every campaign there is" in (await member.says("/subscribe")).text


async def test_where_nothing_can_be_subscribed_to_nobody_is_said_to_have_it_all(
    member: Visitor,
) -> None:
    for shown in ((), (an_entry(state="won"), quiet(state="paused"))):
        member.stage.desk.library.replace(shown)
        await member.says("/subscribe")
        assert "No campaign can be subscribed to at present." in member.text
        assert "every campaign" not in member.text


@pytest.mark.parametrize(("state", "why"), [("won", "is over"), ("paused", "rests for now")])
async def test_an_ended_or_paused_campaign_takes_nobody(
    member: Visitor, kept: Store, state: str, why: str
) -> None:
    member.stage.desk.library.replace((an_entry(state=state),))
    await member.says("/subscribe karaganda-2003")
    assert why in member.text
    assert await subscriptions(kept, member.home) == ()


async def test_unsubscribing_by_name_and_the_way_back(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("/unsubscribe karaganda-2003")
    assert "You will hear no more of" in member.text
    assert await subscriptions(kept, member.home) == ()
    await member.taps("Subscribe again")
    assert await subscriptions(kept, member.home) == ("karaganda-2003",)


async def test_unsubscribing_by_button(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("/unsubscribe")
    await member.taps("Worker activists on trial")
    assert await subscriptions(kept, member.home) == ()


async def test_unsubscribing_from_what_one_never_had(member: Visitor) -> None:
    await member.says("/unsubscribe karaganda-2003")
    assert "You are not subscribed to Worker activists on trial." in member.text
    assert "You are subscribed to nothing." in member.text


async def test_a_button_of_a_campaign_left_already_offers_the_others(member: Visitor) -> None:
    await member.says("/subscribe quiet-2003")
    await member.presses("unsubscribe:karaganda-2003")
    assert member.labels == ["The quiet campaign"]


async def test_the_card_of_a_campaign_one_has_offers_to_leave(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("/start karaganda-2003")
    assert "You are subscribed." in member.text
    await member.taps("Unsubscribe")
    assert "You will hear no more of" in member.text


async def test_the_card_of_an_ended_campaign_still_offers_to_leave(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    member.stage.desk.library.replace((an_entry(state="won"),))
    await member.says("/start karaganda-2003")
    assert "Unsubscribe" in member.labels
    member.stage.desk.library.replace(entries())
