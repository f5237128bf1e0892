"""Formatted text: what may stand inside what, trimming, and the links Telegram finds by itself.

Offsets and lengths are UTF-16 units, as in the Bot API.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bot.demo import limits
from bot.demo.answers import Json, bad_request

SPLITTABLE: Final = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES: Final = frozenset({"blockquote", "expandable_blockquote"})
VERBATIM: Final = frozenset({"pre", "code"})
FOUND: Final = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)
KINDS: Final = (
    SPLITTABLE | QUOTES | VERBATIM | {"text_link", "text_mention", "custom_emoji", "date_time"}
)
# Of two that cover the same text the lower one lies outside; 50 for all that are not named.
OUTSIDE_FIRST: Final = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 10,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    **dict.fromkeys(SPLITTABLE, 90),
}
DATE_TIME_FORMAT: Final = re.compile(r"[rR]|[wWdDtT]*")

_COMMAND: Final = r"(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"
_AUTOMATIC: Final = (
    (
        "url",
        re.compile(r"\bhttps?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]'’]|(?<![\w@.])t\.me/[\w/?=-]+"),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("bot_command", re.compile(_COMMAND)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{2,31}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+[1-9](?:[ ()-]?[0-9]){7,14}(?![\w-])", re.ASCII)),
)


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One entity; `extra` holds what only some kinds have (url, language, unix_time …)."""

    kind: str
    offset: int
    length: int
    extra: Json = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    def json(self) -> Json:
        return {"type": self.kind, "offset": self.offset, "length": self.length, **self.extra}

    def overlaps(self, other: Entity) -> bool:
        return self.offset < other.end and other.offset < self.end


@dataclass(frozen=True)
class Formatted:
    """Text and its entities as a message carries them."""

    text: str
    entities: tuple[Entity, ...] = ()

    def json(self, text_key: str, entities_key: str) -> Json:
        """The two fields of a message, without the entities when there are none."""
        found: Json = {text_key: self.text}
        if self.entities:
            found[entities_key] = [entity.json() for entity in self.entities]
        return found


def date_time(unix_time: int, pattern: str, now: datetime) -> Json:
    """What a date-time entity carries; refused when its pattern or its distance is not allowed."""
    if not DATE_TIME_FORMAT.fullmatch(pattern):
        raise bad_request("invalid date-time format specified")
    if unix_time > (now + limits.DATE_AHEAD).timestamp():
        raise bad_request("ENTITY_DATE_INVALID")
    return {"unix_time": unix_time, "date_time_format": pattern}


def given(values: Any, now: datetime) -> list[Entity]:
    """Entities that the caller spelt out (the `entities` parameter)."""
    if not isinstance(values, list):
        return []
    return [entity for value in values if (entity := _given(value, now))]


def _given(value: Any, now: datetime) -> Entity | None:
    if not isinstance(value, Mapping):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = value.get("type"), value.get("offset"), value.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request('can\'t parse MessageEntity: can\'t find field "offset" or "length"')
    if kind in FOUND:
        return None
    if kind not in KINDS:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    extra = {
        key: value[key] for key in ("url", "language", "user", "custom_emoji_id") if key in value
    }
    if kind == "date_time":
        if not isinstance(value.get("unix_time"), int):
            raise bad_request("can't parse MessageEntity: Can't find field \"unix_time\"")
        extra = date_time(value["unix_time"], str(value.get("date_time_format", "")), now)
    return Entity(kind=kind, offset=offset, length=length, extra=extra)


def mended(text: str, entities: Iterable[Entity], username: str = "") -> Formatted:
    """The text as the server keeps it: trimmed, badly nested entities cut, links found."""
    trimmed = text.strip(" \n\t\r\v\f")
    before = limits.utf16(text[: len(text) - len(text.lstrip(" \n\t\r\v\f"))])
    whole = limits.utf16(trimmed)
    moved = [kept for entity in entities if (kept := _within(entity, before, whole))]
    nested = _nested(_sorted(moved))
    return Formatted(
        trimmed, tuple(_sorted([*nested, *_found(trimmed, nested)])[: limits.ENTITIES])
    )


def _sorted(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda e: (e.offset, -e.length, OUTSIDE_FIRST.get(e.kind, 50)))


def _within(entity: Entity, before: int, whole: int) -> Entity | None:
    start = max(entity.offset - before, 0)
    end = min(entity.end - before, whole)
    return replace(entity, offset=start, length=end - start) if end > start else None


def _nested(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if entity.kind not in SPLITTABLE and not _shut_out(entity, kept):
            kept.append(entity)
    verbatim = [entity for entity in kept if entity.kind in VERBATIM]
    for entity in entities:
        if entity.kind in SPLITTABLE:
            kept += _cut(entity, verbatim)
    return kept


def _shut_out(entity: Entity, kept: list[Entity]) -> bool:
    """Whether an entity may not stand inside one that was kept before it."""
    same_class = QUOTES if entity.kind in QUOTES else KINDS - QUOTES - SPLITTABLE
    return any(
        outer.overlaps(entity) and (outer.kind in same_class or outer.kind in VERBATIM)
        for outer in kept
    )


def _cut(entity: Entity, verbatim: list[Entity]) -> list[Entity]:
    """The parts of bold, italic … that lie outside code: code holds and joins no other format."""
    parts, start = [], entity.offset
    for hole in [*verbatim, replace(entity, offset=entity.end, length=0)]:
        stop = min(hole.offset, entity.end)
        if stop > start:
            parts.append(replace(entity, offset=start, length=stop - start))
        start = max(start, hole.end)
    return parts


def _found(text: str, entities: list[Entity]) -> list[Entity]:
    taken = [entity for entity in entities if entity.kind not in SPLITTABLE | QUOTES]
    for kind, pattern in _AUTOMATIC:
        for match in pattern.finditer(text):
            found = Entity(
                kind=kind,
                offset=limits.utf16(text[: match.start()]),
                length=limits.utf16(match.group()),
            )
            if not any(found.overlaps(other) for other in taken):
                taken.append(found)
    return [entity for entity in taken if entity.kind in FOUND]
