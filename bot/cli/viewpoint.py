"""For whom a preview is made: language, country, clock and moment, from the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.content.loader import load_folder
from bot.core.chats import Chat, ChatKind
from bot.core.library import Entry, Library
from bot.core.places import is_country, is_zone, only_zone
from bot.settings import Settings, load
from bot.words import Words
from bot.words.catalogue import po_files

from .environment import ENV_FILE, environment
from .exits import FOUND, USAGE, fail, plain_failures

Lang = Annotated[str, typer.Option("--lang", help="Language of the reader: en, ru, kk …")]
Country = Annotated[str, typer.Option("--country", help="Country of the reader: GB, US …")]
Zone = Annotated[str, typer.Option("--zone", help="Clock of the reader: Europe/London …")]
At = Annotated[str, typer.Option("--at", help="The moment: 2003-01-06T02:00+00:00. Else now.")]
Group = Annotated[bool, typer.Option("--group", help="As in a group, where clocks differ.")]


YEARS = range(1970, 2100)
"""Years for which clocks and holidays are known well enough."""


@dataclass(frozen=True, kw_only=True)
class Viewpoint:
    """Whose eyes, and when."""

    settings: Settings
    words: Words
    library: Library
    chat: Chat
    now: datetime

    def entry(self, slug: str) -> Entry:
        """The campaign of that name; ends the program with a sentence where there is none."""
        entry = self.library.get(slug)
        if entry is None:
            names = ", ".join(entry.campaign.slug for entry in self.library) or "none"
            raise fail(FOUND, f"No campaign '{slug}' can be read. There are: {names}.")
        return entry


def viewpoint(lang: str, country: str, zone: str, at: str, kind: ChatKind = "private") -> Viewpoint:
    """Check what was asked for; ends the program with a sentence if it cannot be."""
    with plain_failures():
        settings = load(environment(), ENV_FILE)
    words = Words.load(settings.locales_dir)
    if lang not in words.languages:
        raise fail(USAGE, *_no_language(lang, words.languages, settings.locales_dir))
    if country and not is_country(country):
        raise fail(USAGE, f"--country: '{country}' is no country. Write two letters such as GB.")
    clock = zone or (only_zone(country) if country else None)
    if clock and not is_zone(clock):
        raise fail(USAGE, f"--zone: '{zone}' is no zone. Write it like Europe/London.")
    chat = Chat(id=1, kind=kind, language=lang, country=country or None, zone=clock)
    library = Library(load_folder(settings.campaigns_dir).entries)
    return Viewpoint(settings=settings, words=words, library=library, chat=chat, now=moment(at))


def _no_language(lang: str, languages: Iterable[str], locales: Path) -> Iterator[str]:
    yield f"--lang: '{lang}' is none of {', '.join(languages)}."
    if lang in dict(po_files(locales)):
        yield f"There is a folder '{lang}', but its file cannot be read."
        yield "`solidarity check --locales` says what is wrong with it."


def moment(text: str) -> datetime:
    """A moment written by hand, in UTC where no offset is given; now where nothing is."""
    if not text:
        return datetime.now(UTC)
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        sentence = f"--at: '{text}' is no moment. Write it like 2003-01-06T02:00+00:00."
        raise fail(USAGE, sentence) from None
    if given.year not in YEARS:
        first, last = YEARS[0], YEARS[-1]
        raise fail(USAGE, f"--at: '{text}' is too far away. Take a year from {first} to {last}.")
    return given.replace(tzinfo=given.tzinfo or UTC).astimezone(UTC)
