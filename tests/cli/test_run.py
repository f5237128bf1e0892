"""`solidarity run`, where it ends by itself."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.cli.exits import BUSY, CONFIGURATION, SOFTWARE, UNAVAILABLE
from bot.cli.run import secrets_of
from bot.clock import SystemClock
from bot.jobs import loop as loops
from bot.jobs.scheduler import Scheduler
from bot.settings import Settings, load
from bot.store import open_store
from tests.cli.conftest import TOKEN
from tests.cli.terminal import Terminal
from tests.emulator import Emulator


@pytest.fixture
def installation(terminal: Terminal, emulator: Emulator) -> Iterator[Terminal]:
    """Everything is as it should be; the mask of file modes is given back afterwards."""
    mask = os.umask(0o022)
    terminal.set(
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_URL=emulator.url,
        DATABASE_URL=f"sqlite:///{terminal.folder}/bot.db",
        HTTP_PORT=0,
    )
    yield terminal
    os.umask(mask)


def test_a_token_telegram_does_not_know_ends_the_start(installation: Terminal) -> None:
    installation.set(TELEGRAM_TOKEN="1000000001:" + "A" * 35)
    ended = installation.types("run")
    assert ended.code == CONFIGURATION
    assert ended.err == "TELEGRAM_TOKEN: Telegram does not accept it. Ask @BotFather for it.\n"


def test_a_port_that_is_taken_ends_the_start_and_leaves_the_database_whole(
    installation: Terminal, emulator: Emulator
) -> None:
    port = emulator.url.rpartition(":")[2]
    installation.set(HTTP_PORT=port)
    ended = installation.types("run")
    assert ended.code == UNAVAILABLE
    assert ended.err.splitlines()[-1] == (
        f"HTTP_HOST, HTTP_PORT: 127.0.0.1:{port} cannot be used (Address already in use)."
        " Choose another."
    )
    with closing(sqlite3.connect(installation.folder / "bot.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_it_makes_is_for_its_owner_alone(installation: Terminal, emulator: Emulator) -> None:
    installation.set(HTTP_PORT=emulator.url.rpartition(":")[2])
    installation.types("run")
    modes = {path.name: path.stat().st_mode & 0o777 for path in installation.folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_a_bot_that_gives_up_ends_with_a_sentence_and_the_code_for_software(
    installation: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: Scheduler) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(loops, "PAUSE_AFTER_BUG", 0.01)
    monkeypatch.setattr(Scheduler, "step", fails)
    ended = installation.types("run")
    assert ended.code == SOFTWARE
    assert "the bot ends, to be started anew" in ended.err
    assert ended.err.splitlines()[-1] == "Too many steps failed (see the log): start it anew."


async def test_a_second_copy_is_refused(installation: Terminal) -> None:
    async with open_store(f"sqlite:///{installation.folder}/bot.db", SystemClock()):
        ended = installation.types("run")
    assert ended.code == BUSY
    assert ended.err == (f"Another copy of the bot is running on {installation.folder}/bot.db.\n")


@pytest.mark.parametrize("machine", ["127.0.0.1:9", "localhost:9"])
def test_a_database_server_that_is_away_is_told_in_plain_words(
    installation: Terminal, machine: str
) -> None:
    installation.set(DATABASE_URL=f"postgresql://bot:canary@{machine}/none")
    ended = installation.types("run")
    assert ended.code == UNAVAILABLE
    assert ended.err == (
        f"The database server {machine}/none cannot be reached: nobody answers there. "
        "Does the server run?\n"
        "Is DATABASE_URL right? It stands in the environment, or in .env in this folder.\n"
    )


def test_a_database_that_cannot_be_made_is_told_without_saying_that_the_start_makes_it(
    installation: Terminal,
) -> None:
    (installation.folder / "file").write_bytes(b"")
    installation.set(DATABASE_URL=f"sqlite:///{installation.folder}/file/bot.db")
    ended = installation.types("run")
    assert ended.code == UNAVAILABLE
    assert ended.err == (
        f"{installation.folder}/file/bot.db cannot be made: its folder is none that can be "
        "written to.\n"
        "Is DATABASE_URL right? It stands in the environment, or in .env in this folder.\n"
    )


def test_a_database_that_is_a_folder_ends_the_start(installation: Terminal) -> None:
    installation.set(DATABASE_URL=f"sqlite:///{installation.folder}")
    ended = installation.types("run")
    assert ended.code == UNAVAILABLE
    assert ended.err.startswith(f"{installation.folder} is a folder, not a database.\n")


def test_all_secrets_are_known_to_the_log() -> None:
    settings = load(
        {
            "TELEGRAM_TOKEN": TOKEN,
            "WEBHOOK_SECRET": "the-secret-of-webhooks",
            "DATABASE_URL": "postgresql://bot:password@db/x",
        }
    )
    assert secrets_of(settings) == [
        TOKEN,
        "the-secret-of-webhooks",
        "postgresql://bot:password@db/x",
    ]
    assert secrets_of(Settings())[2] == "", "a file's name is no secret"
