"""The command line as a person meets it: what is typed, what is printed, how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import SECRETS, Settings
from tests.cli.terminal import Terminal
from tests.emulator import Emulator, emulating
from tests.logs import as_before

TOKEN = "1000000001:token-of-the-emulated-bot-api-000000"


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """In an empty folder, with nothing set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in SECRETS:
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    with as_before():
        yield Terminal(folder=tmp_path, patch=monkeypatch, capture=capsys)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulating(TOKEN, "solidarity_test_bot") as server:
        yield server
