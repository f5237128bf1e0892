"""Another program holds the database, as a backup does: everything waits, nothing is lost."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from bot.core.delivery import State
from bot.jobs import loop as loops
from bot.jobs.sender import FEWEST
from bot.store import sqlite_connection
from tests.process.bots import HOST, Installation
from tests.process.life import Life
from tests.process.quick import quickly
from tests.process.subscribers import broadcast, got, people, states, subscribed

pytestmark = pytest.mark.process

BUSY = 0.2


def impatient() -> None:
    """All the same, in seconds instead of minutes."""
    sqlite_connection.BUSY_SECONDS = BUSY
    loops.PAUSE_AFTER_TROUBLE = 0.2
    loops.LONGEST_PAUSE = 0.8


@contextmanager
def holding(place: Installation) -> Iterator[None]:
    with closing(sqlite3.connect(place.database, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def test_while_another_program_holds_the_database_everything_waits(place: Installation) -> None:
    everybody, emulator, log = people(60), place.emulator, place.folder / "log.txt"
    subscribed(place, everybody)
    with quickly(place.environment, log, rate=40, tune=impatient) as bot:
        broadcast(emulator)
        emulator.until("some of them", lambda api: len(got(api)) >= 10)
        with holding(place):
            reached = len(emulator.act(got))
            emulator.act(lambda api: api.user_sends(chat_id=HOST, user_id=HOST, text="/help"))
            time.sleep(BUSY * 8)
            assert len(emulator.act(got)) <= reached + 2 * FEWEST, "no claim, no message"
        emulator.until("everybody", lambda api: len(got(api)) == len(everybody))
        emulator.until("an answer", lambda api: "/broadcast" in api.history(HOST)[-1]["text"])
        Life(emulator).says(HOST, "/help")
        bot.terminate()
        bot.join(20)
        assert bot.exitcode == 0
    written = log.read_text(encoding="utf-8")
    assert set(emulator.act(got).values()) == {1}
    assert states(place)[State.SENT] == len(everybody)
    assert "Traceback" not in written
    loops_in_trouble = re.findall(r"database in trouble.* loop=(\w+)", written)
    assert "sender" in loops_in_trouble
    assert len(set(loops_in_trouble)) == len(loops_in_trouble), "each says so once a minute"
