"""One file of a letter judged: its parts, its templates, its demands, and how each way reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .leftovers import FULL, leftovers
from .letter_parts import LetterPart, Way, parted
from .letter_templates import MOST_OUTPUT, LetterError, mistakes, placeholders, render_letter


def judged(source: str, *, demands: bool) -> list[LetterError]:
    """What is wrong with a letter's file, with the file's lines, in their order.

    ``demands``: whether the campaign names any for the letter.
    """
    taken = parted(source)
    found = [*taken.mistakes, *_in_ways(taken.parts, mistakes)]
    if not found:
        found = [
            *_demands(taken.parts, wanted=demands),
            *_in_ways(taken.parts, leftovers),
            *_something_stays(taken.parts),
        ]
    if not found:
        found += _too_long(taken.parts)
    return sorted(found, key=lambda error: error.line or 0)


def demands_in(part: LetterPart) -> tuple[Way, ...]:
    """The ways of a part that list the demands."""
    return tuple(way for way in part.ways if "demands" in placeholders(way.source))


def _in_ways(
    parts: tuple[LetterPart, ...], look: Callable[[str], Iterable[LetterError]]
) -> Iterator[LetterError]:
    for part in parts:
        for way in part.ways:
            for error in look(way.source) if way.source else ():
                yield LetterError((error.line or 1) + way.line - 1, error.what, error.mend)


def _demands(parts: tuple[LetterPart, ...], *, wanted: bool) -> Iterator[LetterError]:
    holding = [part for part in parts if demands_in(part)]
    if not wanted:
        if holding:
            mend = "name them under 'demands:' in campaign.yaml, or take {{ demands }} out"
            yield LetterError(None, "the letter has no demands to list", mend)
        return
    if not holding:
        mend = "put {{ demands }} on a line of its own"
        yield LetterError(None, "the letter never says its demands", mend)
        return
    first, *others = holding
    for part in others:
        what = f"the demands are listed twice: in the parts '{first.id}' and '{part.id}'"
        yield LetterError(part.line, what, "put all ways of listing them into one part")
    if "optional" in first.flags:
        what = "the part with the demands may not be left out by chance"
        yield LetterError(first.line, what, "take 'optional' away")
    for way in first.ways:
        if way not in demands_in(first):
            what = f"this way of saying the part '{first.id}' lacks the demands"
            yield LetterError(way.line, what, "put {{ demands }} on a line of its own")


def _something_stays(parts: tuple[LetterPart, ...]) -> Iterator[LetterError]:
    if all("optional" in part.flags for part in parts):
        what = "every part may be left out, and then nothing would be said"
        yield LetterError(parts[0].line, what, "take 'optional' away from one of them")


def _too_long(parts: tuple[LetterPart, ...]) -> Iterator[LetterError]:
    """The longest letter that can be drawn must not be too long either."""
    longest = sum(
        max(len(render_letter(way.source, FULL).encode()) for way in part.ways) + 2
        for part in parts
    )
    if longest > MOST_OUTPUT + 2:
        what = f"the finished letter is larger than {MOST_OUTPUT // 1024} KB"
        yield LetterError(None, what, "shorten it")
