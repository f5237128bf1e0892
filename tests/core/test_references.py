from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.core.campaign import Campaign
from bot.core.flaws import choice, nearest, select
from bot.core.references import COLLECTIONS, REFERENCES, flaws, ids
from bot.core.texts import Document

REFERRING = {
    "source": "sources",
    "office": "offices",
    "offices": "offices",
    "to": "offices",
    "cc": "offices",
    "people": "people",
    "demands": "demands",
    "letter": "letters",
    "script": "scripts",
    "hearing": "hearings",
}


def fields(
    kind: type[Document], path: str = ""
) -> Iterator[tuple[str, Any, type[Document] | None]]:
    """Every field below a model: its path, what pydantic knows of it, and the model in it."""
    for name, field in kind.model_fields.items():
        inner = next(iter(_models(field.annotation)), None)
        many = "tuple[" in str(field.annotation)
        here = f"{path}{name}{'.*' if many else ''}"
        yield here, field, inner
        if inner:
            yield from fields(inner, f"{here}.")


def _models(annotation: Any) -> Iterator[type[Document]]:
    if isinstance(annotation, type) and issubclass(annotation, Document):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)


def test_the_table_of_references_is_complete() -> None:
    """A field of these names that holds an id, and is not in the table, would go unchecked."""
    expected = {
        (path, REFERRING[name])
        for path, field, inner in fields(Campaign)
        if inner is None and "str" in str(field.annotation)
        for name in [path.removesuffix(".*").rpartition(".")[2]]
        if name in REFERRING
    }
    assert set(REFERENCES) == expected


def test_the_table_of_collections_is_complete() -> None:
    expected = {
        path.removesuffix(".*")
        for path, _, inner in fields(Campaign)
        if inner and "id" in inner.model_fields
    }
    assert set(COLLECTIONS) == expected


def test_a_reference_to_what_is_not_there_is_told_with_the_nearest_id() -> None:
    document = {
        "offices": [{"id": "court"}, {"id": "akimat"}],
        "hearings": [{"office": "cuort"}],
        "letters": [{"to": ["akimat", "moon"]}],
    }
    first, second = flaws(document)
    assert first.loc == ("hearings", 0, "office")
    assert first.what == "there is no 'cuort' in 'offices'"
    assert first.mend == "did you mean 'court'?"
    assert second.loc == ("letters", 0, "to", 1)
    assert second.mend == "write one of: court, akimat"


def test_where_there_is_nothing_to_refer_to_that_is_said() -> None:
    [flaw] = flaws({"actions": [{"letter": "protest"}]})
    assert flaw.mend == "there is none to refer to yet"


def test_an_id_may_stand_once_in_a_list_and_once_in_each_inner_list() -> None:
    methods = [{"id": "bank"}]
    document = {
        "people": [{"id": "anna"}, {"id": "boris"}, {"id": "anna"}],
        "demands": [{"id": "anna"}],
        "funds": [{"id": "a", "methods": methods}, {"id": "b", "methods": methods}],
    }
    [flaw] = flaws(document)
    assert flaw.loc == ("people", 2, "id")
    assert flaw.what == "the id 'anna' is already taken in 'people'"
    document["funds"] = [{"id": "a", "methods": methods * 2}]
    assert [flaw.loc for flaw in flaws(document)][1] == ("funds", 0, "methods", 1, "id")


def test_ids_come_in_their_order_and_once() -> None:
    assert ids({"people": [{"id": "b"}, {"id": "a"}, {"id": "b"}, {}, "x"]}, "people") == ("b", "a")


@pytest.mark.parametrize("junk", [None, "x", [], {"people": "x"}, {"people": {"a": 1}}, {"a": [1]}])
def test_junk_has_no_references(junk: object) -> None:
    assert list(flaws(junk)) == []


def test_paths_lead_through_lists_and_maps() -> None:
    document = {"a": [{"b": "1"}, "x", {"b": ["2"]}]}
    assert list(select(document, "a.*.b")) == [(("a", 0, "b"), "1"), (("a", 2, "b"), ["2"])]
    assert list(select(document, "a.*.b.*")) == [(("a", 2, "b", 0), "2")]


def test_the_nearest_word_is_offered_only_where_it_is_near() -> None:
    assert nearest("cuort", ["court", "akimat"]) == "court"
    assert nearest("moon", ["court", "akimat"]) is None
    assert choice("moon", []) == "there is none to refer to yet"
