"""Where a run took place: figures mean nothing without that."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

LIBRARIES = ("aiohttp", "aiosqlite", "httpx", "orjson", "python-telegram-bot", "uvloop")


ASK = "from importlib.metadata import version; print(version('aiogram'))"


def machine(peers: str | None) -> dict[str, Any]:
    """``peers``: a Python in which aiogram is installed."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load before": [round(load, 2) for load in os.getloadavg()],
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: version(name) for name in LIBRARIES},
        **({"aiogram": _aiogram(peers)} if peers else {}),
    }


def _aiogram(python: str) -> str:
    told = subprocess.run([python, "-c", ASK], capture_output=True, check=True, text=True)
    return told.stdout.strip()


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
