from __future__ import annotations

import pytest

from bot.core.button_rows import HALF_ROW, ROW, in_pairs, shortened
from bot.core.messages import Button


@pytest.mark.parametrize(
    ("lengths", "rows"),
    [
        ([], []),
        ([8, 17], [[8, 17]]),
        ([8, 18], [[8], [18]]),
        ([26, 8], [[26], [8]]),
        ([24, 8, 8, 8], [[24], [8, 8], [8]]),
    ],
)
def test_two_buttons_share_a_row_where_each_fits_into_its_half(
    lengths: list[int], rows: list[list[int]]
) -> None:
    made = in_pairs(Button(label="x" * length, press="case") for length in lengths)
    assert [[len(button.label) for button in row] for row in made] == rows


def test_a_name_is_cut_to_its_room_and_not_after_a_blank() -> None:
    assert shortened("x" * ROW) == "x" * ROW
    assert shortened("x" * (ROW + 1)) == "x" * (ROW - 1) + "…"
    assert shortened("President of the Republic", HALF_ROW) == "President of the…"
