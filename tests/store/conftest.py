"""The store on both engines: whatever is promised is promised by each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from bot.store import Store, open_store
from tests.store.builders import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kept' / 'bot.db'}"


@pytest.fixture
def sqlite_file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


async def _told(url: str, statement: str) -> None:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(scope="session")
def one_postgres_database(postgres_url: str) -> Iterator[str]:
    """One database for all tests of the store: to empty it is ten times as fast as a new one."""
    name = f"solidarity_store_{uuid4().hex}"
    asyncio.run(_told(postgres_url, f'CREATE DATABASE "{name}"'))
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    asyncio.run(_told(postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
def postgres_database(one_postgres_database: str) -> str:
    """The address of that database, empty."""
    asyncio.run(_told(one_postgres_database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    return one_postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; each test runs once with each engine."""
    fixture = {"sqlite": "sqlite_url", "postgres": "postgres_database"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def store(database_url: str, clock: StillClock) -> AsyncIterator[Store]:
    async with open_store(database_url, clock) as opened:
        yield opened


@pytest.fixture
async def sqlite_store(sqlite_url: str, clock: StillClock) -> AsyncIterator[Store]:
    async with open_store(sqlite_url, clock) as opened:
        yield opened
