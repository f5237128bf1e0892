"""What conftest.py gives to all other tests is what it says it is."""

from __future__ import annotations

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest


def test_zones_come_from_tzdata_here_and_in_processes_started_here() -> None:
    assert zoneinfo.TZPATH == ()
    moment = "datetime(2024, 3, 2, tzinfo=UTC).astimezone(ZoneInfo('Asia/Almaty'))"
    program = f"from datetime import *; from zoneinfo import *; print(TZPATH, {moment})"
    printed = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=True
    ).stdout
    assert printed == "() 2024-03-02 05:00:00+05:00\n"
    assert datetime(2024, 2, 28, tzinfo=UTC).astimezone(zoneinfo.ZoneInfo("Asia/Almaty")).hour == 6


@pytest.mark.browser
def test_chromium_is_a_program(chromium: Path) -> None:
    assert os.access(chromium, os.X_OK)


@pytest.mark.postgres
async def test_each_postgres_database_is_empty_and_one_s_own(
    postgres_url: str, postgres_database: str
) -> None:
    assert postgres_database != postgres_url
    connection: asyncpg.Connection[Any] = await asyncpg.connect(postgres_database)
    try:
        tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
        assert await connection.fetchval(tables) == 0
        assert await connection.fetchval("SELECT lower('ҚАРАҒАНДЫ')") == "қарағанды"
    finally:
        await connection.close()
