"""The scheduler: what falls due is queued once, in time or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.content.loader import load_folder
from bot.core.library import Entry, Library
from bot.core.offices import Closure
from bot.jobs.scheduler import Scheduler
from bot.settings import shipped
from bot.store import Store
from bot.words import Words
from tests.jobs.builders import PEOPLE, QuickClock
from tests.store.builders import SLUG, subscribe, totals

LONDON, LOS_ANGELES, GROUP = PEOPLE[0], PEOPLE[1], -7_000_200
HEARING = datetime(2003, 1, 6, 3, tzinfo=UTC)
"""09:00 in Karaganda, six hours ahead of London."""


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(load_folder(Path(shipped("campaigns"))).entries)


@pytest.fixture
def scheduler(store: Store, library: Library, words: Words, clock: QuickClock) -> Scheduler:
    return Scheduler(store, library, words, clock)


async def keys(store: Store) -> list[str]:
    async with store.reading() as tx:
        return sorted(alert.key for alert in await tx.alerts.latest(SLUG, 50))


async def waiting_texts(store: Store, key: str) -> dict[int, str]:
    """The waiting text of each chat for one alert."""
    async with store.transaction() as tx:
        alerts = {alert.key: alert.id for alert in await tx.alerts.latest(SLUG, 50)}
        texts = await tx.alerts.texts(alerts[key])
        rows = await tx.outbox.claim(100, HEARING - timedelta(hours=1), store.epoch)
    return {row.chat_id: texts[row.variant] for row in rows if row.alert_id == alerts[key]}


async def look(scheduler: Scheduler, clock: QuickClock, at: datetime) -> None:
    clock.moment = at
    await scheduler.step()


async def test_a_first_run_tells_nothing_that_is_past(store: Store, scheduler: Scheduler) -> None:
    await scheduler.step()
    assert await keys(store) == []


async def test_the_reminder_falls_due_an_hour_before_the_court_opens_in_each_ones_own_clock(
    store: Store, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
        await subscribe(tx, LOS_ANGELES, zone="America/Los_Angeles")
        await subscribe(tx, GROUP, kind="group")
    await scheduler.step()
    assert await scheduler.next_due() == HEARING - timedelta(hours=1)
    await look(scheduler, clock, HEARING - timedelta(minutes=61))
    assert await keys(store) == []
    await look(scheduler, clock, HEARING - timedelta(hours=1))
    key = "karaganda-2003/hearing/verdict/2003-01-06T03:00Z/60"
    assert await keys(store) == [key]
    texts = await waiting_texts(store, key)
    assert "03:00 for you (09:00 in Karaganda)" in texts[LONDON].replace("\u00a0", " ")
    west = texts[LOS_ANGELES].replace("\u00a0", " ")
    assert "Sun 5 January, 19:00 for you (Monday 09:00 in Karaganda)" in west
    assert "<tg-time" in texts[GROUP]
    assert "09:00 in Karaganda" in texts[GROUP].replace("\u00a0", " ")


async def test_looking_twice_or_after_a_restart_queues_once(
    store: Store, library: Library, words: Words, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
    await scheduler.step()
    await look(scheduler, clock, HEARING - timedelta(minutes=59))
    await scheduler.step()
    again = Scheduler(store, library, words, clock)
    await again.step()
    assert len(await keys(store)) == 1
    async with store.reading() as tx:
        assert sum((await totals(tx)).values()) == 1


async def test_a_restart_catches_up_with_what_fell_due_meanwhile(
    store: Store, library: Library, words: Words, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
    await look(scheduler, clock, HEARING - timedelta(minutes=61))
    clock.moment = HEARING - timedelta(minutes=45)
    await Scheduler(store, library, words, clock).step()
    assert len(await keys(store)) == 1


async def test_what_is_missed_by_more_than_its_grace_is_dropped_and_logged(
    store: Store, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
    await look(scheduler, clock, HEARING - timedelta(hours=2))
    with capture_logs() as logs:
        await look(scheduler, clock, HEARING - timedelta(minutes=20))
    assert await keys(store) == []
    assert [(each["event"], each["kind"]) for each in logs] == [
        ("alert dropped as late", "hearing")
    ]


async def test_actions_are_told_when_they_can_first_be_done_and_a_day_before_the_last_chance(
    store: Store, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
    await look(scheduler, clock, HEARING - timedelta(minutes=1))
    await look(scheduler, clock, HEARING)
    await look(scheduler, clock, datetime(2003, 1, 9, 12, tzinfo=UTC))
    assert await keys(store) == [
        "karaganda-2003/action-ends/fax/2003-01-10T12:00Z",
        "karaganda-2003/action/fax/2003-01-06T03:00Z",
    ]


async def test_who_asked_to_be_reminded_is_told_when_the_office_opens_and_only_they(
    store: Store, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON, LOS_ANGELES)
        await tx.reminders.add(LONDON, SLUG, "court", HEARING, clock.now())
    await look(scheduler, clock, HEARING - timedelta(seconds=1))
    before = await keys(store)
    await look(scheduler, clock, HEARING)
    opens = "karaganda-2003/opens/court/2003-01-06T03:00Z"
    assert opens in set(await keys(store)) - set(before)
    async with store.transaction() as tx:
        alert = next(a for a in await tx.alerts.latest(SLUG, 50) if a.key == opens)
        assert sum((await tx.alerts.counts(alert.id)).values()) == 1
        assert await tx.reminders.of(LONDON) == []


async def test_a_reminder_whose_office_is_gone_is_dropped(
    store: Store, scheduler: Scheduler, clock: QuickClock
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
        await tx.reminders.add(LONDON, SLUG, "post-office", HEARING, clock.now())
        await tx.reminders.add(LONDON, "no-such-campaign", "court", HEARING, clock.now())
    await look(scheduler, clock, HEARING)
    async with store.reading() as tx:
        assert await tx.reminders.of(LONDON) == []
    assert not [key for key in await keys(store) if "opens" in key]


def changed(library: Library, **facts: Any) -> None:
    """The campaign as its file says it later on."""
    entry = library.get(SLUG)
    assert entry is not None
    campaign = entry.campaign.model_copy(update=facts)
    library.replace((Entry(campaign=campaign, letters=entry.letters, revision=2),))


def closed_on(library: Library, day: date) -> dict[str, Any]:
    """The offices, all shut on a day that was a working day before."""
    entry = library.get(SLUG)
    assert entry is not None
    closure = Closure(since=day, until=day)
    return {
        "offices": tuple(
            office.model_copy(update={"closures": (closure,)}) for office in entry.campaign.offices
        )
    }


async def asks_for_the_opening(store: Store, clock: QuickClock) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, LONDON)
        await tx.reminders.add(LONDON, SLUG, "court", HEARING, clock.now())


async def test_an_office_that_is_closed_after_all_is_told_of_when_it_next_opens(
    store: Store, library: Library, words: Words, clock: QuickClock
) -> None:
    live = Library(tuple(library))
    await asks_for_the_opening(store, clock)
    changed(live, **closed_on(live, date(2003, 1, 6)))
    scheduler = Scheduler(store, live, words, clock)
    await look(scheduler, clock, HEARING)
    assert not [key for key in await keys(store) if "opens" in key]
    async with store.reading() as tx:
        assert [each.due for each in await tx.reminders.of(LONDON)] == [HEARING + timedelta(days=1)]
    await look(scheduler, clock, HEARING + timedelta(days=1))
    assert "karaganda-2003/opens/court/2003-01-07T03:00Z" in await keys(store)


async def test_a_closed_office_of_which_nothing_is_asked_later_is_not_waited_for(
    store: Store, library: Library, words: Words, clock: QuickClock
) -> None:
    live = Library(tuple(library))
    await asks_for_the_opening(store, clock)
    changed(live, actions=(), **closed_on(live, date(2003, 1, 6)))
    await look(Scheduler(store, live, words, clock), clock, HEARING)
    async with store.reading() as tx:
        assert await tx.reminders.of(LONDON) == []
    assert not [key for key in await keys(store) if "opens" in key]


async def test_nobody_is_told_to_ring_where_nothing_is_asked_any_more(
    store: Store, library: Library, words: Words, clock: QuickClock
) -> None:
    live = Library(tuple(library))
    await asks_for_the_opening(store, clock)
    changed(live, actions=())
    await look(Scheduler(store, live, words, clock), clock, HEARING)
    assert not [key for key in await keys(store) if "opens" in key]


async def test_an_office_that_never_closes_is_told_of_too(
    store: Store, library: Library, words: Words, clock: QuickClock
) -> None:
    live = Library(tuple(library))
    await asks_for_the_opening(store, clock)
    entry = live.get(SLUG)
    assert entry is not None
    offices = (one.model_copy(update={"hours": "24/7"}) for one in entry.campaign.offices)
    changed(live, offices=tuple(offices))
    scheduler = Scheduler(store, live, words, clock)
    await look(scheduler, clock, HEARING)
    told = await waiting_texts(store, f"{SLUG}/opens/court/2003-01-06T03:00Z")
    assert "Karaganda Regional Court: open now" in told[LONDON]


@pytest.mark.parametrize("state", ["won", "closed", "paused"])
async def test_nobody_is_told_to_ring_for_a_campaign_that_is_over(
    store: Store, library: Library, words: Words, clock: QuickClock, state: str
) -> None:
    live = Library(tuple(library))
    await asks_for_the_opening(store, clock)
    changed(live, state=state)
    await look(Scheduler(store, live, words, clock), clock, HEARING)
    async with store.reading() as tx:
        assert await tx.reminders.of(LONDON) == []
    assert await keys(store) == []
