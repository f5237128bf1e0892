"""After /forget no byte of the chat's id is left on the disk, with everything in use around it."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.chats import Audience, ChatKind
from bot.core.delivery import State
from bot.store import Screen, Store, Tx, open_store, sqlite
from bot.store.traces import traces, varint
from tests.store.builders import (
    NOW,
    SLUG,
    WEEK,
    StillClock,
    a_chat,
    an_alert,
    chance,
    settled,
    unsound,
)

LATER = NOW + timedelta(hours=1)
ZONES = ("Europe/London", "Asia/Almaty", None)
KINDS: tuple[ChatKind, ...] = ("private", "group")
AUDIENCES = [Audience(language="en", zone=zone, kind=kind) for zone in ZONES for kind in KINDS]


def forms(chat_id: int) -> Iterator[bytes]:
    """How the id could stand in a file: as text, as an integer of a column, as a row's number."""
    yield str(chat_id).encode()
    for width in (4, 6, 8):
        if -(1 << (8 * width - 1)) <= chat_id < 1 << (8 * width - 1):
            yield chat_id.to_bytes(width, "big", signed=True)
            break
    sevens = [(chat_id >> shift) & 0x7F for shift in range(0, 63, 7)]
    if chat_id > 0:
        while sevens[-1] == 0:
            sevens.pop()
        yield bytes([*(digit | 0x80 for digit in reversed(sevens[1:])), sevens[0]])


