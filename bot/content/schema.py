"""The JSON Schema by which an editor completes and checks campaign files, made from the model."""

from __future__ import annotations

import json
from typing import Any

from bot.core.campaign import Campaign

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = "campaign.schema.json"
"""Its name in the campaigns folder, where the first line of each campaign.yaml looks for it."""


def campaign_schema() -> dict[str, Any]:
    """The schema of campaign.yaml (draft 2020-12), each field with its meaning as description."""
    return {
        "$schema": DIALECT,
        "title": "A campaign of Solidarity Alerts",
        **_tidied(Campaign.model_json_schema()),
    }


def schema_text() -> str:
    """The schema as campaigns/campaign.schema.json holds it."""
    return json.dumps(campaign_schema(), ensure_ascii=False, indent=2) + "\n"


def _tidied(part: Any) -> Any:
    """Without what only programs need: titles made from names, and that absence means null."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _tidied(value) for key, value in part.items() if not _idle(key, value)}
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        there = [choice for choice in choices if choice != {"type": "null"}]
        kept.pop("anyOf")
        kept |= there[0] if len(there) == 1 else {"anyOf": there}
    return kept


def _idle(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, []))
