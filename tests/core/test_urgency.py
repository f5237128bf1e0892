"""Who can act soonest goes first, by the clocks of January 2003: Karaganda's is UTC+6.

Its offices answer from 03:00 to 07:00 and from 08:00 to 12:00 UTC on Monday 6 to Friday 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.loader import load_folder
from bot.core import urgency as module
from bot.core.calls import office_cards
from bot.core.campaign import Campaign
from bot.core.chats import Audience, Chat, ChatKind, Standing
from bot.core.library import Entry
from bot.core.news import News, Scheduled, Update
from bot.core.schedule import moments, opening
from bot.core.urgency import CLASSES, asked_offices, urgency
from bot.words import Words
from bot.words.alerts import compose
from tests.appeal import COURT, FAX, LINES, PRESIDENT, a_campaign
from tests.words.builders import an_audience
from tests.words.case import CHANGES, a_case, every_news

SHIPPED: Mapping[str, Entry] = {
    entry.campaign.slug: entry
    for entry in load_folder(Path(__file__).parents[2] / "campaigns").entries
}
KARAGANDA = SHIPPED["karaganda-2003"].campaign
METALLIST = SHIPPED["metallist-2000"].campaign

ALMATY, LONDON, BERLIN = "Asia/Almaty", "Europe/London", "Europe/Berlin"
LOS_ANGELES, CHICAGO, NEW_YORK = "America/Los_Angeles", "America/Chicago", "America/New_York"
TOKYO = "Asia/Tokyo"
ZONES = (ALMATY, LONDON, BERLIN, LOS_ANGELES, CHICAGO, NEW_YORK, TOKYO, "Asia/Kolkata", None)

AWAKE, ASLEEP = CLASSES - 2, CLASSES - 1
"""The classes of those who cannot ring within a day."""


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # the parts of a moment


MONDAY = at(2003, 1, 6, 3, 30)


def readers(
    zone: str | None, wakes: int = 8, sleeps: int = 22, kind: ChatKind = "private", **more: Any
) -> Standing:
    audience = Audience(language="en", zone=zone, kind=kind)
    return Standing(audience=audience, **{"country": None, "wakes": wakes, "sleeps": sleeps} | more)


def told_by_the_clock(campaign: Campaign) -> list[News]:
    """Every alert that a campaign's own dates call for."""
    due = moments(campaign, at(1999, 1, 1), at(2010, 1, 1))
    return [Scheduled(moment=moment) for moment in due]


def the(kind: str, campaign: Campaign = KARAGANDA) -> News:
    return next(news for news in told_by_the_clock(campaign) if news.kind.name == kind)


def everything(campaign: Campaign) -> list[News]:
    """An alert of every kind and subject that a campaign can have."""
    openings = [
        Scheduled(moment=opening(campaign.slug, office.id, MONDAY, MONDAY + timedelta(hours=9)))
        for office in campaign.offices
    ]
    update = Update(text="They are free.", language="en")
    return [*told_by_the_clock(campaign), *openings, *CHANGES.values(), update]


def turn(
    zone: str | None, now: datetime = MONDAY, campaign: Campaign = KARAGANDA, **hours: Any
) -> int:
    return urgency(campaign, the("action", campaign), readers(zone, **hours), now)


FAX_ALERT = the("action")


@pytest.mark.parametrize(
    ("zone", "expected", "why"),
    (
        (CHICAGO, 0, "21:30 on Sunday: half an hour until sleep"),
        (LOS_ANGELES, 1, "19:30 on Sunday: two and a half hours until sleep"),
        (ALMATY, 2, "09:30: the whole day"),
        (TOKYO, 2, "12:30: until the offices close at 21:00"),
        (None, 2, "nobody knows when they sleep: the office's hours count"),
        (LONDON, 4, "03:30: from 08:00, after four and a half hours"),
        (BERLIN, 4, "04:30: 08:00 is lunch in Karaganda, so from 09:00"),
        (NEW_YORK, ASLEEP, "22:30: awake only while the offices are shut"),
    ),
)
def test_half_an_hour_after_the_offices_opened(zone: str | None, expected: int, why: str) -> None:
    assert turn(zone) == expected, why


