"""Bring a database to the newest version: numbered files, each in one transaction."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .engine import Engine
from .errors import NewerDatabase
from .moments import stored

FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"^(?P<number>\d{4})_(?P<name>\w+)(\.(?P<engine>sqlite|postgres))?\.sql$")


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step from a version to the next."""

    number: int
    name: str
    script: str


def found(engine: str, folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The steps for an engine in order: files for both engines, and those for this one."""
    matches = [(path, _NAME.match(path.name)) for path in sorted(folder.glob("*.sql"))]
    return tuple(
        Migration(number=int(match["number"]), name=match["name"], script=path.read_text("utf-8"))
        for path, match in matches
        if match is not None and match["engine"] in (None, engine)
    )


def newest(steps: Iterable[Migration]) -> int:
    """The version a database has after all steps."""
    return max((step.number for step in steps), default=0)


def statements(script: str) -> Iterator[str]:
    """The single statements of a script."""
    piece = ""
    for line in script.splitlines(keepends=True):
        piece += line
        if sqlite3.complete_statement(piece):
            yield piece.strip()
            piece = ""


async def migrate(engine: Engine, sql: Any, now: datetime, steps: tuple[Migration, ...]) -> None:
    """Apply every step the database lacks; NewerDatabase if it has more than we know."""
    async with engine.writing() as db:
        await sql.create(db)
        version = await sql.current(db)
    known = newest(steps)
    if version > known:
        raise NewerDatabase(engine.place, version, known)
    for step in steps:
        if step.number > version:
            async with engine.writing() as db:
                for statement in statements(engine.dialect(step.script)):
                    await db.change(statement)
                await sql.add(db, number=step.number, name=step.name, applied=stored(now))
