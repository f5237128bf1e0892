"""A file beside the database that only takes up room, so that there is some to give back."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

SIZE = 32 * 1024 * 1024
"""Bytes: enough for the results of what is under way, and for hours of commands."""
_CHUNK = 1024 * 1024


class Ballast:
    """The ballast of one database."""

    def __init__(self, database: Path, size: int = SIZE) -> None:
        self.path = database.with_name(f"{database.name}.ballast")
        self.size = size

    def is_there(self) -> bool:
        """Whether all of it is there."""
        return self.path.exists() and self.path.stat().st_size == self.size

    def take(self) -> bool:
        """Take up the room, really and not only by name; False where there is none."""
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _allocate(file, self.size)
            finally:
                os.close(file)
        except OSError:
            self.give_back()
            return False
        return True

    def give_back(self) -> bool:
        """Free the room; False where there was nothing to free."""
        with contextlib.suppress(OSError):
            self.path.unlink()
            return True
        return False


def ballast_of(database: Path | None) -> Ballast | None:
    """Beside a database that is a file; a server's disk is not ours."""
    return None if database is None else Ballast(database)


def _allocate(file: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
        return
    for start in range(0, size, _CHUNK):
        os.write(file, bytes(min(_CHUNK, size - start)))
