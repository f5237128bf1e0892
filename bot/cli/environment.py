"""Where the command line finds its settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ENV_FILE = Path(".env")


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ
