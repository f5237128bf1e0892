"""What an empty placeholder leaves behind in a letter: each way of saying it, tried empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from .letter_templates import (
    MAY_BE_EMPTY,
    PLACEHOLDERS,
    LetterError,
    placeholders,
    render_letter,
)
from .slots import SLOT

SAMPLE = "Xxxx"
"""What stands for every value that is known."""
FULL: Mapping[str, str] = dict.fromkeys(PLACEHOLDERS, SAMPLE)
PATTERNS = (
    (re.compile(r"\S {2,}\S"), "two blanks stand beside each other"),
    (re.compile(r"\S +[,.،؛](?=\s|$)", re.MULTILINE), "a blank stands before a punctuation mark"),
    (
        re.compile(r"[,،]\s*[,.;،؛]|\(\s*\)|«\s*»|“\s*”|(?<!\w)\"\s*\"(?!\w)"),
        "punctuation is left over",
    ),
    (re.compile(r"^[ ]*[,.;:،؛]", re.MULTILINE), "a line begins with a punctuation mark"),
    (re.compile(r"\n[ ]*\n[ ]*\n"), "two empty lines follow each other"),
    (re.compile(r"[,،:;؛(«“„]\s*\Z"), "the text ends in the middle of a sentence"),
)
"""Also what two parts could leave between them: none ends or begins in such a way."""
_MEND = "put the words that belong to the placeholder inside its {% if … %}"


def leftovers(source: str) -> Iterator[LetterError]:
    """Traces of empty placeholders: none empty, each, all of them. Each kind is told once.

    Only for a template in which nothing is refused.
    """
    told = set()
    for empty in _cases(placeholders(source) & MAY_BE_EMPTY):
        try:
            text = render_letter(source, dict(FULL) | dict.fromkeys(empty, ""))
        except LetterError as error:
            yield error
            return
        if not text and not empty:
            yield LetterError(1, "this way of saying it is empty", "write it")
        if not empty and (slot := SLOT.search(text)):
            what = f"a slot is left open for somebody to fill in, '{slot[0]}'"
            mend = "write a placeholder such as {{ organisation }}, or other brackets"
            yield LetterError(_line(source, text, slot), what, mend)
        when = f" when nothing is known for {', '.join(empty)}" if empty else ""
        for pattern, what in PATTERNS:
            found = pattern.search(text)
            if found and what not in told:
                told.add(what)
                told_of = f"{what}{when}, near '{_around(text, found)}'"
                yield LetterError(_line(source, text, found), told_of, _MEND)


def _cases(names: Set[str]) -> Iterator[tuple[str, ...]]:
    yield ()
    for name in sorted(names):
        yield (name,)
    if len(names) > 1:
        yield tuple(sorted(names))


def _around(text: str, found: re.Match[str]) -> str:
    """The words about a place, on one line."""
    return " ".join(text[max(0, found.start() - 15) : found.end() + 15].split())


def _line(source: str, text: str, found: re.Match[str]) -> int | None:
    """The line of the template from which a place of the finished letter comes, if it shows."""
    before = text[: found.start() + 1].rpartition("\n")[2].rpartition(SAMPLE)[2][-15:].strip()
    after = text[found.end() :].partition("\n")[0].partition(SAMPLE)[0][:15].strip()
    places = (source.find(words) for words in (before, after) if words)
    place = next((place for place in places if place >= 0), None)
    return None if place is None else source.count("\n", 0, place) + 1
