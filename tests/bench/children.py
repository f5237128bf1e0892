"""Processes that the harness starts: the fake Bot API, and one for each thing that is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.control import Control

HOUSE = Path(__file__).parent.parent.parent
TOKEN = "1234567890:bench_token-AAAAAAAAAAAAAAAAAAAAAAA"
PATIENCE = 600.0


class Fake:
    """The fake Bot API at work."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.control = Control(url)


class Broken(Exception):
    """A child process failed; the words are its own."""


@contextmanager
def fake_api() -> Iterator[Fake]:
    """Start it and stop it."""
    command = [sys.executable, "-m", "tests.bench.fake_api"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HOUSE) as process:
        assert process.stdout is not None
        try:
            yield Fake(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()


def child(name: str, *, python: str = sys.executable, **wanted: Any) -> dict[str, Any]:
    """Run one module of this package to its end; gives what it told. Raises Broken."""
    command = [python, "-m", f"tests.bench.{name}", json.dumps(wanted)]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=HOUSE, timeout=PATIENCE, text=True
    )
    if done.returncode != 0:
        raise Broken(f"{name} failed:\n{done.stderr or done.stdout}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
