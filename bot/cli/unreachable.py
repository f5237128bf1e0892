"""Why a database cannot be opened or looked into, in plain words, and what to do next."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.store import Unreachable

FILE = "sqlite:///"
UNSET = Settings.model_fields["database_url"].default
SETTING = "Is DATABASE_URL right? It stands in the environment, or in .env in this folder."
NOT_SET = "DATABASE_URL is not set, so it is looked for below this folder. Is it the bot's folder?"
NO_FOLDER = (FileExistsError, NotADirectoryError, PermissionError)
"""What making a file meets where a folder of its path is none, or lets nobody in."""
NEVER_RAN = "If the bot has never run here, the first `solidarity run` makes it."


def in_plain_words(trouble: Unreachable, url: str) -> tuple[str, ...]:
    """Sentences without codes of the operating system, and without the password in an address."""
    if url.startswith(FILE):
        return _of_file(trouble, Path(url.removeprefix(FILE)).absolute(), url)
    if why := _of_network(trouble.__cause__):
        return (f"The database server {place(url)} cannot be reached: {why}", SETTING)
    return (str(trouble), SETTING)


def _of_file(trouble: Unreachable, path: Path, url: str) -> tuple[str, ...]:
    if path.is_dir():
        return (f"{path} is a folder, not a database.", SETTING)
    if path.exists():
        return (str(trouble),)
    if isinstance(trouble.__cause__, NO_FOLDER):
        return (f"{path} cannot be made: its folder is none that can be written to.", SETTING)
    if trouble.__cause__ is not None:
        return (str(trouble), SETTING)
    return (f"There is no database {path}.", NOT_SET if url == UNSET else SETTING, NEVER_RAN)


def _of_network(cause: BaseException | None) -> str:
    """What an error of the network means; nothing where the server has told what is wrong."""
    if not isinstance(cause, OSError):
        return ""
    if isinstance(cause, socket.gaierror):
        return "no machine of that name is known. Is the network there?"
    if isinstance(cause, TimeoutError):
        return "it does not answer. Does a firewall stand between?"
    if isinstance(cause, FileNotFoundError):
        return "its socket is not there. Does the server run on this machine?"
    return "nobody answers there. Does the server run?"


def place(url: str) -> str:
    """Machine, port and name of a server; whatever may be part of a password is left out."""
    parts = urlsplit(url)
    machine = parts.netloc.rpartition("@")[2] if "@" in parts.netloc else parts.hostname
    return f"{machine or 'localhost'}{'' if '@' in parts.path else parts.path}"
