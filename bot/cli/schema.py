"""`solidarity schema`: the JSON Schema that lets an editor complete and check campaign files."""

from __future__ import annotations

import sys

from bot.content.schema import schema_text


def schema() -> None:
    """Print the JSON Schema of campaign files, for editors."""
    sys.stdout.write(schema_text())
