"""What the bot tells of itself: name, descriptions, menus of commands per scope and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.demo import limits
from bot.demo.answers import Json, bad_request
from bot.demo.params import Params

_COMMAND: Final = re.compile(rf"[a-z0-9_]{{1,{limits.COMMAND_NAME}}}", re.ASCII)
_LANGUAGE: Final = re.compile(r"(?:[a-z]{2})?", re.ASCII)
CHAT_SCOPES: Final = ("chat", "chat_administrators", "chat_member")
SCOPES: Final = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    *CHAT_SCOPES,
)
# Method suffix -> (field of the answer, longest value).
TEXTS: Final = {
    "name": ("name", limits.NAME),
    "description": ("description", limits.DESCRIPTION),
    "shortdescription": ("short_description", limits.SHORT_DESCRIPTION),
}

Scope = tuple[str, int, int]


@dataclass
class Profile:
    """The bot's own account."""

    bot_id: int
    username: str
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def user(self) -> Json:
        name = self.texts.get(("name", ""), self.username)
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": self.username}

    def me(self) -> Json:
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def text(self, name: str, language: str) -> str:
        default = self.username if name == "name" else ""
        return self.texts.get((name, language)) or self.texts.get((name, ""), default)

    def menu(self, scopes: list[Scope], language: str) -> list[Json]:
        """The first menu that fits: scopes from narrow to wide, in each the language, then none."""
        for scope in scopes:
            for code in (language[:2], ""):
                if commands := self.commands.get((scope, code)):
                    return commands
        return []

    def set_commands(self, params: Params) -> bool:
        given = params.data("commands", "can't parse commands JSON object") or []
        if not isinstance(given, list):
            raise bad_request("expected an Array of BotCommand")
        if len(given) > limits.COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.commands[_key(params)] = [_command(command) for command in given]
        return True

    def get_commands(self, params: Params) -> list[Json]:
        return self.commands.get(_key(params), [])

    def delete_commands(self, params: Params) -> bool:
        self.commands.pop(_key(params), None)
        return True


def text_methods(name: str) -> Mapping[str, Callable[[Profile, Params], object]]:
    """setMy… and getMy… of one of the bot's texts."""
    answer_field, longest = TEXTS[name]

    def change(profile: Profile, params: Params) -> bool:
        value = params.text(answer_field).strip()
        if limits.utf16(value) > longest:
            raise bad_request(f"BOT_{answer_field.upper()}_TOO_LONG")
        profile.texts[answer_field, _language(params)] = value
        return True

    def tell(profile: Profile, params: Params) -> Json:
        return {answer_field: profile.text(answer_field, _language(params))}

    return {f"setmy{name}": change, f"getmy{name}": tell}


def _key(params: Params) -> tuple[Scope, str]:
    return _scope(params), _language(params)


def _scope(params: Params) -> Scope:
    given = params.data("scope", "can't parse BotCommandScope JSON object")
    if given is None:
        return ("default", 0, 0)
    if not isinstance(given, Mapping) or given.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    kind = str(given["type"])
    if kind in CHAT_SCOPES and not given.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    if kind == "chat_member" and int(given.get("user_id", 0)) <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return (kind, int(given.get("chat_id", 0)), int(given.get("user_id", 0)))


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _command(given: Any) -> Json:
    if not isinstance(given, Mapping):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = given.get("command"), given.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        raise bad_request('can\'t parse BotCommand: Can\'t find field "command" or "description"')
    name = name.removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if limits.utf16(description) > limits.COMMAND_DESCRIPTION:
        raise bad_request("command description length must not exceed 256")
    return {"command": name, "description": description}
