"""Menus of commands per scope and language, and the bot's texts about itself."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.bot_api import BotApi
from tests.demo.people import ANN, DANA, GROUP, LEO, OLGA, an_api


@pytest.fixture
def api() -> BotApi:
    api = an_api()
    api.add_bot_to_group(GROUP, ANN)
    return api


def set_menu(api: BotApi, name: str, **where: Any) -> None:
    commands = [{"command": name, "description": "words"}]
    assert api.call("setMyCommands", {"commands": commands, **where}).result is True


def shown(api: BotApi, chat_id: int, user_id: int) -> str:
    menu = api.menu(chat_id, user_id)
    return menu[0]["command"] if menu else ""


def test_the_narrowest_menu_is_shown(api: BotApi) -> None:
    set_menu(api, "any")
    assert shown(api, ANN, ANN) == shown(api, GROUP, LEO) == "any"
    set_menu(api, "private", scope={"type": "all_private_chats"})
    set_menu(api, "group", scope={"type": "all_group_chats"})
    set_menu(api, "admin", scope={"type": "all_chat_administrators"})
    assert shown(api, ANN, ANN) == "private"
    assert shown(api, GROUP, LEO) == "group"
    assert shown(api, GROUP, ANN) == "admin"
    set_menu(api, "here", scope={"type": "chat", "chat_id": GROUP})
    assert shown(api, GROUP, ANN) == "here"
    set_menu(api, "leo", scope={"type": "chat_member", "chat_id": GROUP, "user_id": LEO})
    assert shown(api, GROUP, LEO) == "leo"


def test_the_persons_language_comes_before_none(api: BotApi) -> None:
    set_menu(api, "any")
    set_menu(api, "russian", language_code="ru")
    assert [shown(api, who, who) for who in (OLGA, DANA)] == ["russian", "any"]


def test_menus_are_read_and_deleted_exactly(api: BotApi) -> None:
    set_menu(api, "russian", language_code="ru")
    assert api.call("getMyCommands", {}).result == []
    assert len(api.call("getMyCommands", {"language_code": "ru"}).result) == 1
    api.call("deleteMyCommands", {"language_code": "ru"})
    assert api.call("getMyCommands", {"language_code": "ru"}).result == []


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "big letters": ({"commands": [{"command": "Call", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    "33 letters": (
        {"commands": [{"command": "x" * 33, "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
    "no words": (
        {"commands": [{"command": "call", "description": " "}]},
        "command description must be non-empty",
    ),
    "long words": (
        {"commands": [{"command": "call", "description": "x" * 257}]},
        "command description length must not exceed 256",
    ),
    "too many": (
        {"commands": [{"command": f"c{i}", "description": "x"} for i in range(101)]},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    "strange scope": (
        {"commands": [], "scope": {"type": "everywhere"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    "scope without its chat": (
        {"commands": [], "scope": {"type": "chat"}},
        "can't parse BotCommandScope: Empty chat_id specified",
    ),
    "strange language": (
        {"commands": [], "language_code": "rus"},
        "invalid language code specified",
    ),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_bad_menus_are_refused(api: BotApi, case: str) -> None:
    params, reason = REFUSED[case]
    answer = api.call("setMyCommands", params)
    assert answer.body["description"] == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
def test_texts_per_language_with_their_limits(
    api: BotApi, method: str, field: str, longest: int
) -> None:
    api.call(f"setMy{method}", {field: "in English"})
    api.call(f"setMy{method}", {field: "по-русски", "language_code": "ru"})
    assert api.call(f"getMy{method}", {"language_code": "ru"}).result == {field: "по-русски"}
    assert api.call(f"getMy{method}", {"language_code": "kk"}).result == {field: "in English"}
    assert api.call(f"setMy{method}", {field: "x" * (longest + 1)}).status == 400


def test_its_name_is_the_one_on_its_messages(api: BotApi) -> None:
    api.call("setMyName", {"name": "Solidarity Alerts"})
    assert api.call("getMe", {}).result["first_name"] == "Solidarity Alerts"
