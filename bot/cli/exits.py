"""How the program ends: exit codes as in sysexits.h, and one sentence instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from bot.settings import WrongSettings
from bot.store import AlreadyRunning, Damaged, NewerDatabase, OlderCopy, StoreError

FOUND = 1
"""A problem was found: `check` and `doctor`."""
USAGE = 64
DATA = 65
UNAVAILABLE = 69
SOFTWARE = 70
BUSY = 75
CONFIGURATION = 78

CODES: dict[type[StoreError], int] = {
    AlreadyRunning: BUSY,
    Damaged: DATA,
    NewerDatabase: DATA,
    OlderCopy: DATA,
}

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def usage_error(end: SystemExit) -> bool:
    """Whether the command line could not be understood: the parser's own code for that is 2."""
    return end.code == 2


def fail(code: int, *sentences: str) -> typer.Exit:
    """Say what is wrong on standard error; to be raised."""
    for sentence in sentences:
        errors.print(sentence, markup=False)
    return typer.Exit(code)


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn expected trouble into a sentence and an exit code."""
    try:
        yield
    except WrongSettings as wrong:
        raise fail(CONFIGURATION, "These settings cannot be used:", *_listed(wrong)) from None
    except StoreError as trouble:
        code = next((c for kind, c in CODES.items() if isinstance(trouble, kind)), UNAVAILABLE)
        raise fail(code, str(trouble)) from None


def _listed(wrong: WrongSettings) -> list[str]:
    return [f"  {problem}" for problem in wrong.problems]
