"""A folder of campaigns as the bot reads it: what is sound is loaded, what is not is explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.clock import SystemClock
from bot.core.library import Entry, LetterTexts

from . import letter_check
from .campaign_files import DOCUMENT, Unreadable, campaign_folders, read, shown, without_document
from .examination import examine
from .problems import Problem, in_order
from .recordings import read_recordings, with_recordings
from .unchanged import files_digest
from .yaml_reader import MOST_BYTES, read_yaml


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The sound campaigns of a folder, and every problem of the others."""

    entries: tuple[Entry, ...]
    """In the order of their folders' names; revision 0, since only the database numbers them."""
    problems: tuple[Problem, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    """By slug: the digest of the files of a sound campaign, to be known by the next time."""


def load_folder(
    path: Path, today: date | None = None, known: Mapping[str, Entry] = MappingProxyType({})
) -> Loaded:
    """Read every campaign of a folder; a campaign with any problem is left out, the others load.

    ``known``: campaigns by the digest of the files they were read from; while the files are the
    same, so is the entry, its revision included.
    ``today`` decides which telephone numbers are history and need not be valid any more. It is the
    machine's own day unless given, whatever the bot's clock shows: what is known of numbering plans
    has the age of this program. Reads files: not for the event loop.
    """
    folders, problems = campaign_folders(path)
    day = today or SystemClock().now().date()
    entries, digests = [], {}
    for folder in folders:
        digest = files_digest(folder)
        entry = None if digest is None else known.get(digest)
        if entry is None:
            entry, found = _load(folder, day)
            problems += found
            if entry is None or found:
                continue
            if files_digest(folder) != digest:  # changed while it was read
                digest = None
        entry = with_recordings(folder, entry)
        entries.append(entry)
        if digest is not None:
            digests[entry.campaign.slug] = digest
    return Loaded(entries=tuple(entries), problems=in_order(problems), digests=digests)


def _load(folder: Path, today: date) -> tuple[Entry | None, list[Problem]]:
    document = folder / DOCUMENT
    if not document.exists() and not document.is_symlink():
        return None, [without_document(folder)]
    try:
        raw = read(document, folder, MOST_BYTES)
    except Unreadable as error:
        return None, [error.problem]
    tree, problems = read_yaml(raw, shown(document))
    if tree is None:
        return None, problems
    letters = letter_check.read_letters(folder, tree.value)
    recordings = read_recordings(folder, tree.value)
    campaign, found = examine(
        tree,
        shown(document),
        folder.resolve().name,
        today,
        [*letter_check.flaws(tree.value, letters), *recordings.flaws],
    )
    problems += [*found, *letters.problems]
    if campaign is None:
        return None, problems
    texts = LetterTexts(sources=letters.sources)
    entry = Entry(campaign=campaign, letters=texts, revision=0, voices=recordings.sound)
    return entry, problems