def remains(folder: Path, *chats: int) -> list[tuple[int, str]]:
    """Which ids stand in which file, read in a process of its own: see DatabaseFile."""
    program = (
        "import json, pathlib, sys\n"
        "files = {path.name: path.read_bytes() for path in pathlib.Path(sys.argv[1]).iterdir()}\n"
        "wanted = json.load(sys.stdin)\n"
        "print(json.dumps([[int(id), name] for id, forms in wanted.items()\n"
        "    for name, data in files.items() if any(bytes.fromhex(f) in data for f in forms)]))\n"
    )
    found = subprocess.run(
        (sys.executable, "-c", program, folder),
        input=json.dumps({id: [form.hex() for form in forms(id)] for id in chats}),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [(id, name) for id, name in json.loads(found)]


async def use_everything(tx: Tx, chat_id: int, update_id: int, alerts: list[int]) -> None:
    """What a busy chat leaves in every table."""
    kind: ChatKind = "private" if chat_id > 0 else "group"
    luck = chance(chat_id)
    zone = luck.choice(ZONES)
    await tx.chats.save(a_chat(chat_id, kind=kind, zone=zone, place="x" * luck.randrange(40)), WEEK)
    for slug in (SLUG, "metallist-2000"):
        await tx.subscriptions.add(chat_id, slug)
        await tx.reminders.add(chat_id, slug, "court", LATER, NOW)
    await tx.dialogues.put(chat_id, chat_id, "letter", "name", {"chat": chat_id}, LATER)
    await tx.tokens.issue("forget", chat_id, chat_id, {"chat": chat_id}, LATER)
    screen = Screen(chat_id=chat_id, message_id=5, press="status", language="en", until=LATER)
    await tx.screens.put(screen)
    await tx.senders.put(chat_id, "y" * luck.randrange(60))
    body = json.dumps({"chat": {"id": chat_id}, "text": "z" * luck.randrange(6000)})
    await tx.inbox.store_all([(update_id, chat_id, body)], NOW)
    await tx.inbox.store_all([(update_id + 1, chat_id, body)], NOW)
    await tx.inbox.done(update_id)
    for alert_id in alerts:
        await tx.fanout.singles(alert_id, [chat_id])


async def three_alerts(tx: Tx) -> list[int]:
    texts = dict.fromkeys(AUDIENCES, "{}")
    added = [await tx.alerts.add(an_alert(key=key, texts=texts)) for key in "abc"]
    return [alert for alert in added if alert is not None]


async def fill(store: Store, busy: list[int], quiet: Sequence[int] = ()) -> None:
    """Busy chats in every table; quiet ones beside them, so that pages fill and are split."""
    async with store.transaction() as tx:
        alerts = await three_alerts(tx)
        for number, chat_id in enumerate(busy):
            await use_everything(tx, chat_id, number * 2, alerts)
    async with store.transaction() as tx:
        for chat_id in quiet:
            await tx.chats.save(a_chat(chat_id), WEEK)
            await tx.subscriptions.add(chat_id, SLUG)
            for alert_id in alerts:
                await tx.fanout.singles(alert_id, [chat_id])
    async with store.transaction() as tx:
        claims = await tx.outbox.claim(len(busy) + len(quiet), NOW, store.epoch)
        await tx.outbox.settle(
            [settled(claim, store.epoch, State.SENT, message_id=5) for claim in claims[::2]]
        )
        for chat_id in busy[::50]:
            await tx.chats.retire(chat_id)


def some_chats(number: int, seed: int = 1) -> list[int]:
    luck = chance(seed)
    people = luck.sample(range(1 << 31, 7_000_000_000), number)
    groups = [-1_000_000_000_000 - id for id in luck.sample(range(3_000_000_000), number // 10)]
    small = [-id for id in luck.sample(range(100_000_000, 900_000_000), number // 10)]
    chats = people + groups + small
    luck.shuffle(chats)
    return chats


@pytest.mark.parametrize("size", ("small", "large"))
async def test_nothing_is_left_of_forgotten_chats(
    sqlite_store: Store, sqlite_file: Path, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file is rewritten each time, a large one where a copy is found in it.

    Without rewriting, ids of some of the quiet chats stay behind in pages that were split.
    """
    if size == "large":
        monkeypatch.setattr(sqlite, "SMALL", 0)
    chats = some_chats(1500)
    busy, quiet = chats[:100], chats[100:]
    await fill(sqlite_store, busy, quiet)
    for forgotten in (busy[:1], busy[1:50], quiet[:300]):
        async with sqlite_store.transaction() as tx:
            for chat_id in forgotten:
                await tx.chats.forget(chat_id)
        await sqlite_store.wipe_log()
        assert remains(sqlite_file.parent, *forgotten) == []
    assert await unsound(sqlite_store) == []
    async with sqlite_store.reading() as tx:
        assert sum((await tx.chats.counts()).values()) == len(chats) - 350
        data = await tx.chats.mydata(busy[-1])
    assert data is not None
    assert (len(data.slugs), data.reminders, data.sender_kept) == (2, 2, True)


async def test_an_id_is_found_where_it_is(sqlite_store: Store, sqlite_file: Path) -> None:
    """The other tests of this file would be worth nothing if `remains` were blind."""
    chats = some_chats(20)
    await fill(sqlite_store, chats)
    found = remains(sqlite_file.parent, *chats)
    assert {id for id, name in found if name == "bot.db-wal"} == set(chats)
    await sqlite_store.wipe_log()
    assert set(remains(sqlite_file.parent, *chats)) == {(id, "bot.db") for id in chats}


async def test_wiping_waits_for_a_reader_of_older_data(
    sqlite_store: Store, sqlite_file: Path
) -> None:
    await fill(sqlite_store, some_chats(5))
    async with sqlite_store.reading() as tx:
        await tx.chats.counts()
        async with sqlite_store.transaction() as writing:
            await writing.chats.forget(some_chats(5)[0])
        wiping = asyncio.create_task(sqlite_store.wipe_log())
        await asyncio.wait({wiping}, timeout=0.2)
        assert not wiping.done()
        async with sqlite_store.transaction() as writing:
            await writing.marks.put("others", "go on")
    await wiping
    assert remains(sqlite_file.parent, some_chats(5)[0]) == []


def forget_and_be_killed(url: str) -> None:
    """A bot that dies after its person's /forget is committed and before the log is wiped."""
    program = f"""
import asyncio, os, signal
from bot.store import open_store
from tests.store.builders import StillClock
from tests.store.test_forget import fill, some_chats
async def main():
    async with open_store({url!r}, StillClock()) as store:
        chats = some_chats(100)
        await fill(store, chats)
        async with store.transaction() as tx:
            for chat_id in chats[:30]:
                await tx.chats.forget(chat_id)
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""
    house = Path(__file__).parents[2]
    killed = subprocess.run((sys.executable, "-c", program), cwd=house, check=False)
    assert killed.returncode == -signal.SIGKILL


async def test_wiping_is_finished_after_a_crash(sqlite_url: str, sqlite_file: Path) -> None:
    chats = some_chats(100)[:30]
    forget_and_be_killed(sqlite_url)
    assert {id for id, _ in remains(sqlite_file.parent, *chats)} == set(chats)
    async with open_store(sqlite_url, StillClock()):
        assert remains(sqlite_file.parent, *chats) == []


async def test_everyone_who_forgets_at_once_is_wiped_when_told_so(
    sqlite_store: Store, sqlite_file: Path
) -> None:
    chats = some_chats(20)
    await fill(sqlite_store, chats)

    async def forget(chat_id: int) -> list[tuple[int, str]]:
        async with sqlite_store.transaction() as tx:
            await tx.chats.forget(chat_id)
        await sqlite_store.wipe_log()
        return remains(sqlite_file.parent, chat_id)

    assert await asyncio.gather(*(forget(chat_id) for chat_id in chats[:8])) == [[]] * 8


async def test_a_wiping_that_was_cut_off_is_made_up_for(
    sqlite_store: Store, sqlite_file: Path
) -> None:
    chats = some_chats(20)
    await fill(sqlite_store, chats)
    async with sqlite_store.reading() as tx:
        await tx.chats.counts()
        async with sqlite_store.transaction() as writing:
            await writing.chats.forget(chats[0])
        wiping = asyncio.create_task(sqlite_store.wipe_log())
        await asyncio.wait({wiping}, timeout=0.1)
        wiping.cancel()
        await asyncio.wait({wiping})
    assert remains(sqlite_file.parent, chats[0])
    await sqlite_store.wipe_log()
    assert remains(sqlite_file.parent, chats[0]) == []


async def test_wiping_without_a_forgotten_chat_only_empties_the_log(
    sqlite_store: Store, sqlite_file: Path
) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.marks.put("a", "1")
    await sqlite_store.wipe_log()
    assert sqlite_file.with_name("bot.db-wal").stat().st_size == 0


async def test_the_server_is_asked_for_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.chats.save(a_chat(5), WEEK)
        await tx.chats.forget(5)
    await store.wipe_log()
    async with store.reading() as tx:
        assert await tx.chats.get(5) is None


@pytest.mark.parametrize("chat_id", some_chats(10))
def test_the_forms_searched_for_are_those_a_file_can_hold(chat_id: int) -> None:
    assert set(forms(chat_id)) <= traces([chat_id])


@pytest.mark.parametrize(
    ("number", "written"),
    (
        (0, "00"),
        (127, "7f"),
        (128, "8100"),
        (16384, "818000"),
        (-1, "ff" * 9),
        (-2, "ff" * 8 + "fe"),
    ),
)
def test_row_numbers_are_written_as_sqlite_does(number: int, written: str) -> None:
    assert varint(number).hex() == written
