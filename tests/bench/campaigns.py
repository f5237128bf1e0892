"""A folder with many campaigns, made of a shipped one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bot.settings import shipped
from tests.bench.engine import SLUG

SLUG_LINE = re.compile(rf"^slug: {re.escape(SLUG)}$", re.MULTILINE)


def multiply(folder: Path, count: int) -> None:
    """As many copies of the campaign, each under a slug of its own."""
    for number in range(count):
        slug = f"{SLUG}-{number}"
        shutil.copytree(shipped("campaigns") / SLUG, folder / slug)
        path = folder / slug / "campaign.yaml"
        text, changed = SLUG_LINE.subn(f"slug: {slug}", path.read_text(encoding="utf-8"))
        assert changed == 1
        path.write_text(text, encoding="utf-8")
