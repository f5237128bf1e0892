"""Bots as processes of their own, and what is done to them from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import SECRETS, Settings
from tests.emulator import Emulator

TOKEN = "1234567890:canary_token-AAAAAAAAAAAAAAAAAAAAAA"
USERNAME = "solidarity_test_bot"
HOST = 7_345_678_901
PATIENCE = 60.0


@dataclass(kw_only=True)
class Installation:
    """A folder with a database, and the settings of the bots that run on it."""

    folder: Path
    emulator: Emulator
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "bot.db"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of ours but what is set here."""
        ours = {name.upper() for name in Settings.model_fields}
        ours |= {f"{name.upper()}_FILE" for name in SECRETS}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return kept | {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.emulator.url,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "HOST_IDS": str(HOST),
            "HTTP_PORT": "0",
            **self.settings,
        }


@dataclass(kw_only=True)
class Bot:
    """`python -m bot run`, and everything it has written."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def written(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """Without a warning, as a power cut would."""
        self.process.kill()
        assert self.process.wait(PATIENCE) == -signal.SIGKILL

    def asked_to_stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop, and wait: its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def ends(self) -> int:
        """Wait until it ends by itself: its exit code."""
        return self.process.wait(PATIENCE)

    def says(self, words: str) -> None:
        """Wait until it has logged these words."""
        give_up = time.monotonic() + PATIENCE
        while words not in self.written:
            assert self.process.poll() is None, f"it ended instead:\n{self.written}"
            assert time.monotonic() < give_up, f"it never said {words!r}:\n{self.written}"
            time.sleep(0.02)


@contextmanager
def started(
    place: Installation, *words: str, ready: str = "campaigns live", **settings: str
) -> Iterator[Bot]:
    """Start the program (`run`, if nothing else is said) and wait for ``ready`` in its log."""
    log = place.folder / f"log-{time.monotonic_ns()}.txt"
    command = [sys.executable, "-m", "bot", *(words or ("run",))]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=place.environment | settings,
            cwd=Path(__file__).parent.parent.parent,
        )
    bot = Bot(process=process, log=log)
    try:
        if ready:
            bot.says(ready)
        yield bot
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(PATIENCE)
