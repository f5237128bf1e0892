"""What goes into the emulated server and what comes out of it: files, answers and refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """One file of a multipart request."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer. `delay` (seconds), `dropped` and `raw` are the work of scripted faults."""

    status: int
    body: Json
    raw: bytes | None = field(default=None, kw_only=True)
    delay: float = field(default=0.0, kw_only=True)
    dropped: bool = field(default=False, kw_only=True)

    @property
    def result(self) -> Any:
        """What a successful call returned; raises KeyError for a refusal."""
        return self.body["result"]


class Refusal(Exception):
    """The server says no, in Telegram's own status and words."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters or {}

    def answer(self) -> Answer:
        return refused(self.status, self.description, self.parameters)


def granted(result: object) -> Answer:
    return Answer(200, {"ok": True, "result": result})


def refused(status: int, description: str, parameters: Json | None = None) -> Answer:
    body: Json = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(status, body)


def bad_request(reason: str, **parameters: object) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}", parameters)


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")
