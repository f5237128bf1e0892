"""An installation of the bot, and a Telegram for it to talk to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator import Emulator, emulating
from tests.process.bots import HOST, TOKEN, USERNAME, Installation


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulating(TOKEN, USERNAME) as server:
        server.act(lambda api: api.add_user(HOST, "Organiser", zone="Europe/London"))
        yield server


@pytest.fixture
def place(tmp_path: Path, emulator: Emulator) -> Installation:
    folder = tmp_path / "installation"
    folder.mkdir()
    return Installation(folder=folder, emulator=emulator)
