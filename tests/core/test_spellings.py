from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.spellings import distance, one_slip


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("karaganda", "karaganda", 0),
        ("karagnda", "karaganda", 1),
        ("karagandaa", "karaganda", 1),
        ("karagamda", "karaganda", 1),
        ("kargaanda", "karaganda", 1),
        ("караганта", "караганда", 1),
        ("kraagnda", "karaganda", 2),
        ("almaty", "astana", 3),
        ("oral", "karaganda", 3),
    ],
)
def test_distance_counts_slips_up_to_a_limit(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == far
    assert distance(other, one, 2) == far


@pytest.mark.parametrize("slip", ["londo", "lonodn", "londan", "lonxdon", "ondon", "londonn"])
def test_a_slip_makes_one_of_the_expected_spellings(slip: str) -> None:
    assert slip in one_slip("london")


def test_slips_stay_in_the_alphabet_of_the_word() -> None:
    assert "омск" in one_slip("томск")
    assert not any("a" <= letter <= "z" for each in one_slip("томск") for letter in each)


def test_a_word_of_no_known_alphabet_still_loses_and_swaps_letters() -> None:
    assert one_slip("北京市") == {"京市", "北市", "北京", "京北市", "北市京"}


@given(st.text("abc", min_size=1, max_size=6))
def test_every_slip_is_one_step_away(word: str) -> None:
    slips = one_slip(word)
    assert word not in slips
    assert "" not in slips
    assert all(distance(word, slip, 2) == 1 for slip in slips)