@pytest.mark.parametrize(
    ("zone", "now", "expected", "why"),
    (
        (ALMATY, at(2003, 1, 6, 11), 0, "closes in an hour"),
        (LONDON, at(2003, 1, 6, 11), 0, "11:00 there, closes in an hour"),
        (ALMATY, at(2003, 1, 6, 11, 55), 0, "closes in five minutes"),
        (ALMATY, at(2003, 1, 6, 10, 59), 1, "closes in an hour and a minute"),
        (ALMATY, at(2003, 1, 6, 9), 1, "closes in three hours"),
        (ALMATY, at(2003, 1, 6, 8, 59), 2, "closes in three hours and a minute"),
        (ALMATY, at(2003, 1, 6, 6, 30), 2, "lunch ends nothing"),
        (ALMATY, at(2003, 1, 6, 7, 30), 3, "at lunch, back in half an hour"),
        (LOS_ANGELES, at(2003, 1, 6, 12), 5, "04:00; they can ring at 19:00"),
        (LOS_ANGELES, at(2003, 1, 6, 0), 3, "16:00 on Sunday, three hours before they open"),
        (LOS_ANGELES, at(2003, 1, 5, 23, 59), 4, "a minute earlier"),
        (LOS_ANGELES, at(2003, 1, 5, 19), 4, "eight hours before they open"),
        (LOS_ANGELES, at(2003, 1, 5, 18, 59), 5, "a minute earlier"),
        (LOS_ANGELES, at(2003, 1, 5, 3), 5, "a day before they open"),
        (LOS_ANGELES, at(2003, 1, 5, 2, 59), AWAKE, "a minute earlier, 18:59"),
        (NEW_YORK, at(2003, 1, 6, 13), AWAKE, "08:00, and the offices are shut until 22:00"),
        (NEW_YORK, at(2003, 1, 6, 12, 59), ASLEEP, "07:59"),
        (ALMATY, at(2003, 1, 10, 12), AWAKE, "18:00 on Friday: the last office has closed"),
        (LOS_ANGELES, at(2003, 1, 10, 12), ASLEEP, "04:00 on Friday"),
    ),
)
def test_the_turn_follows_the_offices_clock_and_the_readers(
    zone: str, now: datetime, expected: int, why: str
) -> None:
    assert turn(zone, now) == expected, why


def test_whoever_sleeps_before_the_lunch_break_is_over_has_only_until_the_break() -> None:
    before_lunch = at(2003, 1, 6, 6, 30)
    assert turn(ALMATY, before_lunch, wakes=0, sleeps=14) == 0
    assert turn(ALMATY, before_lunch, wakes=0, sleeps=15) == 1


@pytest.mark.parametrize(("again", "expected"), (("16:00", 2), ("16:30", 0)))
def test_a_pause_of_more_than_three_hours_is_an_end(again: str, expected: int) -> None:
    hours = {"hours": f"Mo-Fr 09:00-13:00,{again}-20:00"}
    campaign = a_campaign(offices=[COURT | hours, PRESIDENT | hours])
    assert turn(ALMATY, at(2003, 1, 6, 6, 30), campaign) == expected


def test_a_call_is_of_use_only_between_the_first_and_the_last_moment_of_its_action() -> None:
    always = [office | {"hours": "24/7"} for office in (COURT, PRESIDENT)]
    campaign = a_campaign(offices=always, actions=[FAX | {"until": "18:00"}])
    news = the("action", campaign)

    def anybody(now: datetime) -> int:
        return urgency(campaign, news, readers(None), now)

    assert anybody(at(2003, 1, 5, 17, 30)) == 3
    assert anybody(at(2003, 1, 5, 18)) == 2
    assert anybody(at(2003, 1, 10, 11)) == 0


def test_waking_hours_may_go_over_midnight() -> None:
    assert turn(LONDON, wakes=22, sleeps=6) == 1
    assert turn(ALMATY, wakes=22, sleeps=6) == ASLEEP


@pytest.mark.parametrize(("closes", "expected"), (("14:05", ASLEEP), ("14:10", 4)))
def test_a_few_minutes_between_waking_and_the_offices_closing_are_no_time_to_ring(
    closes: str, expected: int
) -> None:
    hours = {"hours": f"Mo-Fr 09:00-{closes}"}  # 14:00 there is 08:00 in London
    assert turn(LONDON, campaign=a_campaign(offices=[COURT | hours, PRESIDENT | hours])) == expected


def test_the_office_that_closes_first_decides() -> None:
    early = a_campaign(offices=[COURT, PRESIDENT | {"hours": "Mo-Fr 09:00-10:00"}])
    assert turn(ALMATY, campaign=early) == 0
    assert turn(ALMATY, campaign=a_campaign()) == 2


def test_only_the_offices_of_the_alert_count() -> None:
    early = PRESIDENT | {"hours": "Mo-Fr 09:00-10:00"}
    second = FAX | {"id": "second", "offices": ["president"]}
    campaign = a_campaign(offices=[COURT, early], actions=[FAX | {"offices": ["court"]}, second])
    turns = {
        news.moment.subject: urgency(campaign, news, readers(ALMATY), MONDAY)
        for news in told_by_the_clock(campaign)
        if isinstance(news, Scheduled)
    }
    assert turns == {"action:fax": 2, "action:second": 0}


