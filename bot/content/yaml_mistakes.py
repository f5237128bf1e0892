"""What a YAML parser's complaint means, in words a volunteer understands."""

from __future__ import annotations

import re
from typing import NamedTuple

from .problems import Problem


class _Mistake(NamedTuple):
    says: str
    """Part of what PyYAML or libyaml says; the two put it differently."""
    what: str
    mend: str
    at_beginning: bool = False
    """The mistake is shown where the unfinished thing began."""


# The first that fits is told.
_MISTAKES = (
    _Mistake(
        "mapping values are not allowed",
        "a colon stands inside a text",
        "put the whole text in double quotes",
    ),
    _Mistake(
        "unexpected end of stream|document separator",
        "a text in quotes begins here and never ends",
        "close it with the same quotation mark",
        at_beginning=True,
    ),
    _Mistake(
        "escape",
        "a backslash in double quotes does not mean itself",
        "use single quotes, or write two backslashes",
    ),
    _Mistake(
        "flow sequence",
        "a list in square brackets is not closed, or a comma is missing in it",
        "close it with ']', with commas between its items",
        at_beginning=True,
    ),
    _Mistake(
        "flow mapping|flow node",
        "something in braces is not closed, or a comma is missing in it",
        "close it with '}', with commas between its parts",
        at_beginning=True,
    ),
    _Mistake(
        "cannot start any token",
        "a text begins with a character that means something else here",
        "put the text in double quotes",
    ),
    _Mistake(
        "could not find expected ':'|simple key",
        "this line has no colon, or a text goes on where it may not",
        "write 'name: value', or indent the line under the text it belongs to",
    ),
    _Mistake(
        "alias|anchor",
        "'&' and '*' mean something else at the beginning of a text",
        "put the text in double quotes",
    ),
    _Mistake(
        "tag|directive",
        "'!' and '%' mean something else at the beginning of a text",
        "put the text in double quotes",
    ),
    _Mistake(
        "indentation|block (mapping|collection|sequence|scalar|entr)|expected key",
        "this line does not fit the lines above it",
        "give it as many blanks at its beginning as its neighbours have, and check its quotes",
    ),
)
_UNKNOWN = _Mistake(
    "", "this cannot be read as YAML", "compare the line with those of another campaign"
)


def explain(error: Exception, file: str) -> Problem:
    """The problem behind an exception of the parser; without a line where it names none."""
    context = str(getattr(error, "context", None) or "")
    problem = str(getattr(error, "problem", None) or "")
    said = f"{context} {problem}"
    mistake = next((m for m in _MISTAKES if re.search(m.says, said)), _UNKNOWN)
    mark = getattr(error, "problem_mark", None)
    if mistake.at_beginning:
        mark = getattr(error, "context_mark", None) or mark
    return Problem(
        file=file,
        line=mark.line + 1 if mark else None,
        column=mark.column + 1 if mark else None,
        what=mistake.what,
        mend=mistake.mend,
    )
