from __future__ import annotations

from dataclasses import replace

from bot.core.library import Library
from bot.store import Store
from tests.commands.cases import quiet
from tests.commands.visitor import Visitor


def says_what_is_kept(member: Visitor) -> bool:
    named = ("the number of this chat", "settings", "subscribe to", "7 days", "/privacy")
    return all(kept in member.text for kept in named)


async def test_start_says_who_runs_the_bot_and_what_it_keeps(member: Visitor) -> None:
    await member.says("/start")
    assert "Run by volunteers." in member.text
    assert says_what_is_kept(member)
    assert "nothing else" not in member.text


async def test_start_offers_the_campaign_that_needs_readers_first(member: Visitor) -> None:
    await member.says("/start")
    assert member.labels[:2] == ["Worker activists on trial", "The quiet campaign"]
    await member.taps("Worker activists on trial")
    assert member.labels[0] == "Subscribe"


async def test_a_link_lands_on_its_campaign(member: Visitor) -> None:
    await member.says("/start karaganda-2003")
    assert "<b>Worker activists on trial</b>" in member.text
    assert "Verdict: <b>Mon 6 January, 09:00 in Karaganda</b>" in member.text
    assert "Run by volunteers." in member.text
    assert says_what_is_kept(member)
    assert member.labels[0] == "Subscribe"
    assert "Draft my letter" in member.labels


async def test_where_all_campaigns_fit_there_is_no_button_for_the_rest(member: Visitor) -> None:
    member.stage.desk.library.replace((quiet(),))
    await member.says("/start")
    assert "All campaigns" not in member.labels


async def test_start_without_a_campaign_that_goes_on(member: Visitor) -> None:
    member.stage.desk = replace(member.stage.desk, library=Library((quiet(state="lost"),)))
    await member.says("/start")
    assert "No campaign needs you at this moment" in member.text
    assert "All campaigns" in member.labels


async def test_the_language_is_one_tap_away(member: Visitor) -> None:
    await member.says("/start karaganda-2003")
    await member.taps("Language: English · change")
    await member.taps("Русский")
    assert "Суд над рабочими активистами" in member.text
    assert member.reply.refresh_menu


async def test_the_language_can_be_changed_before_a_campaign_is_chosen(member: Visitor) -> None:
    await member.says("/start")
    await member.taps("Language: English · change")
    await member.taps("Русский")
    assert "Language: Русский · change" in member.labels


async def test_whose_apps_language_we_do_not_speak_is_asked_at_once(member: Visitor) -> None:
    member.app_language = "fi"
    await member.says("/start")
    assert {"English", "Русский"} <= set(member.labels)


async def test_a_pressed_start_replaces_the_screen(member: Visitor) -> None:
    await member.presses("start")
    assert member.reply.edit is not None


async def test_start_revives_who_had_blocked_the_bot(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.has("blocked")
    async with kept.reading() as tx:
        assert await tx.subscriptions.audiences("karaganda-2003") == []
    await member.says("/start")
    async with kept.reading() as tx:
        assert len(await tx.subscriptions.audiences("karaganda-2003")) == 1


async def test_unblocking_revives_too(member: Visitor, kept: Store) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.has("blocked")
    assert (await member.has("unblocked")).screens == ()
    async with kept.reading() as tx:
        assert len(await tx.subscriptions.audiences("karaganda-2003")) == 1
