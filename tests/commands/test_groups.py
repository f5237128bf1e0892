from __future__ import annotations

import pytest

from bot.core.messages import SILENCE
from bot.store import Store
from tests.commands.visitor import GROUP, Stage, Visitor


async def subscriptions(store: Store, chat_id: int = GROUP) -> tuple[str, ...]:
    async with store.reading() as tx:
        return await tx.subscriptions.of(chat_id)


async def topic(store: Store) -> int | None:
    async with store.reading() as tx:
        chat = await tx.chats.get(GROUP)
        assert chat is not None
        return chat.thread


async def test_a_group_is_set_up_by_one_message(admin: Visitor, kept: Store) -> None:
    await admin.has("added")
    assert len(admin.screens) == 1
    assert "What shall this group be told of?" in admin.text
    assert admin.labels[:2] == ["The quiet campaign", "Worker activists on trial"]
    async with kept.reading() as tx:
        assert await tx.chats.get(GROUP) is None


async def test_admins_switch_campaigns_on_and_off(admin: Visitor, kept: Store) -> None:
    await admin.has("added")
    await admin.taps("Worker activists on trial")
    assert admin.labels[0] == "✓ Worker activists on trial"
    assert await subscriptions(kept) == ("karaganda-2003",)
    await admin.taps("✓ Worker activists on trial")
    assert await subscriptions(kept) == ()
    assert admin.reply.edit is not None


async def test_setting_up_ends_with_what_was_chosen(admin: Visitor) -> None:
    await admin.has("added")
    await admin.taps("That is all")
    assert "No campaign is chosen, so I stay quiet." in admin.text
    await admin.taps("Settings")
    await admin.taps("Worker activists on trial")
    await admin.taps("That is all")
    assert "This group is told of: Worker activists on trial." in admin.text


@pytest.mark.parametrize(
    "data",
    [
        "setup:on:karaganda-2003",
        "setup:off:karaganda-2003",
        "setup:topic",
        "subscribe:karaganda-2003",
        "unsubscribe:karaganda-2003",
        "settings:in:ru",
        "settings:city:2643743",
        "forget:yes",
        "mydata",
    ],
)
async def test_others_cannot_press_what_is_for_admins(
    passer_by: Visitor, kept: Store, data: str
) -> None:
    await passer_by.presses(data)
    assert passer_by.reply.toast == "In this group only admins can change that."
    assert passer_by.screens == ()
    assert await subscriptions(kept) == ()


@pytest.mark.parametrize("command", ["subscribe karaganda-2003", "settings", "setup", "forget"])
async def test_others_get_a_brief_line_and_a_way_for_themselves(
    passer_by: Visitor, kept: Store, command: str
) -> None:
    await passer_by.says(f"/{command}")
    assert passer_by.text == "In this group only admins can change that."
    assert passer_by.starts == ["hello"]
    assert await subscriptions(kept) == ()


async def test_an_admin_subscribes_by_command(admin: Visitor, kept: Store) -> None:
    await admin.says("/subscribe karaganda-2003")
    assert "This group will be told of <b>Worker activists on trial</b>" in admin.text
    assert "In which city" not in admin.text
    assert await subscriptions(kept) == ("karaganda-2003",)


async def test_an_anonymous_admin_is_one(stage: Stage, kept: Store) -> None:
    nobody = Visitor(stage, user=None, chat=GROUP, admin=True)
    await nobody.says("/subscribe karaganda-2003")
    assert await subscriptions(kept) == ("karaganda-2003",)


async def test_alerts_go_into_the_topic_of_the_admin_who_subscribes(
    admin: Visitor, kept: Store
) -> None:
    admin.thread = 77
    await admin.says("/subscribe karaganda-2003")
    assert await topic(kept) == 77


async def test_the_topic_can_be_changed(admin: Visitor, kept: Store) -> None:
    await admin.says("/subscribe karaganda-2003")
    assert "Alerts into this topic" not in (await admin.says("/settings")).labels
    admin.thread = 78
    await admin.says("/settings")
    await admin.taps("Alerts into this topic")
    assert await topic(kept) == 78
    assert "Alerts into this topic" not in admin.labels


async def test_a_groups_language_is_chosen_by_its_admins(admin: Visitor) -> None:
    await admin.has("added")
    await admin.taps("Language: English · change")
    await admin.taps("Русский")
    assert admin.reply.refresh_menu
    assert "Language: Русский · change" in admin.labels


async def test_the_groups_language_beats_that_of_whoever_writes(
    admin: Visitor, passer_by: Visitor
) -> None:
    await admin.presses("settings:in:ru")
    passer_by.app_language = "en"
    await passer_by.says("/campaigns")
    assert "Суд над рабочими активистами" in passer_by.text