def test_on_a_public_holiday_the_office_is_shut() -> None:
    may = at(2003, 5, 1, 5)  # a Thursday; they are back on Monday
    days = {"begins": "2003-04-28", "ends": "2003-05-09"}
    always = [office | {"hours": "Mo-Fr 09:00-18:00"} for office in (COURT, PRESIDENT)]
    assert turn(ALMATY, may, a_campaign(actions=[FAX | days])) == AWAKE
    assert turn(ALMATY, may, a_campaign(actions=[FAX | days], offices=always)) == 2


def test_on_a_day_of_closure_the_office_is_shut() -> None:
    closed = {"closures": [{"since": "2003-01-06", "until": "2003-01-06"}]}
    shut = a_campaign(offices=[COURT | closed, PRESIDENT | closed])
    assert turn(ALMATY, campaign=shut) == 5


def test_a_dead_line_is_no_reason_to_hurry() -> None:
    dead = [line | {"state": "dead"} for line in LINES]
    assert turn(ALMATY, campaign=a_campaign(channels=dead)) == AWAKE
    assert turn(ALMATY, campaign=a_campaign(channels=[dead[0], LINES[1]])) == 2


def test_an_office_whose_hours_nobody_knows_hurries_nobody() -> None:
    unknown = a_campaign(offices=[COURT | {"hours": None}, PRESIDENT | {"hours": None}])
    assert turn(ALMATY, campaign=unknown) == AWAKE
    assert turn(LONDON, campaign=unknown) == ASLEEP


def test_where_there_is_nobody_to_ring_those_awake_come_first() -> None:
    noon = at(2000, 3, 1, 12)
    news = the("action", METALLIST)
    turns = [urgency(METALLIST, news, readers(zone), noon) for zone in (LONDON, None, LOS_ANGELES)]
    assert turns == [AWAKE, AWAKE, ASLEEP]


def test_a_group_is_taken_by_the_clock_it_was_given() -> None:
    for kind in ("group", "channel"):
        assert turn(CHICAGO, kind=kind) == 0
        assert turn(LONDON, kind=kind) == 4


def test_the_sleeping_stay_last_where_an_opening_comes_a_little_after_a_day() -> None:
    assert turn(CHICAGO, at(2003, 1, 5, 2, 30), wakes=21) == ASLEEP


def test_a_hearing_is_about_the_court_and_the_offices_of_its_actions() -> None:
    tied = FAX | {"hearing": "verdict", "offices": ["president"]}
    other = FAX | {"id": "other", "offices": ["akimat"]}
    campaign = a_case(actions=[tied, other], offices=[COURT, PRESIDENT, COURT | {"id": "akimat"}])
    both = {"court", "president"}
    assert asked_offices(campaign, the("hearing", campaign), MONDAY) == both
    assert asked_offices(campaign, CHANGES["moved"], MONDAY) == both


def test_an_update_is_about_the_offices_of_what_can_be_done_now() -> None:
    update = Update(text="They are well.", language="en")
    assert asked_offices(KARAGANDA, update, MONDAY) == {"court", "akimat", "president"}
    assert asked_offices(KARAGANDA, update, MONDAY - timedelta(days=1)) == set()
    assert asked_offices(METALLIST, update, at(2000, 3, 1)) == set()


def test_a_hearing_cancelled_hurries_nobody_and_one_moved_does() -> None:
    campaign = a_case()

    def change(name: str) -> int:
        return urgency(campaign, CHANGES[name], readers(CHICAGO), MONDAY)

    assert change("moved") == 0
    only = a_case(actions=[FAX | {"hearing": "verdict"}])
    assert urgency(only, CHANGES["cancelled"], readers(CHICAGO), MONDAY) == AWAKE


def test_what_the_campaign_no_longer_has_hurries_nobody() -> None:
    rest = KARAGANDA.model_copy(update={"hearings": (), "actions": ()})
    for news in everything(KARAGANDA):
        assert urgency(rest, news, readers(ALMATY), MONDAY) == AWAKE


def test_a_changed_campaign_is_looked_at_anew() -> None:
    assert turn(ALMATY) == 2
    paused = KARAGANDA.model_copy(update={"state": "paused"})
    assert urgency(paused, FAX_ALERT, readers(ALMATY), MONDAY) == AWAKE


def test_what_is_common_to_a_broadcast_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Campaign] = []

    def noted(campaign: Campaign, chat: Chat, now: datetime) -> object:
        asked.append(campaign)
        return office_cards(campaign, chat, now)

    monkeypatch.setattr(module, "office_cards", noted)
    campaign = a_campaign()
    for zone in ZONES:
        for wakes in range(24):
            urgency(campaign, FAX_ALERT, readers(zone, wakes), MONDAY)
    assert len(asked) == 1


