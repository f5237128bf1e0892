"""The command menus behind Telegram's "/" button, per kind of chat and language."""

from __future__ import annotations

from typing import Literal

from bot.core.chats import Chat, ChatKind
from bot.core.messages import Menu
from bot.words import Words

from .command import Command
from .table import COMMANDS

Scope = Literal["private", "groups", "group-admins"]


def menus(words: Words) -> list[Menu]:
    """One menu per scope and language, and one per scope for every language we do not speak."""
    spoken = [("", words.languages[0]), *((code, code) for code in words.languages)]
    return [
        Menu(scope=scope, language=code.split("-")[0], commands=_lines(words, scope, language))
        for scope in ("private", "groups", "group-admins")
        for code, language in spoken
    ]


def menus_of(words: Words, chat_id: int, kind: ChatKind, kept: Chat | None) -> tuple[Menu, ...]:
    """A chat's own menus in the language chosen there; empty ones where none was chosen or is kept.

    Without commands of its own, a chat's menu follows the language of each reader's app.
    """
    language = kept.language if kept is not None and kept.language_chosen else None
    return tuple(
        Menu(
            scope=scope,
            language="",
            commands=_lines(words, scope, language) if language else (),
            chat_id=chat_id,
        )
        for scope in SCOPES[kind]
    )


SCOPES: dict[ChatKind, tuple[Scope, ...]] = {
    "private": ("private",),
    "group": ("groups", "group-admins"),
    "channel": (),
}


def _lines(words: Words, scope: Scope, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (command.name, words.label(command.about, language))
        for command in COMMANDS
        if _is_in(command, scope)
    )


def _is_in(command: Command, scope: Scope) -> bool:
    """What only hosts may do is in no menu: it would show who the hosts are."""
    if not command.menu or command.hosts_only:
        return False
    shown: dict[Scope, tuple[str, ...]] = {
        "private": ("admin", "anyone", "no"),
        "groups": ("anyone",),
        "group-admins": ("admin", "anyone"),
    }
    return command.in_groups in shown[scope]
