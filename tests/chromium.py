"""The system's Chromium, and how the tests and the pictures start it."""

from __future__ import annotations

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""In a container, and without a word to anybody."""


def found() -> Path | None:
    """For Playwright's ``executable_path``; None where there is none."""
    return next((Path(path) for path in map(shutil.which, NAMES) if path), None)
