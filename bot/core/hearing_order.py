"""Whether the states of a hearing can follow each other, and have the dates they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .flaws import Flaw, Loc, groups, words
from .hearings import NEXT, missing_dates


def flaws(document: object) -> Iterator[Flaw]:
    """States that cannot follow the one before them, and states that lack a date."""
    for loc, _hearing in groups(document, "hearings.*"):
        yield from _jumps(document, loc)
    for loc, state in groups(document, "hearings.*.states.*"):
        yield from _lacking(loc, state)


def _jumps(document: object, hearing: Loc) -> Iterator[Flaw]:
    statuses = {
        loc[3]: (loc, word)
        for loc, word in words(document, "hearings.*.states.*.status")
        if loc[:2] == hearing
    }
    for index, (loc, status) in statuses.items():
        before = statuses.get(int(index) - 1, (loc, ""))[1]
        # Statuses there are none of are the model's to complain of.
        if before in NEXT and status in NEXT and status not in NEXT[before]:
            yield Flaw(
                loc=loc,
                what=f"'{status}' cannot follow '{before}'",
                mend=f"write one of: {', '.join(sorted(NEXT[before]))}",
            )


def _lacking(loc: Loc, state: Mapping[str, object]) -> Iterator[Flaw]:
    for sentence in missing_dates(str(state.get("status")), state):
        yield Flaw(loc=loc, what=sentence, mend="add it, written like 2003-01-06")
