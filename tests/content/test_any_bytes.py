"""Whatever stands in a campaign's files: the loader never fails, it only tells problems."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.loader import load_folder
from tests.campaign_folders import LETTER, SOUND

_JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "",
            "court",
            "2003-01-06",
            "9999-12-31",
            "0000-00-00",
            "Asia/Almaty",
            "<<",
            "own",
            "PH off",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
_DOCUMENT: dict[str, Any] = yaml.load(SOUND, yaml.BaseLoader)  # noqa: S506  # our own text


def _ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    if not isinstance(value, dict | list):
        return [way]
    return [way, *(found for step, item in inside for found in _ways(item, (*way, step)))]


_WAYS = [way for way in _ways(_DOCUMENT) if way]


def _load(document: bytes, letter: bytes = LETTER.encode()) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "strike")
        (folder / "letters").mkdir(parents=True)
        (folder / "campaign.yaml").write_bytes(document)
        (folder / "letters" / "protest.en.j2").write_bytes(letter)
        (folder / "letters" / "protest.ru.j2").write_bytes(letter)
        loaded = load_folder(Path(root))
    assert bool(loaded.entries) != bool(loaded.problems)
    for problem in loaded.problems:
        assert problem.what
        assert problem.mend
        assert "pydantic" not in str(problem)


@settings(max_examples=50)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_campaign_or_problems(raw: bytes) -> None:
    _load(raw)


@settings(max_examples=50)
@given(st.binary(max_size=200), st.integers(0, len(SOUND)), st.integers(0, 40))
def test_a_damaged_campaign_is_a_campaign_or_problems(raw: bytes, at: int, length: int) -> None:
    whole = SOUND.encode()
    _load(whole[:at] + raw + whole[at + length :])


@settings(max_examples=150)
@given(st.sampled_from(_WAYS), _JUNK)
def test_junk_at_any_place_is_told_and_never_raised(way: tuple[Any, ...], junk: Any) -> None:
    document = copy.deepcopy(_DOCUMENT)
    holder: Any = document
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = junk
    _load(yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "replace"))


@settings(max_examples=50)
@given(st.binary(max_size=300) | st.text("{}%|# ifenorad'\"().[]=~+*-\n", max_size=80))
def test_any_letter_is_a_letter_or_problems(source: bytes | str) -> None:
    _load(SOUND.encode(), source if isinstance(source, bytes) else source.encode())
