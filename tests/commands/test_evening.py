"""/call without a campaign: what can be rung for all of them, in one order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import call
from bot.commands.evening import ON_A_PAGE
from bot.commands.sorry import Stale
from bot.core.library import Entry
from bot.store import Store
from tests.appeal import COURT, FAX, LETTER, PRESIDENT
from tests.commands.talk import LONDON, NIGHT, NOWHERE, Talk, a_desk, an_entry

MORNING = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
LINE: dict[str, Any] = {"kind": "phone", "numbers": [{"e164": "+77212420220"}]}


def a_campaign_of(slug: str, *offices: dict[str, Any]) -> Entry:
    """A campaign for which each of these offices is rung, on a number of its own."""
    ids = [office["id"] for office in offices]
    lines = [LINE | {"id": f"line-{id}", "offices": [id]} for id in ids]
    action = FAX | {"offices": ids, "script": None}
    return an_entry(
        slug=slug,
        title=f"Freedom for {slug}",
        offices=list(offices),
        channels=lines,
        scripts=[],
        letters=[LETTER | {"to": ids, "cc": []}],
        actions=[action],
    )


def an_office(id: str, hours: str | None, **changes: Any) -> dict[str, Any]:
    return COURT | {"id": id, "name": f"Office {id}", "hours": hours} | changes


@pytest.fixture
def talk(kept: Store) -> Talk:
    first = a_campaign_of(
        "first",
        an_office("long", "Mo-Fr 09:00-18:00"),
        an_office("short", "Mo-Fr 09:00-12:00"),
        an_office("late", "Mo-Fr 15:00-18:00"),
    )
    second = a_campaign_of(
        "second", an_office("noon", "Mo-Fr 09:00-14:00"), an_office("always", "24/7")
    )
    return Talk(kept, a_desk(first, second), LONDON, MORNING)


async def test_what_closes_soonest_comes_first_whatever_the_campaign(talk: Talk) -> None:
    await talk.type(call)
    assert talk.text.startswith("☎️ <b>You can ring now.</b>\n")
    assert [button.press for button in talk.buttons] == [
        "call:first:short:when",
        "call:second:noon:when",
        "call:first:long:when",
        "call:second:always:when",
        "call:first:late:when",
        "letter",
    ]


async def test_each_line_says_for_which_campaign_and_until_when(talk: Talk) -> None:
    await talk.type(call)
    assert (
        "<b>Office short (Freedom for first):</b> "
        "until today, Monday, 06:00 for you (12:00 in Karaganda).\n"
    ) in talk.text
    assert "<b>Office always (Freedom for second):</b> day and night.\n" in talk.text
    assert (
        "<b>Later, in your day:</b>\n<b>Office late (Freedom for first):</b> "
        "today, Monday, 09:00–12:00 for you (15:00–18:00 in Karaganda).\n"
    ) in talk.text
    assert talk.text.count("\n") < 12


async def test_an_office_about_to_close_is_said_to_be_so(talk: Talk) -> None:
    talk.now = datetime(2003, 1, 6, 5, 50, tzinfo=UTC)
    await talk.type(call)
    assert "06:00 for you (12:00 in Karaganda), hardly time for one call." in talk.text


async def test_offices_with_the_same_hours_share_a_line_and_keep_their_buttons(talk: Talk) -> None:
    alike = a_campaign_of("second", COURT | {"id": "one", "name": "One"}, COURT | {"id": "two"})
    talk.desk = a_desk(a_campaign_of("first", PRESIDENT), alike)
    await talk.type(call)
    assert "<b>One and Karaganda regional court (Freedom for second):</b>" in talk.text
    assert {"call:second:one:when", "call:second:two:when"} <= {b.press for b in talk.buttons}


async def test_of_two_at_the_same_moment_the_readers_own_comes_first(talk: Talk) -> None:
    talk.desk = a_desk(a_campaign_of("first", COURT), a_campaign_of("second", PRESIDENT))
    await talk.type(call)
    assert talk.buttons[0].press == "call:first:court:when"
    async with talk.store.transaction() as tx:
        await tx.chats.save(LONDON, "2003-W02")
        await tx.subscriptions.add(LONDON.id, "second")
    await talk.type(call)
    assert talk.buttons[0].press == "call:second:president:when"


async def test_where_nothing_is_open_the_letter_comes_first_and_then_the_readers_day(
    talk: Talk,
) -> None:
    talk.desk = a_desk(a_campaign_of("first", COURT), a_campaign_of("second", PRESIDENT))
    talk.now = NIGHT
    await talk.type(call)
    assert talk.text.startswith(
        "☎️ <b>Nobody can be reached at this hour.</b>\n"
        "The first opens <b>today, Monday, 03:00 for you (09:00 in Karaganda)</b>, in 1 hour.\n"
        "<b>Later, in your day:</b>\n<b>Karaganda regional court (Freedom for first):</b> "
        "today, Monday, 08:00–12:00 for you (14:00–18:00 in Karaganda)."
    )
    assert "A letter works at any time." in talk.text
    assert talk.buttons[0].press == "letter"


async def test_who_sleeps_while_all_are_open_is_told_so(talk: Talk) -> None:
    talk.desk = a_desk(a_campaign_of("first", COURT), a_campaign_of("second", PRESIDENT))
    talk.reader, talk.now = LONDON.with_(wakes=13, sleeps=2), NIGHT
    await talk.type(call)
    assert "As long as a call is of use, they only answer in your night." in talk.text
    assert talk.labels == ["Draft my letter"]


async def test_hours_that_nobody_knows_come_last_and_promise_nothing(talk: Talk) -> None:
    unknown = an_office("unknown", None, hours_assumed=False)
    talk.desk = a_desk(a_campaign_of("first", unknown), a_campaign_of("second", PRESIDENT))
    await talk.type(call)
    assert "<b>Office unknown (Freedom for first):</b> its hours are not known." in talk.text
    assert talk.buttons[1].press == "call:first:unknown:when"
    talk.desk = a_desk(a_campaign_of("first", unknown), a_campaign_of("second", unknown))
    await talk.type(call)
    assert talk.text.startswith("☎️ <b>Whom do you want to ring?</b>")


async def test_without_a_clock_the_offices_is_shown(talk: Talk) -> None:
    talk.reader = NOWHERE
    await talk.type(call)
    assert "until Mon 6 January, 12:00 in Karaganda." in talk.text
    assert "Tell my city" in talk.labels


async def test_more_than_a_screen_has_pages_that_replace_one_another(talk: Talk) -> None:
    many = [an_office(f"o{n}", f"Mo-Fr 09:00-1{n}:00") for n in range(1, ON_A_PAGE + 2)]
    talk.desk = a_desk(a_campaign_of("first", *many), a_campaign_of("second", PRESIDENT))
    await talk.type(call)
    assert talk.text.count("\n") < 12
    assert "Earlier" not in talk.labels
    await talk.tap(call, "More")
    assert talk.reply.edit is not None
    assert talk.buttons[0].press == "call:first:o5:when"
    await talk.tap(call, "Earlier")
    assert talk.buttons[0].press == "call:first:o1:when"
    for forged in ("7", "-1", ""):
        with pytest.raises(Stale):
            await talk.press(call, f"call:.now:{forged}")


async def test_a_button_without_a_campaign_leaves_what_it_hangs_on(talk: Talk) -> None:
    await talk.press(call, "call")
    assert talk.reply.edit is None


async def test_the_only_campaign_that_asks_shows_its_own_board(talk: Talk) -> None:
    rests = an_entry(slug="second", state="paused")
    talk.desk = a_desk(a_campaign_of("first", COURT), rests)
    await talk.type(call)
    assert "Karaganda regional court:</b> <b>open now.</b>" in talk.text


async def test_campaigns_none_of_whose_numbers_works_are_no_reason_to_ring(talk: Talk) -> None:
    dead = [LINE | {"id": "line", "offices": ["court"], "state": "dead"}]
    rung: dict[str, Any] = {"offices": [COURT], "channels": dead, "letters": [], "scripts": []}
    action = FAX | {"offices": ["court"], "script": None, "letter": None}
    entries = [an_entry(slug=slug, actions=[action], **rung) for slug in ("first", "second")]
    talk.desk = a_desk(*entries)
    await talk.type(call)
    assert "No campaign asks for calls or faxes at the moment." in talk.text
