from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.notation import is_id, read, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()).map(
        # Two halves side by side are written as the one character that they are together.
        lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(VALUES)
def test_whatever_is_written_can_be_read(value: Any) -> None:
    again = read(written(value))
    assert written(again) == written(value) or not _exact(value)


def _exact(value: Any) -> bool:
    """Whether every whole number in it fits into 64 bits: the quick reader rounds others."""
    if isinstance(value, dict | list):
        return all(map(_exact, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, int) or -(2**63) <= value < 2**64


def test_half_a_surrogate_pair_costs_nothing_else() -> None:
    body = rb'{"update_id": 7, "text": "\ud800"}'
    assert read(body) == {"update_id": 7, "text": "\ud800"}
    assert written(read(body)) == rb'{"update_id":7,"text":"\ud800"}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nonsense",
        "NaN",
        "[Infinity]",
        "1e999",
        "[" * 100_000,
        b"\xff\xfe",
        '{"a": "\x00"}',
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the kind is the promise, the words are not
        read(text)


@pytest.mark.parametrize("number", [0, 7, -1_000_000_000_042, 2**63 - 1, -(2**63)])
def test_an_id_fits_into_the_database(number: int) -> None:
    assert is_id(number)


@pytest.mark.parametrize("thing", [2**63, -(2**63) - 1, True, 1.0, "1", None, [1]])
def test_what_does_not_fit_is_no_id(thing: object) -> None:
    assert not is_id(thing)
