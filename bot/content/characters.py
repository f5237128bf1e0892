"""Characters that have no place in a campaign's files: invisible, or reordering what is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice

from bot.core.plain import REORDERING

from .problems import Problem

MOST_TOLD = 20
"""Complaints per file: a picture that was renamed to .yaml has thousands."""

_NAMES = {
    "\t": ("a tab", "write blanks instead"),
    "\r": ("a line end of old Macintosh computers", "save the file with ordinary line ends"),
    "\0": ("a NUL character", "delete it"),
    "\ufeff": ("an invisible byte order mark", "save the file as UTF-8 without BOM"),
}
_OTHER = "delete it: it cannot be seen"
_TURNED = "delete it: it makes text read differently from what it says"
_BESIDE = frozenset("\ufeff\ufffe\uffff")


def decode(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    """The text of a file as UTF-8 with plain line ends, and a problem where it is not UTF-8."""
    try:
        return _plain_ends(raw.decode("utf-8")), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        problem = Problem(
            file=file,
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
            what="the file is not written in UTF-8",
            mend="save it as UTF-8 in your editor",
        )
        return _plain_ends(raw.decode("utf-8", "replace")), [problem]


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


def unwanted(character: str) -> bool:
    """Whether a character is a control, a lone surrogate, a line separator or turns text around."""
    if character == "\n":
        return False
    return (
        character in REORDERING
        or character in _BESIDE
        or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
    )


def describe(character: str) -> tuple[str, str]:
    """What an unwanted character is, and how to be rid of it."""
    if character in _NAMES:
        return _NAMES[character]
    code = f"U+{ord(character):04X}"
    if character in REORDERING:
        return f"an invisible character that turns the text around ({code})", _TURNED
    return f"an invisible control character ({code})", _OTHER


def problems_in(text: str, file: str) -> list[Problem]:
    """A problem for each line and each kind of unwanted character on it."""
    found = frozenset(filter(unwanted, set(text)))
    return list(islice(_told_once(text, found, file), MOST_TOLD)) if found else []


def _told_once(text: str, found: frozenset[str], file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        for character in dict.fromkeys(c for c in line if c in found):
            what, mend = describe(character)
            yield Problem(
                file=file,
                line=number,
                column=line.index(character) + 1,
                what=f"{what} stands here",
                mend=mend,
            )


def blanked(text: str) -> str:
    """The text with a blank in place of every unwanted character, so that the rest can be read."""
    found = {ord(character): " " for character in set(text) if unwanted(character)}
    return text.translate(found) if found else text
