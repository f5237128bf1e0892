from __future__ import annotations

from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from bot.core.variation import Part, letters, picks, shuffled, wording

SEEDS = st.integers(0, 2**64 - 1)
PARTS = st.lists(
    st.builds(
        Part,
        id=st.sampled_from("abcdefgh"),
        ways=st.integers(1, 4),
        movable=st.booleans(),
        optional=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda part: part.id,
)
MANY = 3000


@given(parts=PARTS, seed=SEEDS)
def test_every_part_that_may_not_be_left_out_is_said_once_in_one_of_its_ways(
    parts: list[Part], seed: int
) -> None:
    said = picks(parts, seed)
    assert len({pick.part for pick in said}) == len(said)
    assert {part.id for part in parts if not part.optional} <= {pick.part for pick in said}
    ways = {part.id: part.ways for part in parts}
    assert all(0 <= pick.way < ways[pick.part] for pick in said)


@given(parts=PARTS, seed=SEEDS)
def test_only_neighbours_that_are_movable_change_places(parts: list[Part], seed: int) -> None:
    still = [part.id for part in parts if not part.movable]
    said = [pick.part for pick in picks(parts, seed)]
    assert [id for id in said if id in still] == [id for id in still if id in said]
    # No movable part passes one that stays.
    for place, part in enumerate(parts):
        if not part.movable and part.id in said:
            before = {other.id for other in parts[:place]} & set(said)
            assert set(said[: said.index(part.id)]) == before


@given(parts=PARTS, seed=SEEDS, new=st.integers(0, 5))
def test_a_new_part_changes_nothing_about_the_others(
    parts: list[Part], seed: int, new: int
) -> None:
    # A part that stays would divide a run of movable ones: then their places are others.
    run = new > 0 and len(parts) > new and parts[new - 1].movable and parts[new].movable
    more = [*parts[:new], Part(id="new", ways=3, movable=run), *parts[new:]]
    assert [pick for pick in picks(more, seed) if pick.part != "new"] == list(picks(parts, seed))


@given(parts=PARTS)
def test_the_variants_are_counted_exactly(parts: list[Part]) -> None:
    if letters(parts) <= 60:
        seen = {picks(parts, seed) for seed in range(MANY)}
        assert len(seen) == letters(parts)


def test_wordings_and_orders_of_demands_multiply_the_letters() -> None:
    part = Part(id="a", ways=3)
    assert letters([part]) == letters([part], [1, 1]) == 3
    assert letters([part], [2, 3]) == 18
    assert letters([part], [2, 3], any_order=True) == 36
    assert letters([]) == 1


def test_two_movable_parts_of_which_one_may_be_missing() -> None:
    both = [Part(id="a", ways=2, movable=True), Part(id="b", movable=True, optional=True)]
    assert letters(both) == 2 * 2 + 2  # both said, in two orders; or the first alone


def test_each_way_each_order_and_each_wording_is_as_likely_as_the_others() -> None:
    parts = [
        Part(id="a", ways=3, optional=True),
        Part(id="b", movable=True),
        Part(id="c", movable=True),
        Part(id="d", movable=True),
    ]
    drawn = [picks(parts, seed) for seed in range(MANY)]
    ways = Counter(next((p.way for p in said if p.part == "a"), None) for said in drawn)
    orders = Counter("".join(p.part for p in said if p.part != "a") for said in drawn)
    demands = Counter(shuffled("xyz", seed) for seed in range(MANY))
    words = Counter(wording("x", 5, seed) for seed in range(MANY))
    assert [len(counts) for counts in (ways, orders, demands, words)] == [4, 6, 6, 5]
    for counts in (ways, orders, demands, words):
        even = MANY / len(counts)
        assert all(abs(count - even) < 0.2 * even for count in counts.values()), counts


def test_choices_do_not_hang_together() -> None:
    parts = [Part(id="a", ways=2), Part(id="b", ways=2)]
    pairs = Counter(tuple(p.way for p in picks(parts, seed)) for seed in range(MANY))
    assert len(pairs) == 4
    assert min(pairs.values()) > MANY / 4 * 0.8


@given(seed=SEEDS, ids=st.lists(st.text("abc", min_size=1), unique=True), gone=st.integers(0, 4))
def test_a_demand_that_is_dropped_leaves_the_others_in_their_order(
    seed: int, ids: list[str], gone: int
) -> None:
    left = [*chain(ids[:gone], ids[gone + 1 :])]
    assert shuffled(left, seed) == tuple(id for id in shuffled(ids, seed) if id in left)


def test_a_reader_gets_the_same_letter_after_an_update_of_the_bot() -> None:
    parts = [Part(id="opening", ways=4), Part(id="charges", ways=3, movable=True)]
    ways = [[pick.way for pick in picks(parts, seed)] for seed in range(4)]
    assert ways == [[2, 0], [0, 0], [3, 1], [0, 1]]
    assert [wording("release", 7, seed) for seed in range(4)] == [0, 3, 5, 1]
