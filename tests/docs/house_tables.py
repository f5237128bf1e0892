"""Tables of what the program offers: chat commands, command line, settings, exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from pydantic import SecretStr

from bot.cli import exits
from bot.cli.table import app
from bot.commands.command import Command
from bot.commands.table import COMMANDS
from bot.content.meanings import meanings
from bot.settings import Settings
from bot.words import Words
from tests.docs.markdown import table

WITHOUT_A_LABEL = {
    "start": "Begin, or begin anew; links to a campaign lead here",
    "setup": "Choose a group's campaigns and its topic, as /settings does there",
    "remind": "Stands behind the button “Remind me when they open”",
}
"""Commands that are in no menu and so have no words of their own."""

EXITS = {
    "OK": (0, "done"),
    "FOUND": (exits.FOUND, "`check`, `doctor` or `preview` found a problem, and said which"),
    "USAGE": (exits.USAGE, "the command line could not be understood"),
    "DATA": (exits.DATA, "the database is damaged, made by a newer version, or an older copy"),
    "UNAVAILABLE": (
        exits.UNAVAILABLE,
        "the database cannot be reached or read, or the port cannot be used",
    ),
    "SOFTWARE": (exits.SOFTWARE, "a mistake in the program itself; the log says where"),
    "BUSY": (exits.BUSY, "another copy of the bot is running on this database"),
    "CONFIGURATION": (exits.CONFIGURATION, "a setting is missing or cannot be used"),
}


def chat_commands() -> str:
    words = Words.load()
    return table(
        ("Command", "What it does", "In a group"),
        ((f"`/{c.name}`", _about(c, words), _in_groups(c)) for c in COMMANDS),
    )


def _about(command: Command, words: Words) -> str:
    about = words.label(command.about, "en") if command.menu else WITHOUT_A_LABEL[command.name]
    return f"{about} (organisers only)" if command.hosts_only else about


def _in_groups(command: Command) -> str:
    if command.hosts_only:
        return "–"
    return {"admin": "admins", "anyone": "anyone", "no": "leads to the private chat"}[
        command.in_groups
    ]


def settings() -> str:
    meant = meanings(Settings)
    return table(
        ("Setting", "Default", "Meaning"),
        (
            (f"`{name.upper()}`", _default(field), meant[name])
            for name, field in Settings.model_fields.items()
        ),
    )


def _default(field: Any) -> str:
    if field.default_factory is not None:
        return "shipped"
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return f"`{value}`" if value or value == 0 else "none"


def command_line() -> str:
    return table(
        ("Command", "What it does", "Options"),
        (
            (f"`{usage}`", command.get_short_help_str(limit=200), _options(command))
            for usage, command in commands()
        ),
    )


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that can be run, with its name and arguments as they are typed."""
    yield from _below("solidarity", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for below, inner in command.commands.items():
            yield from _below(f"{name} {below}", inner)
        return
    arguments = (_argument(param) for param in command.params if _is_argument(param))
    yield " ".join([name, *arguments]), command


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _argument(param: Any) -> str:
    name = (param.metavar or param.name).strip("[]").upper()
    return name if param.required else f"[{name}]"


def _options(command: Any) -> str:
    """Its options, each with its default."""
    return ", ".join(
        "/".join(f"`{name}`" for name in (param.opts[0], *param.secondary_opts))
        + (f" ({param.default})" if _worth_telling(param.default) else "")
        for param in command.params
        if not _is_argument(param)
    )


def _worth_telling(default: object) -> bool:
    return isinstance(default, str | int) and not isinstance(default, bool) and default != ""


def exit_codes() -> str:
    return table(("Code", "Meaning"), ((str(code), means) for code, means in EXITS.values()))
