"""The languages of one letter held against each other: one choice must say the same in all."""

from __future__ import annotations

from collections.abc import Iterator

from .letter_parts import LetterPart, Parted
from .letter_templates import LetterError


def differences(version: Parted, model: Parted, name: str) -> Iterator[LetterError]:
    """Where a version's parts are not those of the model; ``name`` is the model's file.

    Lines are the version's.
    """
    here = {part.id: part for part in version.parts}
    there = {part.id: part for part in model.parts}
    for part in model.parts:
        if part.id not in here:
            line = _where_it_belongs(part, version, model)
            what = f"the part '{part.id}' is missing, which {name} has in line {part.line}"
            yield LetterError(line, what, f"write it here as '{_head(part)}'")
    for part in version.parts:
        if part.id in there:
            yield from _compared(part, there[part.id], name)
        else:
            what = f"{name} has no part '{part.id}'"
            yield LetterError(part.line, what, "write it there too, or take it out here")
    yield from _order(version, model, name)


def _compared(part: LetterPart, other: LetterPart, name: str) -> Iterator[LetterError]:
    if part.flags != other.flags:
        what = f"the part '{part.id}' begins otherwise than in line {other.line} of {name}"
        yield LetterError(part.line, what, f"write '{_head(other)}' in both, or change both")
    if len(part.ways) != len(other.ways):
        what = (
            f"the part '{part.id}' is said in {_ways(len(part.ways))}, "
            f"in line {other.line} of {name} in {_ways(len(other.ways))}"
        )
        mend = "give each way its translation, in the same order"
        yield LetterError(part.line, what, mend)


def _order(version: Parted, model: Parted, name: str) -> Iterator[LetterError]:
    """Told once, at the first part that stands elsewhere."""
    both = {part.id for part in version.parts} & {part.id for part in model.parts}
    mine = [part for part in version.parts if part.id in both]
    theirs = [part.id for part in model.parts if part.id in both]
    for part, id in zip(mine, theirs, strict=True):
        if part.id != id:
            what = f"the part '{part.id}' stands where {name} has '{id}'"
            yield LetterError(part.line, what, "put the parts of both into the same order")
            return


def _where_it_belongs(part: LetterPart, version: Parted, model: Parted) -> int:
    """The line of the next part that is there; the last line of the file where there is none."""
    lines = {part.id: part.line for part in version.parts}
    after = model.parts[model.parts.index(part) + 1 :]
    return next((lines[other.id] for other in after if other.id in lines), version.lines)


def _head(part: LetterPart) -> str:
    return ", ".join([f"== {part.id}", *sorted(part.flags)])


def _ways(count: int) -> str:
    return f"{count} way{'s' * (count != 1)}"
