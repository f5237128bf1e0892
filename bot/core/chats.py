"""A chat as the program knows it, and the audience a text is written for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

ChatKind = Literal["private", "group", "channel"]

DEFAULT_LANGUAGE = "en"
WAKING = (8, 22)


@dataclass(frozen=True, kw_only=True)
class Audience:
    """All readers for whom one rendered text is right: same language, clock and kind of chat."""

    language: str
    zone: str | None
    """IANA zone; None where the reader has not told it: then only the office's clock is shown."""
    kind: ChatKind

    @property
    def shared(self) -> bool:
        """Several people with several clocks read this chat."""
        return self.kind != "private"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All chats that get the same text at the same turn: whoever reads it can act as soon."""

    audience: Audience
    country: str | None
    """ISO 3166 code; None where it is not known."""
    wakes: int
    sleeps: int
    """Waking hours, whole hours of the reader's clock."""


@dataclass(frozen=True, kw_only=True)
class Chat:
    """Everything kept about a chat (V1): nothing else is."""

    id: int
    kind: ChatKind
    thread: int | None = None
    """Forum topic for alerts; None for the general one."""
    language: str = DEFAULT_LANGUAGE
    language_chosen: bool = False
    """True once the person chose it: then it beats the language of their app."""
    country: str | None = None
    zone: str | None = None
    place: str | None = None
    """Name of the city by which the zone was chosen, as shown back to the person."""
    wakes: int = WAKING[0]
    sleeps: int = WAKING[1]
    """Waking hours, whole hours of the reader's clock."""
    known: bool = False
    """True when there is a row for this chat; looking around leaves none."""

    @property
    def audience(self) -> Audience:
        return Audience(language=self.language, zone=self.zone, kind=self.kind)

    @property
    def standing(self) -> Standing:
        return Standing(
            audience=self.audience, country=self.country, wakes=self.wakes, sleeps=self.sleeps
        )

    def with_(self, **changes: object) -> Chat:
        """The same chat with some choices changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names are checked by replace itself
