"""Writes those parts anew: ``python -m tests.docs``, or ``make docs``."""

from __future__ import annotations

import sys

from tests.docs.pages import HOUSE, PAGES, renewed

for page in PAGES:
    text = page.read_text(encoding="utf-8")
    if (fresh := renewed(text)) != text:
        page.write_text(fresh, encoding="utf-8")
        sys.stdout.write(f"{page.relative_to(HOUSE)}\n")
