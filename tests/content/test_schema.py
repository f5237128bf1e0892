from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.content.schema import DIALECT, FILE, campaign_schema, schema_text
from bot.core.campaign import Campaign

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"


def objects(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "properties" in part:
            yield part
        for inner in part.values():
            yield from objects(inner)


def test_the_schema_beside_the_campaigns_is_the_models() -> None:
    """After a change of the model: solidarity schema > campaigns/campaign.schema.json."""
    assert (CAMPAIGNS / FILE).read_text(encoding="utf-8") == schema_text()


def test_every_campaign_names_the_schema_in_its_first_line() -> None:
    documents = sorted(CAMPAIGNS.glob("*/campaign.yaml"))
    assert documents
    for document in documents:
        first = document.read_text(encoding="utf-8").split("\n", maxsplit=1)[0]
        assert first == f"# yaml-language-server: $schema=../{FILE}"


def test_every_field_explains_itself_in_the_editor() -> None:
    schema = campaign_schema()
    assert schema["$schema"] == DIALECT
    assert set(schema["properties"]) == set(Campaign.model_fields)
    for part in objects(schema):
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert field.get("description"), name


def test_a_text_is_a_string_or_a_map_of_languages() -> None:
    text = campaign_schema()["$defs"]["Text"]
    assert [choice["type"] for choice in text["anyOf"]] == ["string", "object"]


def test_absence_is_not_offered_as_null_nor_names_as_titles() -> None:
    schema = campaign_schema()
    assert '"null"' not in schema_text()
    assert "title" not in schema["properties"]["slug"]


@pytest.mark.parametrize("field", ["begins", "ends"])
def test_days_and_hours_have_their_form(field: str) -> None:
    action = campaign_schema()["$defs"]["Action"]["properties"]
    assert action[field]["format"] == "date"
    assert action["until"]["pattern"] == "^([01][0-9]|2[0-3]):[0-5][0-9]$"
