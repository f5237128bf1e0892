"""A campaign file as plain maps, lists and strings, built from a YAML parser's events.

What could surprise is complained of, and the rest is read on: anchors, aliases, tags, keys given
twice, values left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from bot.core.flaws import Loc

from . import characters
from .problems import Problem

MOST_EVENTS = 20_000
DEEPEST = 16

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, kw_only=True)
class Tree:
    """A document as plain maps, lists and strings, with the place of each."""

    value: dict[str, object]
    places: Mapping[Loc, tuple[int, int]]
    """Line and column, from 1, of everything in it."""
    faulty: frozenset[Loc]
    """Where the reader has complained: what else is said of these places only follows from it."""

    def place(self, loc: Loc) -> tuple[int, int]:
        """Line and column of a place, or of the nearest thing that holds it."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, (1, 1))


@dataclass(kw_only=True)
class _Frame:
    """A map or a list whose items are still coming."""

    loc: Loc
    items: dict[str, object] | list[object]
    key: str | None = None
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def next(self) -> Loc:
        step = len(self.items) if isinstance(self.items, list) else self.key
        return self.loc if step is None else (*self.loc, step)

    def put(self, value: object) -> None:
        if isinstance(self.items, list):
            self.items.append(value)
        elif self.key is not None:
            self.items[self.key] = value
            self.key = None


class Refused(Exception):
    """What follows cannot be read at all."""


class Builder:
    """Builds the document out of the parser's events, one at a time."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self.places: dict[Loc, tuple[int, int]] = {}
        self.faulty: set[Loc] = set()
        self.root: object = None
        self._file = file
        self._open: list[_Frame] = []
        self._events = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        self._events += 1
        if self._events > MOST_EVENTS:
            raise self._refusal(
                event, f"the file has more than {MOST_EVENTS} parts", "divide it into two campaigns"
            )
        match event:
            case yaml.ScalarEvent():  # first, being by far the most
                self._refuse_marks(event)
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_marks(event)
                self._begin(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self._open.pop()
                self._put(frame.items)
            case yaml.DocumentStartEvent():
                self._begin_document(event)
            case yaml.AliasEvent():
                self._alias(event)
            case _:
                pass

    def _begin_document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refusal(
                event, "a second document begins here", "delete the line with '---' or '...'"
            )
        if event.version or event.tags:
            self._complain(event, "a line beginning with '%' stands at the top", "delete it")

    def _refuse_marks(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._complain(
                event,
                f"'&{event.anchor}' is an anchor, and anchors are not allowed",
                "delete it, and write the text out wherever it is needed",
            )
        if event.tag is not None:
            self._complain(
                event,
                "a tag (a word beginning with '!') is not allowed",
                "delete it, or put the text in quotes",
            )

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._complain(
            event,
            f"'*{event.anchor}' is an alias, and aliases are not allowed",
            "write the text out again, or put it in quotes",
        )
        if self._expects_key():
            self._set_key(event, f"*{event.anchor}")
        else:
            self._mark(event, faulty=True)
            self._put("")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        value = str(event.value)
        # Only double quotes can bring in by an escape what the file itself does not hold.
        escaped = event.style == '"' and not value.isprintable()
        hidden = next(filter(characters.unwanted, value), None) if escaped else None
        if hidden:
            what, mend = characters.describe(hidden)
            self._complain(event, f"{what} is written here with a backslash", mend)
        if self._expects_key():
            self._set_key(event, value)
            return
        nothing = event.implicit[0] and value in _NOTHING
        if nothing and self._open:
            key = self._open[-1].key
            after = f"'{key}:'" if key is not None else "the hyphen"
            self._complain(
                event, f"nothing stands after {after}", "write a value or delete the line"
            )
        self._mark(event, faulty=nothing and bool(self._open))
        self._put(value)

    def _begin(self, event: yaml.Event, items: dict[str, object] | list[object]) -> None:
        if self._expects_key():
            raise self._refusal(
                event, "a name is expected before the colon, not a list or a map", "write a word"
            )
        if len(self._open) >= DEEPEST:
            raise self._refusal(
                event,
                f"things stand inside each other more than {DEEPEST} deep",
                "look for a bracket or blanks too many",
            )
        loc = self._next()
        if loc not in self.places:
            self._mark(event)
        self._open.append(_Frame(loc=loc, items=items))

    def _expects_key(self) -> bool:
        frame = self._open[-1] if self._open else None
        return frame is not None and isinstance(frame.items, dict) and frame.key is None

    def _set_key(self, event: yaml.Event, key: str) -> None:
        frame = self._open[-1]
        frame.key = key
        first = frame.lines.setdefault(key, _place(event)[0])
        if key in frame.items:
            self._complain(
                event,
                f"'{key}' stands twice, first in line {first}",
                "keep one of the two",
            )
        if key == "<<":
            self._complain(event, "'<<' is not allowed", "write the lines out again")
        self._mark(event, faulty=key == "<<" or key in frame.items)

    def _next(self) -> Loc:
        return self._open[-1].next if self._open else ()

    def _mark(self, event: yaml.Event, *, faulty: bool = False) -> None:
        loc = self._next()
        self.places[loc] = _place(event)
        if faulty:
            self.faulty.add(loc)

    def _put(self, value: object) -> None:
        if self._open:
            self._open[-1].put(value)
        else:
            self.root = value

    def _complain(self, event: yaml.Event, what: str, mend: str) -> None:
        line, column = _place(event)
        self.problems.append(
            Problem(file=self._file, line=line, column=column, what=what, mend=mend)
        )

    def _refusal(self, event: yaml.Event, what: str, mend: str) -> Refused:
        self._complain(event, what, mend)
        return Refused()


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event, from 1; every event of the parser has a mark."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
