"""Messages as JSON, so that they can wait in the outbox until they are sent."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from .messages import Button, Document, Message


def to_json(message: Message) -> str:
    """The message as compact JSON text; what has its default value is left out."""
    form: dict[str, Any] = {"html": message.html}
    if message.buttons:
        form["buttons"] = [[_button(button) for button in row] for row in message.buttons]
    if message.silent:
        form["silent"] = True
    if message.document is not None:
        form["document"] = _document(message.document)
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Message:
    """The message that ``to_json`` wrote. ValueError, KeyError or TypeError for any other text."""
    form = json.loads(text)
    document = form.get("document")
    return Message(
        html=form["html"],
        buttons=tuple(tuple(Button(**button) for button in row) for row in form.get("buttons", ())),
        silent=form.get("silent", False),
        document=None
        if document is None
        else Document(**{**document, "data": b64decode(document["data"])}),
    )


def _button(button: Button) -> dict[str, str]:
    return {name: value for name, value in asdict(button).items() if value is not None}


def _document(document: Document) -> dict[str, str]:
    return {**asdict(document), "data": b64encode(document.data).decode("ascii")}
