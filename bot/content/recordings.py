"""Recordings of what is said on the telephone: voices/<name>.ogg in a campaign's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.core.flaws import Flaw, words
from bot.core.library import Entry

from .campaign_files import VOICES, Unreadable, read

MOST_BYTES = 200 * 1024
"""About a minute of speech: a phone plays it at once, and memory holds all of them."""

_PLACES = ("scripts.*.voice", "scripts.*.steps.*.voice", "scripts.*.branches.*.steps.*.voice")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEAD = 64
"""The name of the codec stands in the first page, right behind its own head."""


@dataclass(frozen=True, kw_only=True)
class Recordings:
    """The sound recordings a document names, by their names, and what is wrong with the others."""

    sound: Mapping[str, bytes] = field(default_factory=dict)
    flaws: tuple[Flaw, ...] = ()


def read_recordings(folder: Path, document: Mapping[str, object]) -> Recordings:
    """Read whatever recordings a document names. Reads files: not for the event loop."""
    sound: dict[str, bytes] = {}
    flaws: list[Flaw] = []
    for path in _PLACES:
        for loc, name in words(document, path):
            if name in sound or not _NAME.fullmatch(name):  # of a wrong name the model tells
                continue
            found = _read(folder, name)
            if isinstance(found, bytes):
                sound[name] = found
            else:
                flaws.append(Flaw(loc=loc, what=found[0], mend=found[1]))
    return Recordings(sound=sound, flaws=tuple(flaws))


def with_recordings(folder: Path, entry: Entry) -> Entry:
    """An entry that was kept without its recordings, with those that are still there."""
    named = set(_named(entry))
    if named == entry.voices.keys():
        return entry
    found = {name: _read(folder, name) for name in named}
    sound = {name: raw for name, raw in found.items() if isinstance(raw, bytes)}
    return replace(entry, voices=sound)


def _named(entry: Entry) -> Iterator[str]:
    for script in entry.campaign.scripts:
        steps = (*script.steps, *(step for branch in script.branches for step in branch.steps))
        names = (script.voice, *(step.voice for step in steps))
        yield from (name for name in names if name)


def _read(folder: Path, name: str) -> bytes | tuple[str, str]:
    """A recording; else what is wrong with it, and how to mend it."""
    path = folder / VOICES / f"{name}.ogg"
    shown = f"{VOICES}/{name}.ogg"
    try:
        raw = read(path, folder, MOST_BYTES)
    except Unreadable as error:
        return f"{shown}: {error.problem.what}", error.problem.mend
    if len(raw) > MOST_BYTES:
        return f"{shown} is larger than {MOST_BYTES // 1024} kB", "record less, or at 16 kbit/s"
    if not raw.startswith(b"OggS") or b"OpusHead" not in raw[:_HEAD]:
        return f"{shown} is no Ogg file with Opus sound", "save it anew as Ogg Opus"
    return raw
