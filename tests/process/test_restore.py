"""An older copy of the database is put back: nobody gets again what was sent since."""

from __future__ import annotations

import shutil
import signal
import time
from multiprocessing.process import BaseProcess

import pytest

from bot.core.delivery import State
from tests.process.bots import Installation, started
from tests.process.quick import quickly
from tests.process.subscribers import broadcast, got, people, states, subscribed

pytestmark = pytest.mark.process


def stopped(bot: BaseProcess) -> None:
    bot.terminate()
    bot.join(20)
    assert bot.exitcode == 0


def test_a_restored_copy_is_refused_and_with_the_option_sends_nothing_again(
    place: Installation,
) -> None:
    everybody, emulator = people(20), place.emulator
    copy, log = place.folder / "copy.db", place.folder / "log.txt"
    subscribed(place, everybody)
    with started(place) as bot:
        broadcast(emulator)
        emulator.until("some of them", lambda api: len(got(api)) >= 5)
        assert bot.asked_to_stop(signal.SIGTERM) == 0
    shutil.copyfile(place.database, copy)
    waiting = states(place)[State.PENDING]
    with quickly(place.environment, log) as quick:
        emulator.until("everybody", lambda api: len(got(api)) == len(everybody))
        stopped(quick)
    shutil.copyfile(copy, place.database)
    with started(place, ready="") as bot:
        assert bot.ends() == 65
        assert "solidarity run --after-restore" in bot.written
    polls = emulator.act(lambda api: api.world.updates.polls)
    with quickly(place.environment, log, after_restore=True) as quick:
        emulator.until("a poll", lambda api: api.world.updates.polls > polls)
        time.sleep(1)  # in which it would send
        stopped(quick)
    assert set(emulator.act(got).values()) == {1}
    assert states(place) == {
        State.SENT: len(everybody) - waiting,
        State.UNKNOWN_FINAL: waiting,
    }
