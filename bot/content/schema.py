"""The JSON Schema by which an editor completes and checks campaign files, made from the model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.core.campaign import Campaign
from bot.core.texts import Document

from .meanings import meanings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = "campaign.schema.json"
"""Its name in the campaigns folder, where the first line of each campaign.yaml looks for it."""


def campaign_schema() -> dict[str, Any]:
    """The schema of campaign.yaml (draft 2020-12), each field with its meaning as description."""
    return {
        "$schema": DIALECT,
        "title": "A campaign of Solidarity Alerts",
        **_tidied(_described(Campaign.model_json_schema())),
    }


def schema_text() -> str:
    """The schema as campaigns/campaign.schema.json holds it."""
    return json.dumps(campaign_schema(), ensure_ascii=False, indent=2) + "\n"


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """With the meaning of every field, as the model has it in the string under the field.

    Pydantic would read them whenever the program starts, though only an editor asks for them.
    """
    for name, model in _documents(Document):
        part = schema if model is Campaign else schema["$defs"].get(name, {})
        fields = part.get("properties", {})
        for field, meaning in meanings(model).items():
            if field in fields:
                fields[field] = dict(sorted((fields[field] | {"description": meaning}).items()))
    return schema


def _documents(base: type[Document]) -> Iterator[tuple[str, type[Document]]]:
    for model in base.__subclasses__():
        yield model.__name__, model
        yield from _documents(model)


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
