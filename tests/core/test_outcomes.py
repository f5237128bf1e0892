"""What counts as an answer, and which number a button means."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from bot.core.outcomes import (
    MARK,
    Outcome,
    ToldLine,
    cell,
    doubted,
    mark,
    possible,
    rank,
    reports_of,
)
from tests.appeal import a_campaign

NOW = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
THEN, TODAY = "+73212420220", "+77212420220"
R, F, E, N, D, T = Outcome


def told(channel: str = "fax-1", number: str = THEN, *, doubt: bool = True) -> ToldLine:
    return ToldLine(channel=channel, number=number, rank=0, doubted=doubt)


def test_a_mark_names_one_number_of_one_channel_and_fits_a_button() -> None:
    names = [mark(f"fax-{i}", f"+7721242{i:04}{j}") for i, j in product(range(40), range(5))]
    assert len(set(names)) == len(names)
    assert all(len(name) == MARK and name.isalnum() and name.islower() | name.isdigit()
               for name in names)  # fmt: skip
    assert mark("fax-1", THEN) != mark("fax-1", TODAY)
    assert (
        max(len(f"call:{'s' * 28}:{'o' * 20}:out:{name}{end}") for name in names for end in R) == 64
    )


def test_every_kind_of_line_has_its_ends() -> None:
    assert T not in possible("phone")
    assert R not in possible("fax")
    assert set(possible("manual-fax")) == set(Outcome)


def test_an_outcome_belongs_to_the_hour_of_the_office() -> None:
    where = cell("s", "court", "Asia/Almaty", "fax-1", THEN, datetime(2003, 1, 5, 20, tzinfo=UTC))
    assert (where.week, where.weekday, where.hour) == ("2003-W02", 0, 2)


@pytest.mark.parametrize(
    ("before", "dead", "answered", "then"),
    (
        (False, 2, 0, False),
        (False, 3, 0, True),
        (False, 3, 2, True),
        (True, 3, 1, True),
        (True, 3, 2, False),
        (True, 2, 0, False),
    ),
)
def test_three_make_a_doubt_and_two_end_it(
    before: bool, dead: int, answered: int, then: bool
) -> None:
    assert doubted(before=before, dead=dead, answered=answered) is then


def test_a_number_is_ranked_only_where_that_is_sure() -> None:
    assert rank({}) == 0
    assert rank({R: 2}) == 0
    assert rank({R: 9, E: 1}) == -1
    assert rank({N: 20}) == 1
    assert rank({D: 50}) == 0, "a dead number is doubted, not ranked"


def test_what_was_told_of_an_old_number_says_nothing_of_the_new_one() -> None:
    campaign = a_campaign()
    assert reports_of(campaign, [told()], NOW)["fax-1"].suspect
    assert reports_of(campaign, [told()], NOW.replace(year=2026)) == {}
    assert reports_of(campaign, [told("gone")], NOW) == {}
