from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import bot.commands
import bot.words
from bot.commands.menus import menus
from bot.commands.table import COMMANDS
from bot.words import Words
from tests.commands.visitor import Stage, Visitor

SHIPPED = Words.load()
TEMPLATES = Path(bot.words.__file__).parent / "templates"
ROOM = Path(bot.commands.__file__).parent
SCREENS = [
    *(f"/{command.name}" for command in COMMANDS if not command.hosts_only),
    "/start karaganda-2003",
    "/case karaganda-2003",
    "/subscribe karaganda-2003",
    "/mydata",
    "/settings Berlin, Germany",
    "/settings Xyzzyq",
    "/settings Kazakhstan",
    "/settings",
    "/unsubscribe karaganda-2003",
    "/unsubscribe karaganda-2003",
    "/subscribe no-such",
    "nonsense",
]
PRESSES = [
    *(
        f"case:karaganda-2003:{part}"
        for part in ("people timeline demands evidence pickets fund join glossary".split())
    ),
    "settings:language",
    "settings:place",
    "settings:hours",
    "settings:city:2643743",
    "privacy:limits",
    "forget:no",
    "forget:yes",
]


@pytest.mark.parametrize("language", SHIPPED.languages)
async def test_every_screen_speaks_every_language(stage: Stage, language: str) -> None:
    stage.desk = replace(stage.desk, words=SHIPPED)
    member = Visitor(stage, app_language=language)
    for typed in SCREENS:
        assert (await member.says(typed)).screens, typed
    for data in PRESSES:
        assert (await member.presses(data)).screens, data


@pytest.mark.parametrize("language", SHIPPED.languages)
async def test_every_screen_of_a_group_speaks_every_language(stage: Stage, language: str) -> None:
    stage.desk = replace(stage.desk, words=SHIPPED)
    admin = Visitor(stage, user=5, chat=-100, admin=True, app_language=language)
    for typed in SCREENS[:-1]:
        assert (await admin.says(typed)).screens, typed


@pytest.mark.parametrize("language", SHIPPED.languages)
async def test_every_screen_of_a_host_speaks_every_language(stage: Stage, language: str) -> None:
    stage.desk = replace(stage.desk, words=SHIPPED)
    host = Visitor(stage, user=7_000_000_099, app_language=language)
    for typed in (
        "/broadcast",
        "/broadcast karaganda-2003",
        "Come",
        "/broadcast won-2002 " + "x" * 3001,
    ):
        assert (await host.says(typed)).screens, typed
    await host.says("/subscribe karaganda-2003")
    await host.says("/broadcast karaganda-2003 Come")
    await host.presses(host.data[-1] if "broadcast:in" in host.data[-1] else host.data[0])
    send = next(data for data in host.data if data.startswith("broadcast:send"))
    await host.presses(send)
    assert (await host.presses(host.data[0])).screens
    assert (await host.says("/sent")).screens
    assert (await host.presses("broadcast:correct:1")).screens
    assert (await host.says("Come soon")).screens
    assert (await host.presses(host.data[1])).screens
    assert (await host.presses("broadcast:correct:1")).screens
    assert (await host.presses("broadcast:withdraw:1")).screens
    assert (await host.presses(host.data[0])).screens


def test_every_label_a_command_asks_for_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    asked = set(re.findall(r"(?:label|button)\(\s*\"([a-z_]+)\"", source))
    asked |= set(re.findall(r"Stale\(\"([a-z_]+)\"\)", source))
    asked |= {command.about for command in COMMANDS if command.menu}
    labels = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("labels*.j2"))
    assert asked <= set(re.findall(r"{% macro ([a-z_]+)\(", labels))


def test_every_notice_fits_over_the_chat() -> None:
    for name in ("stale", "campaign_gone", "only_private", "only_admins", "decided"):
        for language in SHIPPED.languages:
            assert len(SHIPPED.label(name, language)) <= 200


def test_every_command_has_a_name_telegram_takes() -> None:
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in names)


def test_there_is_a_menu_for_every_kind_of_chat_and_language() -> None:
    found = menus(SHIPPED)
    assert {menu.scope for menu in found} == {"private", "groups", "group-admins"}
    assert {menu.language for menu in found} == {"", *SHIPPED.languages}
    assert len({(menu.scope, menu.language) for menu in found}) == len(found)
    for menu in found:
        assert all(1 <= len(about) <= 256 for _, about in menu.commands)


def test_menus_show_what_can_be_used_there_and_never_who_hosts() -> None:
    shown = {
        menu.scope: {name for name, _ in menu.commands}
        for menu in menus(SHIPPED)
        if menu.language == ""
    }
    assert "broadcast" not in set().union(*shown.values())
    assert {"letter", "call", "forget"} <= shown["private"]
    assert "letter" not in shown["groups"]
    assert "subscribe" not in shown["groups"]
    assert {"subscribe", "settings", "case"} <= shown["group-admins"]


async def test_help_lists_every_command_of_the_menu_on_one_screen(member: Visitor) -> None:
    await member.says("/help")
    for command in COMMANDS:
        assert (f"/{command.name} –" in member.text) == (command.menu and not command.hosts_only)
    assert len(member.text.splitlines()) <= 15
    assert {"campaigns", "letter", "call", "settings"} == set(member.data)


async def test_every_button_of_help_leads_somewhere(member: Visitor) -> None:
    await member.says("/help")
    for data in member.data:
        assert (await member.presses(data)).screens


async def test_screens_fit_a_phone(member: Visitor) -> None:
    for typed in ("/start karaganda-2003", "/case karaganda-2003", "/settings", "/privacy"):
        await member.says(typed)
        assert len(member.text.splitlines()) <= 16, member.text
