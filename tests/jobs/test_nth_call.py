"""The first call fails, then the second, and so on: of a small broadcast nothing is ever lost.

Runs to the end after each; what was unheard, cut off or killed is met by the next run or start.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.delivery import State
from bot.core.messages import Message
from bot.core.pacing import Pacer
from bot.core.wire import to_json
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.pace import Pace
from bot.jobs.sender import FEWEST, Sender
from bot.store import Full, Locked, StoreError, open_store
from bot.store.sqlite_connection import SqliteConnection
from tests.jobs.builders import PEOPLE, QuickClock
from tests.mixture import REFUSALS, Kind
from tests.oracle import Verdict, Witness, judge, read, words
from tests.store.builders import LONDON, an_alert, queue_for_all, subscribe

CHATS = PEOPLE[:20]
ALERT_ID = 1
GIVE_UP = 60
"""Times that nothing is left to do now and something is open still."""
WORKS = ("rows", "change", "change_many", "commit")
"""What a connection does; "change" also begins transactions."""
FATAL = "killed before", "killed after"


class Killed(BaseException):
    """The process is no more; nothing in it may go on."""


class Nth:
    """Counts calls; the n-th one goes wrong in the given way."""

    def __init__(self, nth: int = 0, kind: str = "") -> None:
        self.nth, self.kind, self.count = nth, kind, 0

    async def call(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        self.count += 1
        if self.count != self.nth:
            return await work()
        if self.kind == "refused":
            raise Locked("held") if self.count % 2 else Full("full")
        if self.kind == "killed before":
            raise Killed
        done = await work()
        if self.kind == "killed after":
            raise Killed
        raise Full(f"{done}, but nobody hears of it")


class Run:
    """One small broadcast, from a file where it waits to its end."""

    def __init__(self, database: Path, messenger: TelegramMessenger, nth: Nth) -> None:
        self.database, self._messenger, self._nth = database, messenger, nth
        self._clock = QuickClock()
        self.starts = 0

    async def to_the_end(self) -> None:
        while self.is_open():
            assert self.starts < 5, "started again and again"
            self.starts += 1
            try:
                await self._live()
            except (Killed, StoreError):  # the latter while it starts: that ends a bot as well
                continue

    def is_open(self) -> bool:
        rows, _ = read(self.database)
        return any(row.state in (State.PENDING, State.SENDING, State.UNKNOWN) for row in rows)

    async def _live(self) -> None:
        async with open_store(f"sqlite:///{self.database}", self._clock) as store:
            pace = Pace(self._clock, Pacer(rate=1000))
            sender = Sender(store, self._messenger, pace, self._clock, slots=FEWEST)
            with pytest.MonkeyPatch.context() as patched:
                for name in WORKS:
                    patched.setattr(SqliteConnection, name, self._failing(name))
                try:
                    await sender.recover()
                    await self._work(sender)
                finally:
                    await self._die(sender)

    def _failing(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        true = getattr(SqliteConnection, name)

        async def work(connection: SqliteConnection, *args: Any) -> Any:
            return await self._nth.call(lambda: true(connection, *args))

        return work

    async def _work(self, sender: Sender) -> None:
        for _ in range(GIVE_UP):
            try:
                while await sender.step():
                    pass
            except StoreError:
                continue
            if not self.is_open():
                return
            self._clock.forward(seconds=61)

    async def _die(self, sender: Sender) -> None:
        """What is under way is cut off, as by a kill; at the end of a broadcast nothing is."""
        tasks = [task for _, task in sender._flying.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Place:
    """A Telegram for many runs, and a file with a broadcast that waits."""

    def __init__(self, folder: Path, api: BotApi, messenger: TelegramMessenger) -> None:
        self.api, self._messenger = api, messenger
        self._template, self._database = folder / "template.db", folder / "bot.db"
        self._witness = Witness(api)

    async def prepare(self) -> None:
        async with (
            open_store(f"sqlite:///{self._template}", QuickClock()) as store,
            store.transaction() as tx,
        ):
            await subscribe(tx, *CHATS)
            text = to_json(Message(html=words(ALERT_ID)))
            assert await tx.alerts.add(an_alert(texts={LONDON: text})) == ALERT_ID
            await queue_for_all(tx, ALERT_ID)

    async def run(self, nth: Nth) -> Verdict:
        for ending in ("", "-wal", "-shm", ".lock"):
            self._database.with_name(self._database.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._database)
        self._witness.copies.clear()
        await Run(self._database, self._messenger, nth).to_the_end()
        self.api.faults.clear()
        return judge(self._database, self._witness, {ALERT_ID: CHATS})


@pytest.fixture
async def place(tmp_path: Path, api: BotApi, messenger: TelegramMessenger) -> Place:
    prepared = Place(tmp_path, api, messenger)
    await prepared.prepare()
    return prepared


@pytest.mark.parametrize("kind", ["refused", "unheard", *FATAL])
async def test_whichever_call_of_the_database_fails_everybody_gets_it(
    place: Place, kind: str
) -> None:
    """Once only, unless the process was killed: then at most what was under way comes twice."""
    whole = Nth()
    assert str((await place.run(whole)).states) == "{'SENT': 20}"
    nth = 0
    while nth < whole.count:
        nth += 1
        verdict = await place.run(Nth(nth, kind))
        assert not verdict.wrong, f"call {nth}: {verdict}"
        assert verdict.states == {"SENT": len(CHATS)}, f"call {nth}: {verdict}"
        allowed = FEWEST if kind in FATAL else 0
        assert verdict.repeats <= allowed, f"call {nth}: {verdict}"


UNDONE = {
    "cut off": Fault.drop_undelivered(),
    "garbage": Fault.garbage(b"{"),
    "too many": Fault.too_many_requests(3),
    "server error": Fault.answer(500, "Internal Server Error"),
}
DONE = {
    "unheard": Fault.deliver_then_drop(),
    "bad gateway": Fault.garbage(status=502, carried_out=True),
}
ENDS = {kind.value: Fault.answer(*REFUSALS[kind]) for kind in (Kind.BLOCKED, Kind.UNPARSED)}


@pytest.mark.parametrize("name", [*UNDONE, *DONE, *ENDS])
async def test_whichever_request_goes_wrong_the_others_arrive_once(place: Place, name: str) -> None:
    fault = {**UNDONE, **DONE, **ENDS}[name]
    for nth in range(1, len(CHATS) + 1):
        place.api.faults.script(nth_message(nth), fault)
        verdict = await place.run(Nth())
        assert not verdict.wrong, f"request {nth}: {verdict}"
        assert verdict.states.get("SENT") == len(CHATS) - (name in ENDS), (
            f"request {nth}: {verdict}"
        )
        assert verdict.repeats == (name in DONE), f"request {nth}: {verdict}"


def nth_message(nth: int) -> Callable[[Call], bool]:
    seen = [0]

    def is_it(call: Call) -> bool:
        seen[0] += call.method == "sendmessage"
        return seen[0] == nth

    return is_it
