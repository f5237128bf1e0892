from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.letter_parts import WHOLE, LetterPart, Way, parted
from tests.content.parted_letters import ENGLISH


def told(source: str) -> list[str]:
    return [str(error) for error in parted(source).mistakes]


def test_a_file_is_taken_apart_into_parts_and_ways() -> None:
    taken = parted(ENGLISH)
    assert taken.mistakes == ()
    assert [part.id for part in taken.parts] == [
        "opening",
        "people",
        "charges",
        "demands",
        "last-word",
    ]
    assert taken.parts[2] == LetterPart(
        id="charges",
        line=11,
        ways=(
            Way(source="The charges are made up.", line=12),
            Way(source="Nobody believes the charges.", line=14),
        ),
        flags=frozenset({"movable"}),
    )
    demands, last = taken.parts[3:]
    assert demands.ways[1].source == "There is one way out:\n\n{{ demands }}"
    assert last.drawn.optional
    assert not last.drawn.movable


def test_a_file_without_parts_is_one_part_with_one_way() -> None:
    [whole] = parted("\n\nOne.\n\nTwo.\n").parts
    assert whole == LetterPart(id=WHOLE, line=1, ways=(Way(source="One.\n\nTwo.", line=3),))
    assert parted("---\n--\nA rule - or two\n").mistakes == ()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            "Hello.\n== a\nx",
            "line 1: words stand before the first part; put a line such as '== opening' above it",
        ),
        (
            "x\n-- or\ny",
            (
                "line 2: '-- or' stands outside of any part; "
                "put a line such as '== opening' above the first of them"
            ),
        ),
        (
            "== Opening\nx",
            (
                "line 1: this line cannot be read as the beginning of a part; "
                "write it like '== opening': small letters without accents, digits and hyphens"
            ),
        ),
        ("==\nx", "line 1: this line cannot be read as the beginning of a part; write it like"),
        ("==a\nx", "line 1: this line cannot be read as the beginning of a part; write '== a'"),
        (" == a\nx", "line 1: this line cannot be read as the beginning of a part; write '== a'"),
        ("= a, movable\nx", "line 1: this line cannot be read as the beginning of a part; write '"),
        ("== a ==\nx", "line 1: this line cannot be read as the beginning of a part; write '== a'"),
        ("== a, moveable\nx", "line 1: a part cannot be 'moveable'; did you mean 'movable'?"),
        ("== a, x\nx", "line 1: a part cannot be 'x'; there are 'movable' and 'optional'"),
        ("== a\n\n", "line 1: a way of saying the part 'a' is empty; write it, or take its line"),
        ("== a\nx\n-- or\n== b\ny", "line 3: a way of saying the part 'a' is empty; write it"),
        ("== a\n-- or\ny", "line 1: a way of saying the part 'a' is empty; write it"),
        (
            "== a\nx\n--or\ny",
            (
                "line 3: this line cannot be read as the beginning of another way of saying it; "
                "write '-- or', or begin it otherwise"
            ),
        ),
        ("== a\nx\n- or\ny", "line 3: this line cannot be read as the beginning of another way"),
        ("== a\nx\n-- или\ny", "line 3: this line cannot be read as the beginning of another"),
        (
            "== a\nx  y\n-- or\nz\n-- or\nx\ny",
            "line 6: this says the same as line 2, word for word; say it in another way",
        ),
        (
            "== a\nx\n== a\ny",
            "line 3: the part 'a' already stands in line 1; give this one another name",
        ),
    ],
)
def test_a_line_that_was_meant_otherwise_is_told(source: str, sentence: str) -> None:
    assert [one for one in told(source) if one.startswith(sentence)], told(source)


def test_all_mistakes_of_a_file_are_told_at_once_in_their_order() -> None:
    lines = [error.line for error in parted("x\n== A\ny\n--or\nz\n== b, c\n").mistakes]
    assert lines == [1, 2, 4, 6, 6]


@given(st.text(alphabet="=- or,ab\n{}%#", max_size=60))
def test_no_file_breaks_it_and_no_sign_of_parts_is_left_in_a_sound_one(source: str) -> None:
    taken = parted(source)
    if not taken.mistakes:
        for part in taken.parts if source.strip() else ():
            for way in part.ways:
                assert way.source.split("\n")[0] == source.split("\n")[way.line - 1]
                assert not [line for line in way.source.split("\n") if line.startswith("==")]
                assert "-- or" not in way.source.split("\n")
