"""What the running bot tells of itself, as it is written and read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.breaker import Trouble
from bot.core.bulletin import Bulletin, from_json, to_json

NOW = datetime(2003, 1, 5, 20, tzinfo=UTC)
SENDING = Bulletin(at=NOW, rate=25, full_rate=25, busy=True, under_way=3, slots=8)
TROUBLED = replace(
    SENDING,
    gate=NOW + timedelta(minutes=3),
    breaker=Trouble.OUTAGE,
    brakes=("disk", "clock"),
    oldest=31,
    lag=2,
)


@pytest.mark.parametrize("bulletin", [SENDING, TROUBLED, replace(SENDING, ended=True)])
def test_what_was_written_is_read(bulletin: Bulletin) -> None:
    assert from_json(to_json(bulletin)) == bulletin


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "7", "{}", json.dumps({"at": 7, "gate": None, "breaker": None})],
)
def test_what_is_no_bulletin_is_none(text: str | None) -> None:
    assert from_json(text) is None


@pytest.mark.parametrize(
    "change", [{"breaker": "weather"}, {"at": "soon"}, {"mood": "good"}, {"brakes": None}]
)
def test_what_another_version_has_written_is_none(change: dict[str, Any]) -> None:
    assert from_json(json.dumps(json.loads(to_json(SENDING)) | change)) is None


def test_a_bot_that_sends_is_expected_to_tell_again() -> None:
    soon, late = NOW + timedelta(seconds=15), NOW + timedelta(seconds=16)
    assert SENDING.is_fresh(soon)
    assert not SENDING.is_fresh(late)
    assert not SENDING.is_silent(soon)
    assert SENDING.is_silent(late)
    idle = replace(SENDING, busy=False, under_way=0)
    assert not idle.is_silent(late), "who has nothing to send may be silent"
    stopped = replace(SENDING, ended=True)
    assert not stopped.is_fresh(soon)
    assert not stopped.is_silent(late)


def test_what_always_moves_is_no_news() -> None:
    later = replace(SENDING, at=NOW + timedelta(seconds=3), under_way=5, oldest=1, rate=25.2)
    assert not later.says_more_than(SENDING)


@pytest.mark.parametrize(
    "change",
    [
        {"busy": False},
        {"rate": 12.5},
        {"gate": NOW},
        {"breaker": Trouble.CREDENTIALS},
        {"brakes": ("disk",)},
        {"lag": 6},
        {"ended": True},
    ],
    ids=str,
)
def test_everything_else_is_news(change: dict[str, Any]) -> None:
    assert replace(SENDING, **change).says_more_than(SENDING)
    assert SENDING.says_more_than(None)
