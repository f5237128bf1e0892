"""A look at an existing SQLite file before anything may write to it."""

from __future__ import annotations

from pathlib import Path

from .errors import Damaged, NewerDatabase
from .sqlite_connection import SqliteConnection
from .unbroken import unbroken


async def inspect(path: Path, known: int) -> None:
    """Damaged or NewerDatabase where the file is not a sound database of ours up to ``known``."""
    connection = await SqliteConnection.open(path, read_only=True)
    try:
        await _check_soundness(connection, str(path))
        await _check_origin(connection, str(path), known)
    finally:
        await unbroken(connection.close())


async def _check_soundness(connection: SqliteConnection, place: str) -> None:
    found = [row[0] for row in await connection.rows("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise Damaged(place, "; ".join(found))


async def _check_origin(connection: SqliteConnection, place: str, known: int) -> None:
    """Triggers and views are never ours: they would run somebody else's statements."""
    schema = {
        (row[0], row[1]) for row in await connection.rows("SELECT type, name FROM sqlite_schema")
    }
    strange = sorted(name for kind, name in schema if kind in {"trigger", "view"})
    if strange:
        raise Damaged(place, f"somebody has added {', '.join(strange)}")
    if not schema:
        return
    if ("table", "versions") not in schema:
        raise Damaged(place, "it belongs to another program")
    [row] = await connection.rows("SELECT COALESCE(MAX(number), 0) FROM versions")
    if row[0] > known:
        raise NewerDatabase(place, row[0], known)
