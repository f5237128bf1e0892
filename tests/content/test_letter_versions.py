from __future__ import annotations

import pytest

from bot.content.letter_parts import parted
from bot.content.letter_versions import differences
from tests.content.parted_letters import ENGLISH, RUSSIAN


def told(russian: str, english: str = ENGLISH) -> list[str]:
    found = differences(parted(russian), parted(english), "protest.en.j2")
    return [str(error) for error in found]


def test_versions_with_the_same_parts_are_two_views_of_one_choice() -> None:
    assert told(RUSSIAN) == []
    assert told(ENGLISH) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "== charges, movable\nОбвинения сфабрикованы.\n-- or\nВ обвинения не верит никто.\n\n",
            "",
            (
                "line 11: the part 'charges' is missing, which protest.en.j2 has in line 11; "
                "write it here as '== charges, movable'"
            ),
        ),
        (
            "== last-word, optional\nВесь мир следит за этим делом.\n",
            "",
            (
                "line 25: the part 'last-word' is missing, which protest.en.j2 has in line 25; "
                "write it here as '== last-word, optional'"
            ),
        ),
        (
            "== last-word, optional",
            "== more\nЕщё.\n== last-word, optional",
            "line 25: protest.en.j2 has no part 'more'; write it there too, or take it out here",
        ),
        (
            "== charges, movable",
            "== charges",
            (
                "line 11: the part 'charges' begins otherwise than in line 11 of protest.en.j2; "
                "write '== charges, movable' in both, or change both"
            ),
        ),
        (
            "-- or\nВ обвинения не верит никто.\n",
            "",
            (
                "line 11: the part 'charges' is said in 1 way, "
                "in line 11 of protest.en.j2 in 2 ways; "
                "give each way its translation, in the same order"
            ),
        ),
    ],
)
def test_every_difference_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    assert old in RUSSIAN
    assert told(RUSSIAN.replace(old, new, 1)) == [sentence]


def test_another_order_is_told_once() -> None:
    english = "== a\nx\n== b\ny\n== c\nz"
    assert told("== c\nz\n== a\nx\n== b\ny", english) == [
        (
            "line 1: the part 'c' stands where protest.en.j2 has 'a'; "
            "put the parts of both into the same order"
        )
    ]


def test_a_version_without_parts_lacks_all_of_them() -> None:
    sentences = told("Мы требуем:\n\n{{ demands }}")
    assert len(sentences) == 6
    assert sentences[-1].startswith("line 1: protest.en.j2 has no part 'whole'")
