"""What the campaign model expects at each place of a raw document: which map, which texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from bot.core.campaign import Campaign
from bot.core.flaws import Loc
from bot.core.texts import Document, Text

Kind = type[Document] | type[Text]


def texts(document: object) -> Iterator[tuple[Loc, object]]:
    """Every place where the model has a text in several languages, with what the file has there."""
    yield from _texts(Campaign, document, ())


def fields_at(loc: Loc) -> tuple[str, ...]:
    """The names that may stand in the map at a place; empty where no map belongs."""
    kind: Kind | None = Campaign
    for step in loc:
        if isinstance(step, str):
            kind = _kind(kind, step)
    return tuple(kind.model_fields) if kind and issubclass(kind, Document) else ()


def _texts(kind: type[Document], value: object, loc: Loc) -> Iterator[tuple[Loc, object]]:
    if not isinstance(value, Mapping):
        return
    for name, below in value.items():
        inner = _kind(kind, name)
        if inner is None:
            continue
        items: list[tuple[Loc, object]] = [((*loc, name), below)]
        if isinstance(below, list):
            items = [((*loc, name, index), item) for index, item in enumerate(below)]
        for place, item in items:
            if issubclass(inner, Document):
                yield from _texts(inner, item, place)
            else:
                yield place, item


def _kind(kind: Kind | None, name: str) -> Kind | None:
    """The model of what stands under a name, or of the items of the list there."""
    return None if kind is None else _kinds(kind).get(name)


@cache
def _kinds(kind: Kind) -> Mapping[str, Kind]:
    """What stands under each name of a model, where that is a model too."""
    if not issubclass(kind, Document):
        return MappingProxyType({})
    first = {name: next(_models(f.annotation), None) for name, f in kind.model_fields.items()}
    return MappingProxyType({name: model for name, model in first.items() if model is not None})


def _models(annotation: Any) -> Iterator[Kind]:
    """The models named in an annotation, through ``| None`` and ``tuple[…, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, Document | Text):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
