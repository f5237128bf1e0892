from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.alerts import Moment
from bot.core.hearings import Hearing
from bot.core.news import Draft, HearingChange, Scheduled, Update, from_payload, to_payload

NOW = datetime(2003, 1, 5, 20, tzinfo=UTC)
SLUG = "karaganda-2003"


def a_hearing(*days: str, **facts: Any) -> Hearing:
    states = [{"status": "date-known", "on": days[0]}]
    states += [{"status": "postponed", "on": day} for day in days[1:]]
    return Hearing.model_validate(
        {"id": "verdict", "what": "Verdict", "office": "court", "states": states} | facts
    )


def a_change(*days: str) -> HearingChange:
    return HearingChange(old=a_hearing(*days[:-1]), new=a_hearing(*days))


def test_a_change_has_one_key_whoever_approves_it_and_whenever() -> None:
    change = a_change("2003-01-06", "2003-01-08")
    assert change.key(SLUG, NOW) == a_change("2003-01-06", "2003-01-08").key(
        SLUG, NOW + timedelta(days=1)
    )


def test_a_hearing_moved_to_and_fro_is_told_every_time() -> None:
    days = ("2003-01-06", "2003-01-08", "2003-01-06", "2003-01-08")
    keys = {a_change(*days[:n]).key(SLUG, NOW) for n in (2, 3, 4)}
    assert len(keys) == 3


def test_the_same_words_have_one_key_a_day() -> None:
    update = Update(text="Come", language="en")
    assert update.key(SLUG, NOW) == update.key(SLUG, NOW + timedelta(hours=3))
    assert update.key(SLUG, NOW) != update.key(SLUG, NOW + timedelta(days=1))
    assert update.key(SLUG, NOW) != update.key("metallist-2000", NOW)
    assert update.key(SLUG, NOW) != Update(text="Come", language="ru").key(SLUG, NOW)


def test_a_scheduled_alert_is_its_moment() -> None:
    moment = Moment(
        kind="opens",
        campaign=SLUG,
        subject="office:court",
        at=NOW,
        expires=NOW + timedelta(hours=1),
        key="opens:court:1",
    )
    news = Scheduled(moment=moment)
    assert news.kind.name == "opens"
    assert news.subject == "office:court"
    assert news.key(SLUG, NOW) == "opens:court:1"
    assert news.expires(NOW) == NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("kind", "hours"), [("hearing", 0.5), ("action", 12), ("action-ends", 3), ("opens", 0.5)]
)
def test_a_scheduled_alert_ends_with_the_grace_of_its_kind_or_sooner(
    kind: str, hours: float
) -> None:
    def ends(of_use: timedelta) -> datetime:
        moment = Moment(
            kind=kind, campaign=SLUG, subject="x:y", at=NOW, expires=NOW + of_use, key="k"
        )
        return Scheduled(moment=moment).expires(NOW)

    assert ends(timedelta(days=4)) == NOW + timedelta(hours=hours)
    assert ends(timedelta(minutes=10)) == NOW + timedelta(minutes=10)


def test_what_is_told_is_of_use_for_a_day() -> None:
    for news in (a_change("2003-01-06", "2003-01-08"), Update(text="Come", language="en")):
        assert news.expires(NOW) == NOW + timedelta(hours=24)


def test_a_change_is_about_its_hearing() -> None:
    assert a_change("2003-01-06", "2003-01-08").subject == "hearing:verdict"
    assert Update(text="Come", language="en").subject == "update"


@pytest.mark.parametrize(
    "draft",
    [
        Update(text="Come\nall", language="ru"),
        a_change("2003-01-06", "2003-01-08"),
        Scheduled(
            moment=Moment(
                kind="action", campaign=SLUG, subject="action:fax", at=NOW, expires=NOW, key="k"
            )
        ),
    ],
    ids=["update", "change", "moment"],
)
def test_a_draft_survives_being_stored(draft: Draft) -> None:
    assert from_payload(json.loads(json.dumps(to_payload(draft, SLUG)))) == draft


def test_what_is_no_draft_is_refused() -> None:
    with pytest.raises(KeyError):
        from_payload({"campaign": SLUG})
