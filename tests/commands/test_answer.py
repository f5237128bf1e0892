from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.table import COMMANDS
from bot.core.messages import SILENCE
from bot.store import Store
from tests.commands.conftest import HOST
from tests.commands.visitor import GROUP, Stage, Visitor

FORGED = [
    "",
    ":",
    ":::",
    "nonsense",
    "start:nonsense",
    "start:in",
    "start:in:xx",
    "campaigns:no-such",
    "campaigns:list:9",
    "campaigns:list:-1",
    "campaigns:list:٣",
    "subscribe:no-such",
    "unsubscribe:no-such",
    "case:no-such",
    "case:karaganda-2003:nonsense",
    "case:karaganda-2003:people:99",
    "case:karaganda-2003:people:x",
    "case:karaganda-2003:people:" + "9" * 30,
    "settings:nonsense",
    "settings:in:xx",
    "settings:city:0",
    "settings:city:1_000",
    "settings:wakes:3",
    "settings:sleeps:8",
    "settings:sleeps:+20",
    "privacy:nonsense",
    "forget:nonsense",
    "broadcast:send:AAAAAAAAAAAAAAAA",
    "letter:no-such",
    "call:no-such",
    "remind:no-such:court",
    "<b>",
    "{{7*7}}",
]


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_gets_a_notice_and_changes_nothing(
    member: Visitor, kept: Store, data: str
) -> None:
    await member.presses(data)
    assert member.reply.toast
    assert member.screens == ()
    async with kept.reading() as tx:
        assert await tx.chats.counts() == {}


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_is_harmless_in_a_group_and_for_hosts(
    admin: Visitor, host: Visitor, data: str
) -> None:
    assert (await admin.presses(data)).screens == ()
    screens = (await host.presses(data)).screens
    assert all("It was not sent." in screen.html for screen in screens)


@pytest.mark.parametrize("command", [c.name for c in COMMANDS if not c.hosts_only])
async def test_looking_around_leaves_no_row(member: Visitor, kept: Store, command: str) -> None:
    await member.says(f"/{command}")
    assert member.screens
    async with kept.reading() as tx:
        assert await tx.chats.get(member.home) is None


async def test_an_unknown_command_is_answered_by_what_there_is(member: Visitor) -> None:
    await member.says("/frobnicate")
    assert "I did not understand that." in member.text
    assert "/campaigns" in member.text


async def test_a_text_without_a_question_is_answered_by_what_there_is(member: Visitor) -> None:
    await member.says("hello")
    assert "I did not understand that." in member.text


async def test_a_command_of_another_bot_is_ignored_in_a_group(passer_by: Visitor) -> None:
    assert (await passer_by.says("/frobnicate")).reply == SILENCE


async def test_chatter_in_a_group_is_ignored(passer_by: Visitor) -> None:
    assert (await passer_by.says("good evening")).reply == SILENCE


async def test_a_channel_is_not_commanded(stage: Stage) -> None:
    reply = await stage.handle(
        event="message", chat_id=GROUP, chat_kind="channel", command="start", args=""
    )
    assert reply == SILENCE


async def test_the_apps_language_counts_until_one_is_chosen(member: Visitor) -> None:
    member.app_language = "ru-RU"
    assert "О чём можно спросить" in (await member.says("/help")).text
    await member.presses("settings:in:en")
    assert "What you can ask" in (await member.says("/help")).text


async def test_the_apps_new_language_counts_though_the_chat_is_known(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    member.app_language = "ru"
    assert "О чём можно спросить" in (await member.says("/help")).text
    member.app_language = None
    assert "What you can ask" in (await member.says("/help")).text


async def test_an_apps_language_we_do_not_speak_falls_back_to_english(member: Visitor) -> None:
    member.app_language = "fi"
    assert "What you can ask" in (await member.says("/help")).text


async def test_another_command_closes_the_open_question(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("/help")
    assert "I did not understand that." in (await member.says("London")).text


async def test_a_button_leaves_the_question_open(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.presses("case:karaganda-2003")
    assert "Which <code>London</code> is it?" in (await member.says("London")).text


async def test_cancel_stops_the_question(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    assert "Stopped." in (await member.says("/cancel")).text
    assert "There was nothing to stop." in (await member.says("/cancel")).text


async def test_a_question_is_forgotten_after_half_an_hour(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    member.stage.now += timedelta(minutes=31)
    assert "I did not understand that." in (await member.says("London")).text


async def test_a_dialogue_nobody_knows_any_more_is_no_trap(member: Visitor, kept: Store) -> None:
    async with kept.transaction() as tx:
        later = member.stage.now + timedelta(minutes=5)
        await tx.dialogues.put(member.home, member.home, "gone", "step", {}, later)
    assert "I did not understand that." in (await member.says("London")).text


async def test_for_others_a_hosts_command_does_not_exist(member: Visitor) -> None:
    await member.says("/broadcast karaganda-2003 hello")
    assert "I did not understand that." in member.text
    await member.says("/help")
    assert "broadcast" not in member.text


async def test_a_hosts_command_does_not_exist_in_a_group(stage: Stage) -> None:
    host = Visitor(stage, user=HOST, chat=GROUP, admin=True)
    assert (await host.says("/broadcast karaganda-2003 hello")).reply == SILENCE


async def test_who_is_no_host_any_more_cannot_go_on(member: Visitor, kept: Store) -> None:
    async with kept.transaction() as tx:
        later = member.stage.now + timedelta(minutes=5)
        facts = {"slug": "karaganda-2003"}
        await tx.dialogues.put(member.home, member.home, "broadcast", "text", facts, later)
    assert "I did not understand that." in (await member.says("Come")).text


async def test_a_host_finds_the_command_in_help(host: Visitor) -> None:
    assert "/broadcast" in (await host.says("/help")).text


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("case_karaganda-2003", "the prosecutor asks for"),
        ("privacy_", "What is kept of you"),
        ("help_", "What you can ask"),
        ("call_karaganda-2003", "Nobody can be reached at this hour"),
        ("letter_karaganda-2003", "How shall the letter be signed?"),
    ],
)
async def test_a_link_leads_to_what_it_names(member: Visitor, payload: str, expected: str) -> None:
    assert expected in (await member.says(f"/start {payload}")).text


@pytest.mark.parametrize(
    "payload", ["forget_yes", "broadcast_karaganda-2003", "subscribe_karaganda-2003", "x_y", "x"]
)
async def test_a_link_never_does_more_than_show(member: Visitor, kept: Store, payload: str) -> None:
    await member.says(f"/start {payload}")
    assert "Run by volunteers." in member.text
    assert payload not in member.text
    async with kept.reading() as tx:
        assert await tx.chats.counts() == {}
