"""What all campaigns together call for, as the scheduler asks it every second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core import agenda
from bot.core.agenda import EVER, Agenda
from bot.core.alerts import Moment
from bot.core.campaign import Campaign
from bot.core.library import Entry, LetterTexts, Library
from bot.core.schedule import moments
from tests.appeal import a_campaign

FIRST = datetime(2003, 1, 6, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def entry(campaign: Campaign) -> Entry:
    return Entry(campaign=campaign, letters=LetterTexts(), revision=1)


def a_library(*campaigns: Campaign) -> Library:
    return Library(tuple(entry(campaign) for campaign in campaigns))


def test_the_next_moment_is_the_first_one_still_ahead() -> None:
    ahead = Agenda(a_library(a_campaign()))
    assert ahead.next(FIRST - SECOND) == FIRST
    assert ahead.next(FIRST) == datetime(2003, 1, 9, 12, tzinfo=UTC)
    assert ahead.next(EVER[1]) is None
    assert Agenda(Library()).next(FIRST) is None


def test_a_moment_falls_between_two_looks_once() -> None:
    ahead = Agenda(a_library(a_campaign()))
    assert ahead.between(FIRST - 2 * SECOND, FIRST - SECOND) == []
    assert [moment.at for moment in ahead.between(FIRST - SECOND, FIRST)] == [FIRST]
    assert ahead.between(FIRST, FIRST + SECOND) == []


def test_the_moments_of_all_campaigns_come_in_the_order_of_time() -> None:
    one, other = a_campaign(), a_campaign(slug="other")
    found = Agenda(a_library(one, other)).between(*EVER)
    assert sorted(found, key=lambda each: each.key) == sorted(
        (*moments(one, *EVER), *moments(other, *EVER)), key=lambda each: each.key
    )
    assert [moment.at for moment in found] == sorted(moment.at for moment in found)


def test_only_what_changed_in_the_library_is_worked_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(campaign: Campaign, since: datetime, until: datetime) -> tuple[Moment, ...]:
        asked.append(campaign.slug)
        return moments(campaign, since, until)

    monkeypatch.setattr(agenda, "moments", counted)
    stays, changes = entry(a_campaign()), entry(a_campaign(slug="other"))
    library = Library((stays, changes))
    ahead = Agenda(library)
    before = ahead.between(*EVER)
    ahead.next(FIRST)
    assert asked == [stays.campaign.slug, "other"]
    library.replace((stays, entry(changes.campaign.model_copy(update={"state": "won"}))))
    after = ahead.between(*EVER)
    assert asked == [stays.campaign.slug, "other", "other"]
    assert after == [moment for moment in before if moment.campaign != "other"]
    library.replace(())
    assert ahead.between(*EVER) == []
