"""The campaigns that are live at present: what commands and jobs read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .campaign import Campaign


@dataclass(frozen=True, kw_only=True)
class LetterTexts:
    """The checked template sources of one campaign's letters, by letter id and language."""

    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def languages(self, letter: str) -> tuple[str, ...]:
        return tuple(self.sources.get(letter, {}))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One live campaign with its letters and the number of its revision."""

    campaign: Campaign
    letters: LetterTexts
    revision: int
    voices: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Recordings of what is said on the telephone, by name; none where their files are gone."""


class Library:
    """Swapped as a whole when files change; a reader keeps the copy it began with."""

    def __init__(self, entries: tuple[Entry, ...] = ()) -> None:
        self._entries = MappingProxyType({entry.campaign.slug: entry for entry in entries})

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """All of them by slug: the same object until they are replaced."""
        return self._entries

    def get(self, slug: str) -> Entry | None:
        return self._entries.get(slug)

    def replace(self, entries: tuple[Entry, ...]) -> None:
        """Put a new set of campaigns in place of the old one, at once."""
        self._entries = MappingProxyType({entry.campaign.slug: entry for entry in entries})
