"""The pages of the documentation, and how the parts made from the code are put into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.docs import campaign_tables, house_tables

HOUSE = Path(__file__).parent.parent.parent
PAGES = (*sorted(HOUSE.glob("*.md")), *sorted((HOUSE / "docs").glob("*.md")))

PARTS: Mapping[str, Callable[[], str]] = {
    "chat commands": house_tables.chat_commands,
    "settings": house_tables.settings,
    "command line": house_tables.command_line,
    "exit codes": house_tables.exit_codes,
    "alerts": campaign_tables.alerts,
    "hearings": campaign_tables.hearings,
    "campaign fields": campaign_tables.campaign_fields,
}

_PART = re.compile(
    r"(?P<begin><!-- (?P<name>[a-z ]+): made from the code by `make docs` -->\n)"
    r".*?(?P<end><!-- end -->)",
    re.DOTALL,
)


def parts_in(text: str) -> tuple[str, ...]:
    """The names of the parts that stand in a page."""
    return tuple(part["name"] for part in _PART.finditer(text))


def renewed(text: str) -> str:
    """The page with every such part as the code has it now. KeyError for a part nobody makes."""
    return _PART.sub(lambda part: f"{part['begin']}\n{PARTS[part['name']]()}\n{part['end']}", text)
