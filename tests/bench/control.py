"""Asks the fake Bot API what it has counted, from the harness or from a contestant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10.0


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Since they were last begun anew. ``most``: sends that arrived within any one second."""

    requests: int
    answered: int
    refused: int
    most: int
    first_id: int
    last_id: int
    last: float
    """When the last send was accepted, in the machine's monotonic seconds."""
    pairs: int
    """Different chats and texts."""


class Control:
    """A line of its own to the fake at ``url``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._line = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)

    def counts(self) -> Counts:
        return self._asked("GET", None)

    def reset(self, *, delay: float = 0.0, limit: int | None = None) -> None:
        """Begin the counts anew; answer so many seconds late, and 429 above the limit."""
        self._asked("POST", {"delay": delay, "limit": limit})

    def since(self, before: Counts) -> Counts:
        """What was counted after ``before``."""
        now = self.counts()
        return Counts(
            requests=now.requests - before.requests,
            answered=now.answered - before.answered,
            refused=now.refused - before.refused,
            most=now.most,
            first_id=before.last_id + 1,
            last_id=now.last_id,
            last=now.last,
            pairs=now.pairs - before.pairs,
        )

    def _asked(self, verb: str, wanted: dict[str, Any] | None) -> Counts:
        self._line.request(verb, "/control", body=None if wanted is None else json.dumps(wanted))
        return Counts(**json.loads(self._line.getresponse().read()))
