"""The disk takes no more: nothing is sent that cannot be written down, and nothing is lost."""

from __future__ import annotations

import resource
import sqlite3
import time
from contextlib import closing

import pytest

from bot.core.delivery import State
from bot.jobs.sender import FEWEST
from tests.process.bots import HOST, Installation
from tests.process.quick import quickly
from tests.process.subscribers import broadcast, got, people, states, subscribed

pytestmark = pytest.mark.process

LIMIT = 500_000


def confined() -> None:
    """No file may grow beyond the limit: what SQLite meets is what it meets on a full disk."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="Only Linux limits others' files.")
def test_what_the_disk_refuses_waits_and_goes_out_once_when_there_is_room(
    place: Installation,
) -> None:
    everybody, emulator, log = people(200), place.emulator, place.folder / "log.txt"
    subscribed(place, everybody)
    with quickly(place.environment, log, rate=40, tune=confined) as bot:
        broadcast(emulator)
        emulator.until("a full disk", lambda _: "alerts are held back" in log.read_text("utf-8"))
        time.sleep(0.5)  # in which what is under way arrives
        reached = len(emulator.act(got))
        assert 0 < reached < len(everybody)
        emulator.act(lambda api: api.user_sends(chat_id=HOST, user_id=HOST, text="/help"))
        time.sleep(1)
        assert len(emulator.act(got)) == reached, "no claim, no message"
        assert reached - states(place).get(State.SENT, 0) <= FEWEST
        assert bot.pid is not None
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        freed = time.monotonic()
        emulator.until("one more", lambda api: len(got(api)) > reached)
        assert time.monotonic() - freed < 10
        emulator.until("everybody", lambda api: len(got(api)) == len(everybody))
        emulator.until("an answer", lambda api: "/broadcast" in api.history(HOST)[-1]["text"])
        bot.terminate()
        bot.join(20)
        assert bot.exitcode == 0
    assert set(emulator.act(got).values()) == {1}
    assert states(place)[State.SENT] == len(everybody)
    assert "Traceback" not in log.read_text("utf-8")
    with closing(sqlite3.connect(place.database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
