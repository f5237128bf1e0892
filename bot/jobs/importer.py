"""Campaign files become revisions; what changed in them becomes news, for the hosts to approve.

A campaign whose file is broken keeps its last good revision: a slip of the pen takes nothing down.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.alerting.enqueue import enqueue
from bot.alerting.proposal import propose
from bot.alerting.withdrawal import withdraw
from bot.clock import Clock
from bot.content.documents import digest, document_json, letters_json, read_entry
from bot.content.loader import load_folder
from bot.content.problems import Problem
from bot.core.campaign import Campaign
from bot.core.library import Entry, Library
from bot.core.news import Draft, Scheduled
from bot.core.revisions import changes, missed
from bot.core.schedule import keys
from bot.log import logger
from bot.store import Revision, Store, Tx
from bot.words import Words

log = logger(__name__)

AUTHOR = "file"
MARK = "campaign files"
"""Name of the mark that holds which revision was made of which files."""

Fingerprint = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What one reading of the folder brought."""

    live: int
    problems: tuple[Problem, ...]
    news: int


class Importer:
    """Reads the folder when it differs from what was read last, and swaps the whole library."""

    def __init__(
        self,
        store: Store,
        library: Library,
        words: Words,
        clock: Clock,
        folder: Path,
        hosts: Sequence[int],
    ) -> None:
        self._store = store
        self._library = library
        self._words = words
        self._clock = clock
        self._folder = folder
        self._hosts = hosts
        self._read: Fingerprint | None = None
        self._seen: Fingerprint | None = None
        self._known: Mapping[str, Entry] | None = None
        """What was read last, by the digests of its files; None until the database was asked."""

    async def step(self) -> bool:
        """Look whether a file changed; read everything anew if so.

        A change is read when it looks the same at two steps, so that nothing is taken half saved;
        the first step does not wait.
        """
        seen = await asyncio.to_thread(_fingerprint, self._folder)
        settled = self._read is None or seen == self._seen
        self._seen = seen
        if settled and seen != self._read:
            await self.load()
            self._read = seen
            # What is kept for good is not searched for garbage: that held up everybody for 0.2 s.
            gc.freeze()
        return False

    async def load(self) -> Imported:
        """Look at the whole folder now, whatever was read before; read what differs from it."""
        if self._known is None:
            self._known = await self._remembered()
        loaded = await asyncio.to_thread(load_folder, self._folder, known=self._known)
        for problem in loaded.problems:
            log.warning("campaign file", problem=str(problem))
        news = 0
        async with self._store.transaction() as tx:
            live = []
            numbers = await tx.revisions.numbers()
            for entry in loaded.entries:
                numbered, change = entry, 0
                if entry.revision != numbers.get(entry.campaign.slug):
                    numbered, change = await self._revise(tx, entry)
                live.append(numbered)
                news += change
            by_slug = {entry.campaign.slug: entry for entry in live}
            known = {digest: by_slug[slug] for slug, digest in loaded.digests.items()}
            await self._remember(tx, known)
            live += await self._last_good(tx, numbers.keys() - by_slug.keys())
        self._library.replace(tuple(live))
        self._known = known
        log.info("campaigns live", campaigns=len(live), problems=len(loaded.problems), news=news)
        return Imported(live=len(live), problems=loaded.problems, news=news)

    async def _revise(self, tx: Tx, entry: Entry) -> tuple[Entry, int]:
        """The entry under its revision's number, and how much news the revision brought."""
        slug, mark = entry.campaign.slug, digest(entry.campaign, entry.letters)
        latest = await tx.revisions.latest(slug)
        if latest is not None and latest.digest == mark:
            return _numbered(entry, latest.number), 0
        now = self._clock.now()
        number = await tx.revisions.add(
            slug,
            document_json(entry.campaign),
            letters_json(entry.letters),
            mark,
            AUTHOR,
            now,
        )
        revised = _numbered(entry, number)
        await withdraw(tx, slug, keys(entry.campaign))
        old = None if latest is None else _entry(latest)
        if old is None:
            return revised, 0
        news = await self._news(tx, old.campaign, entry.campaign, now)
        for draft in news:
            await self._announce(tx, revised, draft, now)
        return revised, len(news)

    async def _news(self, tx: Tx, old: Campaign, new: Campaign, now: datetime) -> list[Draft]:
        """What is to be told of a revision: hearings that changed, then what no date will tell."""
        late = [Scheduled(moment=moment) for moment in missed(old, new, now)]
        told = [await tx.alerts.known(each.moment.key) is not None for each in late]
        return [
            *changes(old, new),
            *(each for each, known in zip(late, told, strict=True) if not known),
        ]

    async def _announce(self, tx: Tx, entry: Entry, draft: Draft, now: datetime) -> None:
        """Ask the hosts; where none is named, whoever edits the file has already decided."""
        if self._hosts:
            await propose(tx, self._words, entry, draft, self._hosts, now)
        else:
            await enqueue(tx, self._words, entry, draft, now)

    async def _remembered(self) -> Mapping[str, Entry]:
        """What was read before the bot was last stopped, as far as it is still the latest."""
        async with self._store.reading() as tx:
            made = json.loads(await tx.marks.get(MARK) or "{}")
            latest = {digest: await tx.revisions.latest(slug) for digest, (slug, _) in made.items()}
        revisions = {
            digest: revision
            for digest, revision in latest.items()
            if revision is not None and revision.number == made[digest][1]
        }
        return await asyncio.to_thread(_entries, revisions)

    async def _remember(self, tx: Tx, known: Mapping[str, Entry]) -> None:
        made = {digest: (entry.campaign.slug, entry.revision) for digest, entry in known.items()}
        text = json.dumps(made, sort_keys=True)
        if text != await tx.marks.get(MARK):
            await tx.marks.put(MARK, text)

    async def _last_good(self, tx: Tx, absent: Collection[str]) -> list[Entry]:
        """The last revisions of campaigns that cannot be read at present.

        Removing a campaign's folder takes it down; a missing campaigns folder is an accident.
        """
        entries = []
        for slug in sorted(absent):
            if self._folder.is_dir() and not (self._folder / slug).is_dir():
                await withdraw(tx, slug, ())
                continue
            latest = await tx.revisions.latest(slug)
            kept = None if latest is None else _entry(latest)
            if kept is not None:
                log.warning("campaign kept at its last good revision", campaign=slug)
                entries.append(kept)
        return entries


def _entry(revision: Revision) -> Entry | None:
    """The campaign as it was kept; None where it was kept in a form this version refuses."""
    try:
        return read_entry(revision.document, revision.letters, revision.number)
    except ValueError:  # pydantic's and json's refusals; their words quote the document
        log.warning("old revision unreadable", campaign=revision.slug, revision=revision.number)
        return None


def _entries(revisions: Mapping[str, Revision]) -> Mapping[str, Entry]:
    found = {key: _entry(revision) for key, revision in revisions.items()}
    return {key: entry for key, entry in found.items() if entry is not None}


def _numbered(entry: Entry, number: int) -> Entry:
    return replace(entry, revision=number)


def _fingerprint(folder: Path) -> Fingerprint:
    """Name, size and time of change of every campaign file."""
    campaigns = [path for path in _inside(str(folder)) if path.is_dir()]
    return frozenset(file for path in campaigns for file in _files(path.path))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for path in _inside(folder):
        try:
            stat = path.stat()
        except OSError:  # an editor renames while we look: the next look sees it
            continue
        yield path.path, stat.st_size, stat.st_mtime_ns
        if path.is_dir(follow_symlinks=False):
            yield from _files(path.path)


def _inside(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:  # the loader says so when it comes to read it
        return []
