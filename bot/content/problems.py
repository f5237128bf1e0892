"""What is wrong in a campaign folder, told so that a volunteer can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One mistake. Lines and columns count from 1; None where a file or folder is meant."""

    file: str
    line: int | None = None
    column: int | None = None
    what: str
    mend: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what}; {self.mend}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, in the order in which one reads the files."""
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line or 0, p.column or 0, p.what)))
