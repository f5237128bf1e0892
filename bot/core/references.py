"""Ids in a campaign document: each stands for one thing, and whatever is referred to exists."""

from __future__ import annotations

from collections.abc import Iterator

from .flaws import Flaw, choice, words

COLLECTIONS = (
    "sources",
    "people",
    "organisations",
    "demands",
    "evidence",
    "offices",
    "channels",
    "scripts",
    "hearings",
    "actions",
    "events",
    "funds",
    "funds.*.methods",
    "initiatives",
    "letters",
)
"""Lists whose items have an id."""

REFERENCES = (
    ("people.*.custody.source", "sources"),
    ("people.*.health.source", "sources"),
    ("people.*.demanded.source", "sources"),
    ("people.*.given.source", "sources"),
    ("demands.*.source", "sources"),
    ("offices.*.source", "sources"),
    ("channels.*.offices.*", "offices"),
    ("channels.*.script", "scripts"),
    ("channels.*.numbers.*.source", "sources"),
    ("channels.*.source", "sources"),
    ("scripts.*.source", "sources"),
    ("hearings.*.office", "offices"),
    ("hearings.*.people.*", "people"),
    ("hearings.*.states.*.source", "sources"),
    ("actions.*.offices.*", "offices"),
    ("actions.*.letter", "letters"),
    ("actions.*.script", "scripts"),
    ("actions.*.hearing", "hearings"),
    ("actions.*.source", "sources"),
    ("events.*.source", "sources"),
    ("pickets.*.source", "sources"),
    ("funds.*.source", "sources"),
    ("initiatives.*.source", "sources"),
    ("letters.*.to.*", "offices"),
    ("letters.*.cc.*", "offices"),
    ("letters.*.people.*", "people"),
    ("letters.*.demands.*", "demands"),
    ("letters.*.source", "sources"),
    ("timeline.*.source", "sources"),
)
"""Where an id of which list stands."""


def ids(document: object, collection: str) -> tuple[str, ...]:
    """The ids of a list, in its order."""
    return tuple(dict.fromkeys(word for _loc, word in words(document, f"{collection}.*.id")))


def flaws(document: object) -> Iterator[Flaw]:
    """Ids given twice in one list, and references to what is not there."""
    for collection in COLLECTIONS:
        yield from _repeated(document, collection)
    for path, collection in REFERENCES:
        yield from _dangling(document, path, collection)


def _repeated(document: object, collection: str) -> Iterator[Flaw]:
    seen = set()
    for loc, word in words(document, f"{collection}.*.id"):
        # The same id may stand once in each fund's methods: the list it is in tells them apart.
        if (loc[:-2], word) in seen:
            yield Flaw(
                loc=loc,
                what=f"the id '{word}' is already taken in '{loc[-3]}'",
                mend="choose another one",
            )
        seen.add((loc[:-2], word))


def _dangling(document: object, path: str, collection: str) -> Iterator[Flaw]:
    known = ids(document, collection)
    for loc, word in words(document, path):
        if word not in known:
            yield Flaw(
                loc=loc,
                what=f"there is no '{word}' in '{collection}'",
                mend=choice(word, known),
            )
