"""Whether a campaign's files are still those that were found sound: by a digest of their bytes.

Reading and checking a campaign takes hundreds of times longer than looking whether it is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot import core

from . import letter_templates, recordings, yaml_reader
from .campaign_files import DOCUMENT, LETTERS, VOICES, Unreadable, read


def files_digest(folder: Path) -> str | None:
    """SHA-256 of everything in a campaign's folder that is read, in hex.

    None where it has to be read anyhow: then there is something to say of it. Whatever this program
    judges by is in the digest too, so that a new version looks at everything anew.
    """
    found = hashlib.sha256(_program())
    try:
        for name, raw in _pieces(folder):
            found.update(f"{len(name.encode())}:{len(raw)}:{name}".encode())
            found.update(raw)
    except (Unreadable, OSError, UnicodeEncodeError):
        return None
    return found.hexdigest()


def _pieces(folder: Path) -> Iterator[tuple[str, bytes]]:
    yield folder.resolve().name, b""
    yield DOCUMENT, read(folder / DOCUMENT, folder, yaml_reader.MOST_BYTES)
    most = {LETTERS: letter_templates.MOST_BYTES, VOICES: recordings.MOST_BYTES}
    for name, largest in most.items():
        inside = folder / name
        for path in sorted(inside.iterdir()) if inside.is_dir() else ():
            if not path.name.startswith("."):
                yield path.name, read(path, folder, largest)


@cache
def _program() -> bytes:
    """Name, size and time of change of every file of this room and of the core."""
    rooms = (Path(__file__).parent, *map(Path, core.__path__))
    files = [(path.name, path.stat()) for room in rooms for path in sorted(room.glob("*.py"))]
    return repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in files]).encode()