@pytest.mark.parametrize("campaign", (KARAGANDA, a_case()), ids=("shipped", "case"))
def test_the_offices_are_those_for_which_the_alert_has_a_call_button(campaign: Campaign) -> None:
    words = Words.load()
    entry = Entry(campaign=campaign, letters=SHIPPED[KARAGANDA.slug].letters, revision=1)
    seen = set()
    for name, (news, told) in every_news(campaign).items():
        for now in (told, told + timedelta(days=3), at(2003, 1, 20)):
            cards = office_cards(campaign, Chat(id=1, kind="private"), now)
            asked = asked_offices(campaign, news, now) & {card.office.id for card in cards}
            buttons = compose(words, entry, news, an_audience(), now).buttons
            pressed = [button.press or "" for row in buttons for button in row]
            call = any(press.startswith("call:") for press in pressed)
            assert bool(asked) == call, f"{name} at {now}"
            seen.add(call)
    assert seen == {True, False}


# What the classes mean, counted in steps of five minutes, without the code under test: the
# offices' week and the readers' days are whole hours, and no clock changes in these weeks.
STEP = timedelta(minutes=5)
A_DAY = timedelta(days=1) // STEP


def answers(moment: datetime) -> bool:
    there = moment.astimezone(ZoneInfo("Asia/Almaty"))
    asked = date(2003, 1, 6) <= there.date() <= date(2003, 1, 10)
    return asked and there.hour in (9, 10, 11, 12, 14, 15, 16, 17)


def is_awake(moment: datetime, zone: str | None, wakes: int, sleeps: int) -> bool:
    if zone is None or wakes == sleeps:
        return True
    hour = moment.astimezone(ZoneInfo(zone)).hour
    return wakes <= hour < sleeps if wakes < sleeps else hour >= wakes or hour < sleeps


def counted(zone: str | None, wakes: int, sleeps: int, now: datetime) -> int:
    steps = [now + STEP * number for number in range(A_DAY + 12)]
    can = [answers(step) and is_awake(step, zone, wakes, sleeps) for step in steps]
    if can[0]:
        last = 0
        while any(can[last + 1 : last + 38]):
            last += 1
        hours = (last + 1) * STEP / timedelta(hours=1)
        return 0 if hours <= 1 else 1 if hours <= 3 else 2
    first = can.index(True) if True in can else A_DAY + 1
    for hours, found in ((3, 3), (8, 4), (24, 5)):
        if first <= timedelta(hours=hours) // STEP:
            return found
    return AWAKE if is_awake(now, zone, wakes, sleeps) else ASLEEP


HOURS = st.integers(0, 23)
ZONE = st.sampled_from(ZONES)
WEEKS = st.integers(0, 10 * A_DAY).map(lambda number: at(2003, 1, 3) + STEP * number)


@given(ZONE, HOURS, HOURS, WEEKS)
def test_every_turn_is_the_one_that_is_counted_step_by_step(
    zone: str | None, wakes: int, sleeps: int, now: datetime
) -> None:
    assert urgency(KARAGANDA, FAX_ALERT, readers(zone, wakes, sleeps), now) == counted(
        zone, wakes, sleeps, now
    )


@given(ZONE, HOURS, ZONE, HOURS, WEEKS)
def test_nobody_who_must_wait_goes_before_somebody_who_can_ring_now(
    one: str | None, wakes: int, other: str | None, gets_up: int, now: datetime
) -> None:
    def can(zone: str | None, since: int) -> bool:
        return answers(now) and is_awake(now, zone, since, 22)

    turns = turn(one, now, wakes=wakes), turn(other, now, wakes=gets_up)
    if can(one, wakes) and not can(other, gets_up):
        assert turns[0] < turns[1]
    if can(other, gets_up) and not can(one, wakes):
        assert turns[1] < turns[0]


@given(
    st.sampled_from([(each, news) for each in (KARAGANDA, METALLIST) for news in everything(each)]),
    st.sampled_from((*ZONES, "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")),
    st.sampled_from((None, "KZ", "GB", "US")),
    st.sampled_from(("private", "group", "channel")),
    HOURS,
    HOURS,
    st.datetimes(datetime(1999, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    | st.datetimes(datetime(2003, 1, 3), datetime(2003, 1, 13), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_every_alert_has_a_turn_for_every_reader_at_any_time(
    told: tuple[Campaign, News],
    zone: str | None,
    country: str | None,
    kind: ChatKind,
    wakes: int,
    sleeps: int,
    now: datetime,
) -> None:
    campaign, news = told
    standing = readers(zone, wakes, sleeps, kind, country=country)
    found = urgency(campaign, news, standing, now)
    assert 0 <= found < CLASSES
    sleepless = urgency(campaign, news, readers(zone, wakes, wakes), now)
    assert sleepless == urgency(campaign, news, readers(None), now)