async def test_a_groups_clock_is_written_after_the_command(admin: Visitor) -> None:
    await admin.has("added")
    await admin.taps("Tell my city")
    assert "/settings Karaganda" in admin.text
    await admin.says("/settings London, UK")
    assert "Clock: London, where it is Sun 5 January, 20:00" in admin.text
    await admin.taps("Change the city")
    assert "/settings Karaganda" in admin.text


@pytest.mark.parametrize("typed", ["Springfield", "Australia", "Karagandz", "Zzyzzxq"])
async def test_a_city_is_written_once_more_after_the_command(admin: Visitor, typed: str) -> None:
    await admin.says(f"/settings {typed}")
    assert typed in admin.text
    assert "<code>/settings city, country</code>" in admin.text
    assert "write the name again" not in admin.text


async def test_a_groups_city_is_said_to_stand_in_for_everybodys_own(admin: Visitor) -> None:
    await admin.presses("settings:place")
    assert "An app that cannot show everybody's own time then shows that of this city" in (
        admin.text.replace("&#39;", "'")
    )
    assert "The office's time stands beside it." in admin.text.replace("&#39;", "'")


async def test_in_a_group_a_time_follows_every_reader(admin: Visitor) -> None:
    await admin.says("/case karaganda-2003")
    assert '<tg-time unix="1041822000" format="wDt">' in admin.text


@pytest.mark.parametrize("command", ["letter", "call", "privacy"])
async def test_what_is_ones_own_leads_into_the_private_chat(
    passer_by: Visitor, command: str
) -> None:
    await passer_by.says(f"/{command} karaganda-2003")
    assert "in our private chat" in passer_by.text
    assert passer_by.starts == [f"{command}_karaganda-2003"]
    assert len(passer_by.text) < 200


async def test_what_cannot_be_linked_leads_to_the_start(passer_by: Visitor) -> None:
    await passer_by.says("/remind")
    assert passer_by.starts == ["hello"]


async def test_a_link_carries_no_words_of_a_stranger(passer_by: Visitor) -> None:
    await passer_by.says("/letter <b>;rm -rf</b>")
    assert passer_by.starts == ["letter_"]


async def test_pressing_what_is_ones_own_gets_a_notice(passer_by: Visitor) -> None:
    await passer_by.presses("letter:karaganda-2003")
    assert passer_by.reply.toast == "That is for our private chat: write to me there."


async def test_start_in_a_group_is_the_set_up_for_admins(
    admin: Visitor, passer_by: Visitor
) -> None:
    assert "What shall this group be told of?" in (await admin.says("/start")).text
    assert passer_by.starts == []
    await passer_by.says("/start")
    assert "Admins set me up with /settings." in passer_by.text
    assert passer_by.starts == ["hello"]


async def test_help_in_a_group_is_brief(passer_by: Visitor) -> None:
    await passer_by.says("/help")
    assert len(passer_by.text) < 250
    assert passer_by.starts == ["help_"]


async def test_an_unknown_campaign_is_answered_without_what_was_typed(
    admin: Visitor,
) -> None:
    await admin.says("/subscribe https://evil.example")
    assert "evil" not in admin.text
    assert "subscribe:karaganda-2003" in admin.data


async def test_a_removed_bot_forgets_nothing_and_comes_back(admin: Visitor, kept: Store) -> None:
    await admin.says("/subscribe karaganda-2003")
    assert (await admin.has("removed")).reply == SILENCE
    async with kept.reading() as tx:
        assert await tx.subscriptions.audiences("karaganda-2003") == []
    await admin.has("added")
    assert admin.labels[0] == "✓ Worker activists on trial"
    async with kept.reading() as tx:
        assert len(await tx.subscriptions.audiences("karaganda-2003")) == 1


async def test_a_group_that_moves_keeps_its_choices(admin: Visitor, kept: Store) -> None:
    await admin.says("/subscribe karaganda-2003")
    await admin.has("migrated", migrated_to=-1_000_000_000_777)
    assert await subscriptions(kept, -1_000_000_000_777) == ("karaganda-2003",)
    assert await subscriptions(kept) == ()


async def test_a_move_to_nowhere_changes_nothing(admin: Visitor, kept: Store) -> None:
    await admin.says("/subscribe karaganda-2003")
    await admin.has("migrated")
    assert await subscriptions(kept) == ("karaganda-2003",)


async def test_being_added_to_a_channel_is_no_occasion_to_speak(stage: Stage) -> None:
    reply = await stage.handle(event="added", chat_id=GROUP, chat_kind="channel")
    assert reply == SILENCE


async def test_setup_in_private_is_the_settings(member: Visitor) -> None:
    assert "Your settings" in (await member.says("/setup")).text


async def test_a_switch_of_a_campaign_that_is_gone_gets_a_notice(admin: Visitor) -> None:
    assert (await admin.presses("setup:on:no-such")).reply.toast
    assert (await admin.presses("setup:on:won-2002")).reply.toast
    assert (await admin.presses("setup:nonsense")).reply.toast
