"""Tables for those who write campaigns: every field, states of hearings, kinds of alert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from bot.content.schema import campaign_schema
from bot.core.alerts import ALERTS
from bot.core.hearings import NEXT
from tests.docs.markdown import anchor, table

SENT = {
    "hearing": "before a hearing, at each of the campaign's `reminders`",
    "hearing-changed": "a hearing has changed in the file, and an organiser has approved the alert "
    "(at once where `HOST_IDS` is empty)",
    "action": "an action begins; a `fax` or `call` when the first of its offices opens",
    "action-ends": "24 hours before the action is of no use any more",
    "opens": "an office opens, to those who asked to be reminded",
    "update": "an organiser has written with `/broadcast`",
}
"""When each kind of alert is sent."""

PATTERNS = {
    "^([01][0-9]|2[0-3]):[0-5][0-9]$": "hour",
    "^[A-Z]{2}$": "country",
    "^[A-Z]{3}$": "currency",
    "^[a-z][a-z0-9-]{0,19}$": "id",
    r"^\+[1-9][0-9]{6,14}$": "number to dial",
}
KINDS = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`"}

Shape = Mapping[str, Any]
"""A piece of the JSON Schema."""


def alerts() -> str:
    return table(
        ("Alert", "When", "Not sent if it is later than"),
        ((f"`{name}`", SENT[name], _span(kind.grace)) for name, kind in ALERTS.items()),
    )


def _span(grace: timedelta) -> str:
    minutes = int(grace.total_seconds()) // 60
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def hearings() -> str:
    return table(
        ("State", "May be followed by"),
        ((f"`{s}`", ", ".join(f"`{n}`" for n in sorted(after))) for s, after in NEXT.items()),
    )


def campaign_fields() -> str:
    """A table for the document, then one for each kind of part, where it is first met."""
    schema = campaign_schema()
    places = _places(schema)
    document = "\n".join(_fields(schema, places))
    chapters = (_chapter(schema["$defs"][name], places, name) for name in places)
    return "\n".join((document, *chapters))


def _places(schema: Shape) -> dict[str, list[str]]:
    """For each kind of part the places it stands at, such as ``people.custody``."""
    found: dict[str, list[str]] = {}

    def walk(part: Shape, path: str) -> None:
        for field, shape in part["properties"].items():
            for name in _parts(schema, shape):
                found.setdefault(name, []).append(f"{path}{field}")
                walk(schema["$defs"][name], f"{path}{field}.")

    walk(schema, "")
    return found


def _parts(schema: Shape, shape: Shape) -> Iterator[str]:
    """The kind of part a field holds, if it holds one that has fields of its own."""
    inner = shape.get("items", shape)
    name = str(inner.get("$ref", "")).rpartition("/")[2]
    if name and "properties" in schema["$defs"][name]:
        yield name


def _chapter(part: Shape, places: Mapping[str, list[str]], name: str) -> str:
    about = part["description"].split("\n\n")[0]
    return f"#### {_heading(places[name])}\n\n{_plain(about)}\n\n" + "".join(_fields(part, places))


def _heading(places: list[str]) -> str:
    return ", ".join(f"`{place}`" for place in places)


def _fields(part: Shape, places: Mapping[str, list[str]]) -> Iterator[str]:
    needed = part.get("required", [])
    yield table(
        ("Field", "Needed", "Form", "Meaning"),
        (
            (f"`{field}`", "yes" if field in needed else "", _form(shape, places), _meaning(shape))
            for field, shape in part["properties"].items()
        ),
    )


def _meaning(shape: Shape) -> str:
    default = shape.get("default")
    told = "" if default is None or default is False else f" If left out: {_value(default)}."
    return _plain(shape["description"]) + told


def _value(default: object) -> str:
    if isinstance(default, list):
        return ", ".join(map(str, default))
    return f"`{str(default).lower()}`"


def _plain(text: str) -> str:
    """On one line, with angle brackets that stay visible."""
    line = " ".join(text.split())
    return line if "`" in line else line.replace("<", "&lt;")


def _form(shape: Shape, places: Mapping[str, list[str]]) -> str:
    """What may be written there, in a campaigner's words."""
    if shape.get("type") == "array":
        return f"list: {_form(shape['items'], places)}"
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return "text" if name == "Text" else f"[see below](#{anchor(_heading(places[name]))})"
    if "enum" in shape:
        return ", ".join(f"`{value}`" for value in shape["enum"])
    if shape.get("format") == "date":
        return "day"
    return KINDS.get(shape["type"]) or PATTERNS.get(shape.get("pattern", ""), "line")
