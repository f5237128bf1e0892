from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.moments import read, stored

ALMATY = timezone(timedelta(hours=6))


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    assert read(stored(moment)) == moment


def test_the_zone_it_was_written_in_does_not_matter() -> None:
    assert stored(datetime(2003, 1, 6, 9, tzinfo=ALMATY)) == stored(
        datetime(2003, 1, 6, 3, tzinfo=UTC)
    )
    assert read(stored(datetime(2003, 1, 6, 9, tzinfo=ALMATY))).tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        stored(datetime(2003, 1, 6, 9))  # noqa: DTZ001  # the mistake itself
