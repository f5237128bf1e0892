from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.core.call_lines import Line, LineReport, lines_of, retired_of
from bot.core.chats import Chat
from tests.appeal import LINES, a_campaign

LONDON = Chat(id=1, kind="private", country="GB", zone="Europe/London")
NOW = datetime(2003, 1, 6, 5, tzinfo=UTC)
THREE = [LINES[0] | {"id": f"fax-{n}"} for n in (1, 2, 3)]


def lines(reports: dict[str, LineReport] | None = None, **changes: Any) -> list[Line]:
    campaign = a_campaign(**({"channels": THREE} | changes))
    return list(lines_of(campaign, campaign.office("court"), LONDON, NOW, reports or {}))


def ids(found: list[Line]) -> list[str]:
    return [line.channel.id for line in found]


def test_without_reports_the_numbers_stand_as_the_campaign_gives_them() -> None:
    assert ids(lines()) == ["fax-1", "fax-2", "fax-3"]
    assert not any(line.suspect for line in lines())


def test_a_number_that_readers_found_dead_sinks_and_the_next_one_moves_up() -> None:
    found = lines({"fax-1": LineReport(suspect=True)})
    assert ids(found) == ["fax-2", "fax-3", "fax-1"]
    assert [line.suspect for line in found] == [False, False, True]


def test_what_answers_better_comes_earlier_among_those_that_work() -> None:
    reports = {"fax-3": LineReport(rank=-1), "fax-1": LineReport(rank=2)}
    assert ids(lines(reports)) == ["fax-3", "fax-2", "fax-1"]
    assert ids(lines(reports | {"fax-3": LineReport(rank=-1, suspect=True)}))[-1] == "fax-3"


def test_a_number_that_surely_is_the_offices_own_comes_before_one_that_may_be() -> None:
    loose = [THREE[0] | {"assigned": False}, THREE[1]]
    assert ids(lines(channels=loose)) == ["fax-2", "fax-1"]


def test_what_a_campaign_says_is_pressed_in_a_country_is_pressed() -> None:
    number = LINES[0]["numbers"][0] | {"dial": {"GB": "00 7 3212 42-02-20"}}
    [line] = lines(channels=[THREE[0] | {"numbers": [number]}])
    assert line.dial.landline == "00 7 3212 42-02-20"


def test_numbers_that_are_dead_or_out_of_force_are_retired_and_those_to_come_are_not() -> None:
    old = {"e164": "+73212420220", "until": "2002-12-31"}
    new = {"e164": "+77212420220", "since": "2008-01-01"}
    channels = [
        THREE[0] | {"state": "dead"},
        THREE[1] | {"numbers": [old]},
        THREE[2] | {"numbers": [old, new]},
        THREE[2] | {"id": "fax-4", "numbers": [new]},
    ]
    campaign = a_campaign(channels=channels)
    retired = retired_of(campaign, campaign.office("court"), NOW)
    assert [channel.id for channel in retired] == ["fax-1", "fax-2"]
    assert ids(lines(channels=channels)) == []
