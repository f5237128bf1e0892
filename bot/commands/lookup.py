"""Which campaign somebody means: by its slug, by the beginning of it, or by a word of its title."""

from __future__ import annotations

from difflib import get_close_matches

from bot.core.library import Entry, Library
from bot.core.places import fold

from .buttons import campaigns
from .request import Request
from .sorry import Sorry, Stale

SHOWN = 5
"""Suggestions that fit on one screen."""


def find(library: Library, typed: str) -> Entry | None:
    """The campaign of that slug, or the only one that begins like it."""
    entry = library.get(typed.lower())
    if entry is not None or not typed:
        return entry
    alike = [e for e in library if e.campaign.slug.startswith(typed.lower())]
    return alike[0] if len(alike) == 1 else None


def suggestions(library: Library, typed: str) -> tuple[Entry, ...]:
    """Campaigns whose slug or title looks like what was typed; all of them where none does."""
    entries = tuple(library)
    wanted = fold(typed)
    alike = [entry for entry in entries if wanted and _resembles(entry, wanted)]
    return tuple(alike or entries)[:SHOWN]


def campaign_of(request: Request, typed: str, command: str) -> Entry:
    """The campaign that is meant, for a command that needs one.

    Raises Sorry with buttons ``<command>:<slug>`` where it is none of ours, and Stale where the
    name stood in a button: then the campaign is gone since, or the data was forged.
    """
    entry = request.entry(typed) if request.pressed else find(request.desk.library, typed)
    if entry is not None:
        return entry
    if request.pressed:
        raise Stale("campaign_gone")
    found = suggestions(request.desk.library, typed)
    raise Sorry(
        "errors/unknown_campaign.j2", campaigns(request, found, command), typed=typed[:SHOWABLE]
    )


SHOWABLE = 60
"""So much of what somebody typed is shown back to them."""


def _resembles(entry: Entry, wanted: str) -> bool:
    names = [fold(entry.campaign.slug), *map(fold, entry.campaign.title.root.values())]
    words = [fold(word) for text in entry.campaign.title.root.values() for word in text.split()]
    return any(wanted in name for name in names) or bool(
        get_close_matches(wanted, [*names, *words], n=1, cutoff=0.75)
    )
