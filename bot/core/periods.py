"""Days in a campaign document that must follow each other, and periods that must not overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from .flaws import Flaw, Loc, groups, select
from .values import day_in

ORDERED = (
    ("sources.*", "written", "received"),
    ("sources.*", "written", "checked"),
    ("offices.*.closures.*", "since", "until"),
    ("offices.*.holders.*", "since", "until"),
    ("channels.*.numbers.*", "since", "until"),
    ("hearings.*.states.*", "since", "until"),
    ("hearings.*.states.*", "on", "until"),
    ("actions.*", "begins", "ends"),
    ("events.*", "on", "until"),
)
"""Where the second day may not come before the first."""

EXCLUSIVE = (
    ("offices.*.holders", "two holders of the office"),
    ("channels.*.numbers", "two numbers of the channel"),
)
"""Lists in which at most one thing may be in force on any day."""


def flaws(document: object) -> Iterator[Flaw]:
    """Days in the wrong order, and periods that overlap."""
    for path, first, last in ORDERED:
        for loc, group in groups(document, path):
            yield from _turned(loc, group, first, last)
    for path, what in EXCLUSIVE:
        for loc, items in select(document, path):
            if isinstance(items, list):
                yield from _overlapping(loc, items, what)


def _turned(loc: Loc, group: Mapping[str, object], first: str, last: str) -> Iterator[Flaw]:
    begins, ends = day_in(group.get(first)), day_in(group.get(last))
    if begins and ends and ends < begins:
        yield Flaw(
            loc=(*loc, last),
            what=f"'{last}' ({ends}) lies before '{first}' ({begins})",
            mend="correct one of the two days",
        )


def _overlapping(loc: Loc, items: list[object], what: str) -> Iterator[Flaw]:
    periods = [(index, *period) for index, item in enumerate(items) if (period := _period(item))]
    for (_one, since, until), (other, from_, to) in combinations(periods, 2):
        if since <= to and from_ <= until:
            day = max(since, from_)
            when = "at the same time" if day == date.min else f"on {day}"
            yield Flaw(
                loc=(*loc, other),
                what=f"{what} are in force {when}",
                mend="end one with 'until' the day before the other begins with 'since'",
            )


def _period(item: object) -> tuple[date, date] | None:
    """First and last day of an item, without end where it names none; None if one is misspelt."""
    if not isinstance(item, Mapping):
        return None
    since = day_in(item["since"]) if "since" in item else date.min
    until = day_in(item["until"]) if "until" in item else date.max
    return (since, until) if since and until else None
