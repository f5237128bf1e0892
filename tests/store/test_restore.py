"""An older copy put back: it is noticed, and what waits in it is never done a second time."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.delivery import Act, State
from bot.store import OlderCopy, Tx, look, open_store
from tests.store.builders import NOW, SLUG, StillClock, an_alert, queue, settled, subscribe

CLOCK = StillClock()
CHAT = 1_000_000_001


async def opened(url: str) -> int:
    """Open and close; gives the epoch."""
    async with open_store(url, CLOCK) as store:
        return store.epoch


def contents(file: Path) -> bytes:
    return file.read_bytes()


def put_back(copy: Path, file: Path) -> None:
    shutil.copyfile(copy, file)


@pytest.fixture
async def copy(sqlite_url: str, sqlite_file: Path, tmp_path: Path) -> Path:
    """Made while the bot was stopped; afterwards it ran on."""
    await opened(sqlite_url)
    copied = tmp_path / "copy.db"
    shutil.copyfile(sqlite_file, copied)
    await opened(sqlite_url)
    return copied


async def test_an_older_copy_is_refused_and_not_touched(
    copy: Path, sqlite_url: str, sqlite_file: Path
) -> None:
    put_back(copy, sqlite_file)
    before = contents(sqlite_file)
    for _ in range(2):
        with pytest.raises(OlderCopy, match="solidarity run --after-restore"):
            await opened(sqlite_url)
        with pytest.raises(OlderCopy):
            await look(sqlite_url)
    assert contents(sqlite_file) == before


async def test_a_copy_of_the_latest_state_is_no_older_one(
    sqlite_url: str, sqlite_file: Path, tmp_path: Path
) -> None:
    await opened(sqlite_url)
    shutil.copyfile(sqlite_file, tmp_path / "copy.db")
    put_back(tmp_path / "copy.db", sqlite_file)
    assert await opened(sqlite_url) == 2


async def test_known_to_be_a_copy_it_opens_with_an_epoch_that_was_never_used(
    copy: Path, sqlite_url: str, sqlite_file: Path
) -> None:
    put_back(copy, sqlite_file)
    async with open_store(sqlite_url, CLOCK, after_restore=True) as store:
        assert store.epoch == 3
    assert await opened(sqlite_url) == 4, "and from then on as ever"


async def test_a_database_from_before_epochs_were_noted_opens(
    sqlite_url: str, sqlite_file: Path
) -> None:
    await opened(sqlite_url)
    sqlite_file.with_name("bot.db.lock").write_bytes(b"in use\n")
    assert await opened(sqlite_url) == 2


async def filled(tx: Tx) -> int:
    """Something of everything that waits."""
    alert_id = await queue(tx, CHAT, CHAT + 1)
    await tx.inbox.store_all([(1, CHAT, "{}")], NOW)
    await tx.marks.put("scheduler", (NOW - timedelta(hours=2)).isoformat())
    await tx.reminders.add(CHAT, SLUG, "due", NOW, NOW)
    await tx.reminders.add(CHAT, SLUG, "ahead", NOW + timedelta(hours=1), NOW)
    return alert_id


async def test_nothing_that_waits_in_a_copy_is_done(database_url: str) -> None:
    async with open_store(database_url, CLOCK) as store, store.transaction() as tx:
        alert_id = await filled(tx)
    async with (
        open_store(database_url, CLOCK, after_restore=True) as store,
        store.transaction() as tx,
    ):
        counts = await tx.alerts.counts(alert_id)
        assert {state: n for state, n in counts.items() if n} == {State.UNKNOWN_FINAL: 2}
        assert not await tx.inbox.waiting()
        assert await tx.marks.get("scheduler") is None
        assert not await tx.reminders.due(NOW, limit=9)
        assert await tx.reminders.next_due() == NOW + timedelta(hours=1), "this one is still ahead"


async def test_whose_rows_were_still_being_made_is_of_unknown_fate_as_well(
    database_url: str,
) -> None:
    chats = range(CHAT, CHAT + 5)
    async with open_store(database_url, CLOCK) as store, store.transaction() as tx:
        await subscribe(tx, *chats)
        target = await queue(tx, *chats)
        claims = await tx.outbox.claim(3, NOW, store.epoch)
        sent = [settled(each, store.epoch, State.SENT, message_id=7) for each in claims]
        await tx.outbox.settle(sent)
        numbers = [target]
        for key, facts in (
            ("broadcast", {}),
            ("told", {"target": target}),
            ("edited", {"target": target, "act": Act.EDIT}),
        ):
            number = await tx.alerts.add(an_alert(key=key, **facts))
            assert number is not None
            await tx.fanout.begin(number)
            numbers.append(number)
    async with (
        open_store(database_url, CLOCK, after_restore=True) as store,
        store.reading() as tx,
    ):
        counts = [await tx.alerts.counts(number) for number in numbers]
        alerts = [await tx.alerts.get(number) for number in numbers]
    unknown = State.UNKNOWN_FINAL
    assert counts == [{State.SENT: 3, unknown: 2}, {unknown: 5}, {unknown: 3}, {unknown: 3}]
    assert all(alert is not None and alert.filled for alert in alerts)
