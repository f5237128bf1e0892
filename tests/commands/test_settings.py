from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.chats import Chat
from bot.store import Store, open_store
from tests.commands.conftest import EVENING
from tests.commands.visitor import Stage, Visitor
from tests.store.builders import StillClock

DEFAULTS = Chat(id=7_000_000_001, kind="private")


async def saved(store: Store) -> Chat | None:
    async with store.reading() as tx:
        return await tx.chats.get(DEFAULTS.id)


async def place_of(store: Store) -> tuple[str | None, str | None, str | None]:
    chat = await saved(store)
    assert chat is not None
    return chat.country, chat.zone, chat.place


async def test_everything_stands_on_one_screen(member: Visitor) -> None:
    await member.says("/subscribe karaganda-2003")
    await member.says("London, United Kingdom")
    await member.says("/settings")
    assert "Language: English" in member.text
    assert "Clock: London, where it is Sun 5 January, 20:00" in member.text
    assert "Waking hours: 08:00–22:00" in member.text
    assert "Subscribed to: Worker activists on trial" in member.text
    assert member.labels[0] == "Change the city"


async def test_choosing_a_language(member: Visitor, kept: Store) -> None:
    await member.says("/settings")
    await member.taps("Language: English · change")
    await member.taps("Русский")
    assert member.reply.refresh_menu
    chat = await saved(kept)
    assert chat is not None
    assert (chat.language, chat.language_chosen) == ("ru", True)


async def test_choosing_waking_hours(member: Visitor, kept: Store) -> None:
    await member.says("/settings")
    await member.taps("Waking hours")
    assert "the hours that fall into your day are named too" in member.text
    await member.taps("06")
    await member.taps("24")
    assert "Waking hours: 06:00–24:00" in member.text
    assert {"✓ 06", "✓ 24"} <= set(member.labels)
    chat = await saved(kept)
    assert chat is not None
    assert (chat.wakes, chat.sleeps) == (6, 24)
    await member.taps("Back to the settings")
    assert "Waking hours: 06:00–24:00" in member.text


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Karaganda", "Asia/Almaty"),
        ("Караганда", "Asia/Almaty"),
        ("Қарағанды", "Asia/Almaty"),
        ("القاهرة", "Africa/Cairo"),
        ("東京", "Asia/Tokyo"),
        ("los angeles", "America/Los_Angeles"),
    ],
)
async def test_a_city_is_known_in_any_script(
    member: Visitor, kept: Store, typed: str, zone: str
) -> None:
    await member.says("/settings")
    await member.taps("Tell my city")
    await member.says(typed)
    if "Which <code>" in member.text:
        await member.presses(member.data[0])
    assert "right?" in member.text
    assert (await place_of(kept))[1] == zone


async def test_a_name_of_several_cities_is_asked_back_with_clocks(
    member: Visitor, kept: Store
) -> None:
    await member.says("/settings")
    await member.taps("Tell my city")
    await member.says("London")
    assert member.labels[0] == "London, United Kingdom · now 20:00"
    await member.taps("London, United Kingdom · now 20:00")
    assert await place_of(kept) == ("GB", "Europe/London", "London")
    await member.taps("Yes, that is my clock")
    assert "Clock: London" in member.text


async def test_the_country_after_a_comma_decides(member: Visitor, kept: Store) -> None:
    await member.presses("settings:place")
    await member.says("London, Canada")
    assert await place_of(kept) == ("CA", "America/Toronto", "London")


async def test_a_country_with_one_clock_is_enough(member: Visitor, kept: Store) -> None:
    await member.presses("settings:place")
    await member.says("Germany")
    assert "20:00" not in member.text
    assert "(Germany)" in member.text
    assert await place_of(kept) == ("DE", "Europe/Berlin", None)
    await member.says("/settings")
    assert "Clock: Germany, where it is Sun 5 January, 21:00" in member.text


async def test_a_country_is_known_in_the_readers_language(member: Visitor, kept: Store) -> None:
    await member.presses("settings:in:ru")
    await member.presses("settings:place")
    await member.says("Франция")
    assert (await place_of(kept))[1] == "Europe/Paris"


async def test_another_city_typed_while_the_clock_is_shown_back_is_meant_instead(
    member: Visitor, kept: Store
) -> None:
    await member.presses("settings:place")
    await member.says("London, United Kingdom")
    await member.says("Los Angeles, United States")
    assert (await place_of(kept))[1] == "America/Los_Angeles"


async def test_a_customary_short_form_of_a_country_is_known(member: Visitor, kept: Store) -> None:
    await member.presses("settings:place")
    await member.says("UK")
    assert await place_of(kept) == ("GB", "Europe/London", None)


async def test_a_country_with_several_clocks_needs_the_city(member: Visitor, kept: Store) -> None:
    await member.presses("settings:place")
    await member.says("Australia")
    assert "has several clocks" in member.text
    await member.says("Sydney")
    if "Which <code>" in member.text:
        await member.presses(member.data[0])
    assert (await place_of(kept))[1] == "Australia/Sydney"


async def test_a_misspelt_city_gets_suggestions(member: Visitor) -> None:
    await member.presses("settings:place")
    await member.says("Karagandz")
    assert "I don't know the city <code>Karagandz</code>. Did you mean" in member.text
    assert any("Kazakhstan" in label for label in member.labels)


async def test_a_city_nobody_knows_is_asked_again(member: Visitor, kept: Store) -> None:
    await member.presses("settings:place")
    await member.says("<i>Qqqwwwzzz</i>")
    assert "<code>&lt;i&gt;Qqqwwwzzz&lt;/i&gt;</code>" in member.text
    assert await saved(kept) is None
    await member.says("Reykjavik")
    assert (await place_of(kept))[1] == "Atlantic/Reykjavik"


async def test_a_very_long_name_does_no_harm(member: Visitor) -> None:
    await member.presses("settings:place")
    assert len((await member.says("Э" * 4000)).text) < 600


async def test_a_location_is_enough(member: Visitor, kept: Store) -> None:
    await member.presses("settings:place")
    await member.shares(34.05, -118.24)
    assert await place_of(kept) == ("US", "America/Los_Angeles", "Los Angeles")


async def test_a_location_out_of_the_blue_sets_the_clock_too(member: Visitor, kept: Store) -> None:
    await member.shares(51.5, -0.12)
    assert "right?" in member.text
    assert (await place_of(kept))[1] == "Europe/London"


async def test_the_city_may_stand_after_the_command(member: Visitor, kept: Store) -> None:
    await member.says("/settings Reykjavik")
    assert (await place_of(kept))[1] == "Atlantic/Reykjavik"


async def test_back_to_the_settings_closes_the_question(member: Visitor) -> None:
    await member.says("/settings")
    await member.taps("Tell my city")
    await member.taps("Back to the settings")
    assert "I did not understand that." in (await member.says("London")).text


async def test_a_question_survives_a_restart(tmp_path: Path, stage: Stage, member: Visitor) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    async with open_store(url, StillClock(EVENING)) as first:
        stage.store = first
        await member.says("/subscribe karaganda-2003")
    async with open_store(url, StillClock(EVENING)) as second:
        stage.store = second
        await member.says("Reykjavik")
        await member.taps("Yes, that is my clock")
        assert "Next in Worker activists on trial" in member.text


async def test_settings_pressed_from_afar_are_a_message_of_their_own(member: Visitor) -> None:
    await member.presses("settings")
    assert member.reply.edit is None
    assert "Your settings" in member.text
