"""Little room on the disk: hosts are told, alerts wait, and go on when there is room again."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.jobs.ballast import Ballast
from bot.jobs.brakes import Brake
from bot.jobs.heart import Heart
from bot.jobs.pace import Pace
from bot.jobs.sender import Sender
from bot.jobs.space import ENOUGH, LOW, MEGABYTE, Space
from bot.store import Full, Store, open_store
from bot.words import Words
from tests.jobs.builders import PEOPLE, QuickClock, queued, states, texts
from tests.store.builders import subscribe, unsound

HOST = PEOPLE[0]
BALLAST = 256 * 1024


class Disk:
    """As much room as is said."""

    free = ENOUGH * 2

    async def look(self) -> float:
        return self.free


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def heart(clock: QuickClock) -> Heart:
    return Heart(clock)


@pytest.fixture
def ballast(tmp_path: Path) -> Ballast:
    return Ballast(tmp_path / "bot.db", BALLAST)


@pytest.fixture
def space(
    store: Store,
    words: Words,
    clock: QuickClock,
    heart: Heart,
    ballast: Ballast,
    disk: Disk,
    monkeypatch: pytest.MonkeyPatch,
) -> Space:
    watch = Space(store, words, [HOST, PEOPLE[1]], clock, heart, ballast)
    monkeypatch.setattr(watch, "_free", disk.look)
    return watch


async def notes(store: Store) -> list[str]:
    """What waits for the hosts, as it is kept."""
    async with store.reading() as tx:
        alerts = await tx.alerts.latest("", 9)
        return [text for alert in alerts for text in (await tx.alerts.texts(alert.id)).values()]


async def test_hosts_are_told_in_their_language_before_alerts_are_held_back(
    space: Space, store: Store, heart: Heart, disk: Disk
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, HOST, language="ru")
    disk.free = LOW - MEGABYTE
    await space.step()
    assert heart.brakes.on == set(), "the note has until the next look to go out"
    [english, russian] = sorted(await notes(store))
    assert "199" in english
    assert "200" in russian
    assert "оповещения" in russian
    await space.step()
    assert heart.brakes.on == {Brake.DISK}
    await space.step()
    assert len(await notes(store)) == 2, "once"


async def test_with_hardly_any_room_alerts_are_held_back_at_once(
    space: Space, store: Store, heart: Heart, disk: Disk
) -> None:
    disk.free = LOW // 4
    await space.step()
    assert heart.brakes.on == {Brake.DISK}
    assert await notes(store)


async def test_alerts_go_on_only_when_there_is_clearly_enough_room(
    space: Space, heart: Heart, disk: Disk
) -> None:
    for free, held in ((LOW // 4, True), (ENOUGH - 1, True), (ENOUGH, False), (LOW, False)):
        disk.free = free
        await space.step()
        assert bool(heart.brakes.on) is held, free


async def test_a_write_that_is_refused_holds_alerts_back_and_frees_the_ballast(
    space: Space, store: Store, heart: Heart, ballast: Ballast
) -> None:
    await space.step()
    assert ballast.is_there()
    with pytest.raises(Full):
        async with store.transaction():
            raise Full("no room")
    assert heart.brakes.on == {Brake.DISK}
    assert not ballast.is_there()
    await space.step()
    assert heart.brakes.on == set(), "a write has succeeded"
    assert ballast.is_there(), "made anew"


async def test_while_writes_are_refused_nothing_goes_out_however_much_room_there_seems_to_be(
    space: Space, store: Store, heart: Heart, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise Full("over quota")

    space.full()
    with monkeypatch.context() as trouble:
        trouble.setattr(store, "transaction", refused)
        await space.step()
        assert heart.brakes.on == {Brake.DISK}
    await space.step()
    assert not heart.brakes.on


async def test_a_host_who_cannot_be_told_now_is_told_later(
    space: Space, store: Store, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise Full("no room")

    disk.free = LOW // 4
    with monkeypatch.context() as trouble:
        trouble.setattr(store, "transaction", refused)
        await space.step()
    await space.step()
    assert len(await notes(store)) == 1


def mode_and_blocks(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mode & 0o777, found.st_blocks * 512


def test_the_ballast_takes_up_its_room_really_and_is_for_its_owner_alone(ballast: Ballast) -> None:
    assert ballast.take()
    mode, taken = mode_and_blocks(ballast.path)
    assert mode == 0o600
    assert taken >= BALLAST
    assert ballast.give_back()
    assert not ballast.give_back()


def run(*words: str) -> bool:
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.name != "posix" or not run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)):
        pytest.skip("Only root may mount a small disk.")
    yield folder
    run("umount", "--lazy", str(folder))


def fill(folder: Path) -> None:
    with (folder / "others").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110  # the disk knows of no event
            await asyncio.sleep(0.02)


async def test_on_a_disk_that_is_really_full_nothing_is_lost_and_nothing_goes_out_twice(
    small_disk: Path,
    words: Words,
    clock: QuickClock,
    heart: Heart,
    messenger: TelegramMessenger,
    api: BotApi,
) -> None:
    people = PEOPLE[1:]
    file = small_disk / "bot.db"

    def reached() -> list[int]:
        return [len(texts(api, person)) for person in people]

    async with open_store(f"sqlite:///{file}", clock) as store:
        pace = Pace(clock, Pacer(rate=2))
        sender = Sender(store, messenger, pace, clock, brakes=heart.brakes)
        ballast = Ballast(file, 64 * 1024)
        space = Space(store, words, [HOST], clock, heart, ballast, low=0, enough=1)
        heart.keep("sender", sender.step, 0.1)
        heart.keep("space", space.step, 0.2)
        await space.step()
        assert ballast.is_there()
        alert_id = await queued(store, *people)
        tasks = [asyncio.create_task(loop.run()) for loop in heart.loops.values()]
        await until(lambda: sum(reached()) >= 3)
        fill(small_disk)
        await until(lambda: Brake.DISK in heart.brakes.on)
        assert not ballast.is_there()
        fill(small_disk)
        assert run("mount", "-o", "remount,size=16m", str(small_disk))
        await until(lambda: min(reached()) >= 1)
        sender.halt()
        heart.stop()
        await asyncio.gather(*tasks)
        await sender.drain()
        assert reached() == [1] * len(people)
        assert await states(store, alert_id) == {"SENT": len(people)}
        assert not await unsound(store)
