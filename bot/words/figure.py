"""A whole number in a sentence that bends with it."""

from __future__ import annotations

from typing import Self


class Figure(int):
    """Chooses the form of a counted word, and is written as its language writes numbers."""

    _written: str

    def __new__(cls, value: int, written: str) -> Self:
        made = super().__new__(cls, value)
        made._written = written
        return made

    def __str__(self) -> str:
        return self._written
