"""Databases that are filled once and copied for each run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.children import child


class Databases:
    """A folder with filled databases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def copy(self, chats: int, *, queued: bool) -> Iterator[str]:
        """A database with so many subscribers; ``queued``: an alert waits for all of them."""
        pattern = self._folder / f"{chats}-{queued}.db"
        if not pattern.exists():
            child("filling", database=str(pattern), chats=chats, queued=queued)
        with self.empty() as path:
            shutil.copyfile(pattern, path)
            with Path(path).open("rb+") as copied:  # or the first commits would wait for the copy
                os.fsync(copied.fileno())
            yield path

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A place for a new database."""
        path = self._folder / "run.db"
        try:
            yield str(path)
        finally:
            for file in self._folder.glob("run.db*"):
                file.unlink()
