"""Mistakes in a campaign document, by the place in it where they stand.

The checks read the plain document (maps, lists and strings, as the file has it) and not the model:
so a document the model refuses is still checked to its end, and everything is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

Loc = tuple[str | int, ...]
"""Way from the top of the document: ("offices", 0, "zone")."""


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One mistake: where, what is wrong, and how to mend it."""

    loc: Loc
    what: str
    mend: str
    rule: bool = False
    """Told by a rule about a whole group, which names no line of its own."""


def select(document: object, path: str) -> Iterator[tuple[Loc, object]]:
    """Everything under a path such as "offices.*.zone"; ``*`` stands for each item of a list.

    What is absent, or is no list where one should be, is passed over: the model complains of it.
    """
    yield from _select(document, tuple(path.split(".")), ())


def _select(value: object, path: tuple[str, ...], loc: Loc) -> Iterator[tuple[Loc, object]]:
    if not path:
        yield loc, value
    elif path[0] == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _select(item, path[1:], (*loc, index))
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _select(value[path[0]], path[1:], (*loc, path[0]))


def words(document: object, path: str) -> Iterator[tuple[Loc, str]]:
    """The strings under a path."""
    return ((loc, value) for loc, value in select(document, path) if isinstance(value, str))


def groups(document: object, path: str) -> Iterator[tuple[Loc, Mapping[str, object]]]:
    """The maps under a path."""
    return ((loc, value) for loc, value in select(document, path) if isinstance(value, Mapping))


def named(document: object, collection: str) -> Iterator[tuple[Loc, Mapping[str, object]]]:
    """The items of a list that have an id to go by."""
    for loc, item in groups(document, f"{collection}.*"):
        if isinstance(item.get("id"), str):
            yield loc, item


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word somebody most likely meant."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def choice(word: str, known: Iterable[str]) -> str:
    """How to mend a word that is not among the known ones."""
    there = list(known)
    if meant := nearest(word, there):
        return f"did you mean '{meant}'?"
    return f"write one of: {', '.join(there)}" if there else "there is none to refer to yet"
