"""The database file before SQLite touches it: one owner, one process, and really a database."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import AlreadyRunning, Damaged, Unreachable

if sys.platform == "win32":  # pragma: no cover  # the suite runs on Unix
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


HEADER = b"SQLite format 3\x00"
_IN_USE = b"in use\n"
_CHUNK = 1 << 20


def beside(path: Path, ending: str) -> Path:
    """A file that belongs to the database: its log, its lock."""
    return path.with_name(path.name + ending)


class DatabaseFile:
    """Holds the lock, and the file itself open for as long as SQLite has it.

    Closing any descriptor of the file would drop the locks SQLite holds on it in this process, so
    this one is opened before SQLite's and closed after it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None
        self._file: int | None = None

    def open(self) -> None:
        """Lock, then create what is missing, readable by its owner alone."""
        with self._told():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock_and_open(os.O_CREAT)
            if self._file is not None and (os.fstat(self._file).st_mode & 0o077) != 0:
                os.fchmod(self._file, 0o600)

    def open_to_look(self) -> None:
        """The same of what is there already; creates and changes nothing."""
        with self._told():
            self._lock_and_open(0)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unreachable(f"Cannot open {self.path}: {error.strerror}.") from error

    def _lock_and_open(self, create: int) -> None:
        lock = beside(self.path, ".lock")
        if create or lock.exists():
            self._lock = self._open(lock, create)
            self._take_lock(self._lock)
        self._check_presence()
        if create or self.path.exists():
            self._file = self._open(self.path, create)

    def _open(self, path: Path, create: int) -> int:
        return os.open(path, os.O_RDWR | create | os.O_CLOEXEC, 0o600)

    def _take_lock(self, fd: int) -> None:
        try:
            _lock(fd)
        except OSError as error:
            raise AlreadyRunning(str(self.path)) from error

    def _check_presence(self) -> None:
        """A file that was there once, or whose log is, is not quietly begun anew."""
        traces = (beside(self.path, ending) for ending in (".lock", "-wal"))
        if not bytes_in(self.path) and any(map(bytes_in, traces)):
            raise Damaged(
                str(self.path),
                f"it is missing or empty (to begin anew, delete {self.path.name}.lock and -wal)",
            )

    def remember(self) -> None:
        """Note beside the file that there is a database now."""
        if self._lock is not None and self.size:
            os.pwrite(self._lock, _IN_USE, 0)

    @property
    def epoch(self) -> int:
        """The epoch noted beside the file: the newest one it has had; 0 where none was noted."""
        noted = b"" if self._lock is None else os.pread(self._lock, 64, len(_IN_USE))
        found = re.match(rb"epoch ([0-9]{1,18})\n", noted)
        return int(found[1]) if found else 0

    def note_epoch(self, epoch: int) -> None:
        """Note it beside the file, where no copy put in the file's place can take it back."""
        if self._lock is not None:
            os.pwrite(self._lock, b"epoch %d\n" % epoch, len(_IN_USE))

    def close(self) -> None:
        """Give back the file and the lock; the lock file stays, as removing it would race."""
        for fd in (self._file, self._lock):
            if fd is not None:
                os.close(fd)
        self._file = self._lock = None

    @property
    def size(self) -> int:
        return 0 if self._file is None else os.fstat(self._file).st_size

    def check_header(self) -> None:
        """Refuse a file that is no database."""
        if self._file is not None and os.pread(self._file, 16, 0) != HEADER:
            raise Damaged(str(self.path), "it is not an SQLite database")

    def holds(self, traces: frozenset[bytes]) -> bool:
        """Whether any of these byte strings stands anywhere in the file."""
        if self._file is None or not traces:
            return False
        overlap = max(map(len, traces)) - 1
        for start in range(0, self.size, _CHUNK):
            chunk = os.pread(self._file, _CHUNK + overlap, start)
            if any(trace in chunk for trace in traces):
                return True
        return False


def is_held(path: Path) -> bool:
    """Whether another process has this database open. Leaves nothing behind."""
    try:
        fd = os.open(beside(path, ".lock"), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        _lock(fd)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False


def bytes_in(path: Path) -> int:
    """Bytes of a file; none where there is no such file."""
    return path.stat().st_size if path.exists() else 0
