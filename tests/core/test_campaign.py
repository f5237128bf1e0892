from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.actions import Action
from bot.core.campaign import Campaign
from tests.appeal import FAX, a_campaign


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def a_hearing(**state: Any) -> list[dict[str, Any]]:
    return [{"id": "verdict", "what": "Verdict", "office": "court", "states": [state]}]


def test_parts_are_found_by_their_ids() -> None:
    campaign = a_campaign(
        people=[{"id": "anna", "name": "Anna"}],
        demands=[{"id": "release", "text": "Release Anna."}],
        hearings=a_hearing(status="announced"),
    )
    assert campaign.office("court").id == "court"
    assert campaign.person("anna").id == "anna"
    assert campaign.demand("release").id == "release"
    assert campaign.hearing("verdict").id == "verdict"
    assert campaign.action("fax").id == "fax"
    assert campaign.letter("protest").id == "protest"
    assert campaign.script("take-fax").id == "take-fax"
    assert campaign.source(None) == campaign.source("appeal")
    with pytest.raises(KeyError):
        campaign.office("moon")


def test_a_channel_that_may_reach_several_offices_belongs_to_each() -> None:
    campaign = a_campaign()
    assert [channel.id for channel in campaign.channels_of("court")] == ["fax-1", "fax-2"]
    assert [channel.id for channel in campaign.channels_of("president")] == ["fax-2"]


def test_the_number_in_force_on_the_day_is_the_one_shown() -> None:
    channel = a_campaign().channels_of("court")[0]
    for day, number in ((date(2003, 1, 6), "+73212420220"), (date(2026, 1, 1), "+77212420220")):
        found = channel.number_on(day)
        assert found is not None
        assert found.e164 == number
    assert channel.model_copy(update={"state": "dead"}).number_on(date(2026, 1, 1)) is None
    assert channel.model_copy(update={"numbers": ()}).number_on(date(2026, 1, 1)) is None


def test_whoever_holds_the_office_on_the_day_is_addressed() -> None:
    president = a_campaign().office("president")
    then, later = date(2003, 1, 6), date(2020, 1, 1)
    assert president.holder_on(then) is not None
    assert president.holder_on(later) is None
    assert president.salutation_on(later) is None
    salutation = president.salutation_on(then)
    assert salutation is not None
    assert salutation.root["en"].startswith("Dear President Nazarbayev")
    assert "Nazarbayev" in president.addressed_on(then).root["en"]
    unsaid = president.model_copy(update={"addressed": None})
    assert unsaid.addressed_on(later) == president.name
    said = president.model_copy(update={"addressed": president.city})
    assert said.addressed_on(later) == president.city


def test_an_action_is_of_use_between_its_days_in_the_campaigns_zone() -> None:
    campaign = a_campaign(actions=[FAX | {"kind": "letter"}])
    begins, ends = at("2003-01-05", 18), at("2003-01-10", 17)  # midnight in Almaty, UTC+6
    assert campaign.open_actions(begins.replace(minute=0)) == campaign.actions
    assert campaign.open_actions(begins.replace(hour=17)) == ()
    assert campaign.open_actions(ends.replace(minute=59)) == campaign.actions
    assert campaign.open_actions(ends.replace(hour=18)) == ()
    assert campaign.next_action(begins.replace(hour=17)) == campaign.actions[0]
    assert campaign.next_action(begins) is None


def test_a_fax_is_of_use_no_longer_than_an_office_answers() -> None:
    campaign = a_campaign()
    assert campaign.open_actions(at("2003-01-10", 11)) == campaign.actions
    assert campaign.open_actions(at("2003-01-10", 13)) == ()


@pytest.mark.parametrize("status", ["held", "cancelled", "verdict"])
def test_an_action_goes_with_the_hearing_it_is_tied_to(status: str) -> None:
    tied = [FAX | {"hearing": "verdict"}]
    ahead = a_campaign(actions=tied, hearings=a_hearing(status="date-known", on="2003-01-10"))
    over = a_campaign(actions=tied, hearings=a_hearing(status=status))
    assert ahead.open_actions(at("2003-01-07")) == ahead.actions
    assert over.open_actions(at("2003-01-07")) == ()
    assert ahead.next_action(at("2003-01-02")) == ahead.actions[0]
    assert over.next_action(at("2003-01-02")) is None


def test_the_urgent_action_comes_first_then_the_soonest_to_end() -> None:
    late = FAX | {"id": "late", "ends": "2003-01-12"}
    urgent = FAX | {"id": "urgent", "ends": "2003-01-31", "urgent": "true"}
    campaign = a_campaign(actions=[late, FAX, urgent])
    assert [action.id for action in campaign.open_actions(at("2003-01-07"))] == [
        "urgent",
        "fax",
        "late",
    ]


def test_an_action_may_end_at_an_hour_but_not_before_it_begins() -> None:
    action = Action.model_validate(FAX | {"until": "12:00"})
    zone = a_campaign().tz
    assert action.ends_at(zone) == datetime(2003, 1, 10, 12, tzinfo=zone)
    with pytest.raises(ValidationError, match="before it begins"):
        Action.model_validate(FAX | {"ends": "2003-01-05"})


def test_a_campaign_is_history_once_everything_dated_lies_behind() -> None:
    campaign = a_campaign(
        hearings=a_hearing(status="date-known", on="2003-01-06", until="2003-01-13"),
        events=[{"id": "march", "kind": "protest", "title": "March", "on": "2003-01-08"}],
    )
    assert not campaign.past(at("2003-01-10"))
    assert not campaign.past(at("2003-01-13"))
    assert campaign.past(at("2003-01-14"))


@pytest.mark.parametrize(
    ("changes", "past"),
    [
        ({"state": "won"}, True),
        ({"actions": []}, False),  # nothing dated says that it is history
        ({"hearings": a_hearing(status="announced")}, False),  # it is still to come
        ({"actions": [], "hearings": a_hearing(status="held")}, True),
        ({"actions": [], "events": [{"id": "e", "kind": "strike", "title": "Strike"}]}, False),
        (
            {
                "funds": [
                    {
                        "id": "f",
                        "purpose": "Bread",
                        "amount": 5,
                        "currency": "USD",
                        "until": "2099-01-01",
                    }
                ]
            },
            False,
        ),
    ],
)
def test_what_keeps_a_campaign_from_being_history(changes: dict[str, Any], past: bool) -> None:
    assert a_campaign(**changes).past(at("2026-01-01")) is past


def test_ids_and_slugs_fit_a_button_with_the_longest_command() -> None:
    longest = "unsubscribe:" + "s" * 28 + ":" + "i" * 20
    assert len(longest.encode()) <= 64
    with pytest.raises(ValidationError):
        a_campaign(slug="s" * 29)
    with pytest.raises(ValidationError):
        a_campaign(people=[{"id": "i" * 21, "name": "x"}])


def test_a_campaign_survives_json() -> None:
    campaign = a_campaign()
    assert Campaign.model_validate_json(campaign.model_dump_json()) == campaign
