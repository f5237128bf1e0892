"""What an alert is about: a moment that falls due, a changed hearing, or an organiser's words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from pydantic import TypeAdapter

from .alerts import ALERTS, AlertKind, Moment
from .hearings import Hearing

_MOMENT = TypeAdapter(Moment)


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """A moment the campaign's own dates call for."""

    moment: Moment

    @property
    def kind(self) -> AlertKind:
        return ALERTS[self.moment.kind]

    @property
    def subject(self) -> str:
        return self.moment.subject

    def key(self, slug: str, now: datetime) -> str:
        return self.moment.key

    def expires(self, now: datetime) -> datetime:
        """While its words are true: what was meant for its moment is not told long after it."""
        return min(self.moment.expires, self.moment.at + self.kind.grace)


@dataclass(frozen=True, kw_only=True)
class HearingChange:
    """A hearing as it was and as it is now."""

    old: Hearing
    new: Hearing

    @property
    def kind(self) -> AlertKind:
        return ALERTS["hearing-changed"]

    @property
    def subject(self) -> str:
        return f"hearing:{self.new.id}"

    def key(self, slug: str, now: datetime) -> str:
        """The same for every host who is asked about this change, so that it goes out once."""
        pair = (self.old.model_dump(mode="json"), self.new.model_dump(mode="json"))
        return f"{self.kind.name}:{slug}:{self.new.id}:{_digest(pair)}"

    def expires(self, now: datetime) -> datetime:
        return now + self.kind.grace


@dataclass(frozen=True, kw_only=True)
class Update:
    """News in an organiser's own words, in the language they were written in."""

    text: str
    """Plain text; its line breaks are kept."""
    language: str
    corrected: datetime | None = None
    """When these words took the place of others (aware)."""

    @property
    def kind(self) -> AlertKind:
        return ALERTS["update"]

    @property
    def subject(self) -> str:
        return "update"

    def key(self, slug: str, now: datetime) -> str:
        """The same words are never sent twice on one day, whoever confirms them."""
        return f"{self.kind.name}:{slug}:{now:%Y-%m-%d}:{_digest((self.text, self.language))}"

    def expires(self, now: datetime) -> datetime:
        return now + self.kind.grace


News = Scheduled | HearingChange | Update
Draft = News
"""News that somebody has to approve before it goes out."""


def to_payload(draft: Draft, slug: str) -> dict[str, Any]:
    """A draft as the JSON object kept behind the button that approves it."""
    return {"campaign": slug} | _said(draft)


def _said(draft: Draft) -> dict[str, Any]:
    if isinstance(draft, Update):
        since = {"corrected": draft.corrected.isoformat()} if draft.corrected else {}
        return {"kind": "update", "text": draft.text, "language": draft.language} | since
    if isinstance(draft, Scheduled):
        return {"kind": "scheduled", "moment": _MOMENT.dump_python(draft.moment, mode="json")}
    return {
        "kind": "hearing-changed",
        "hearing": draft.new.id,
        "old": draft.old.model_dump(mode="json"),
        "new": draft.new.model_dump(mode="json"),
    }


def from_payload(payload: dict[str, Any]) -> Draft:
    """The draft back again; KeyError or pydantic's ValidationError if it was never one of ours."""
    kind: Literal["update", "scheduled", "hearing-changed"] = payload["kind"]
    if kind == "update":
        since = payload.get("corrected")
        return Update(
            text=payload["text"],
            language=payload["language"],
            corrected=datetime.fromisoformat(since) if since else None,
        )
    if kind == "scheduled":
        return Scheduled(moment=_MOMENT.validate_python(payload["moment"]))
    return HearingChange(
        old=Hearing.model_validate(payload["old"]), new=Hearing.model_validate(payload["new"])
    )


def _digest(value: object) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
