"""Killed without warning, at any moment: nothing is lost, and repeats are bounded."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from datetime import timedelta
from multiprocessing.process import BaseProcess
from random import SystemRandom

import pytest

from bot.core.delivery import FINAL, State
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.sender import FEWEST
from tests.emulator import Emulator
from tests.process.bots import HOST, Installation, started
from tests.process.quick import quickly
from tests.process.subscribers import (
    broadcast,
    got,
    people,
    rows,
    states,
    subscribed,
)
from tests.store.builders import SLUG, chance

pytestmark = pytest.mark.process

MANY = 2000
KILLS = 8
GROUP = -1_007_123_456_789


def test_a_broadcast_survives_being_killed_again_and_again(place: Installation) -> None:
    """2,000 chats; each restart is later, when what the last kill left unknown is due again."""
    seed = SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    random = chance(seed)
    everybody = people(MANY)
    subscribed(place, everybody)
    for run, moment in enumerate(sorted(random.sample(range(50, MANY - 50), KILLS))):
        with bot_of_run(place, run) as bot:
            if run == 0:
                broadcast(place.emulator)
            reaches(place, moment)
            time.sleep(random.uniform(0, 0.01))
            bot.kill()
            bot.join()
    for run in (KILLS, KILLS + 1):  # the second sends again what the last kill left unknown
        comes_to_an_end(place, run)
    copies = place.emulator.act(got)
    assert set(copies) == set(everybody), "everybody got it, and nobody else did"
    repeats = sum(copies.values()) - MANY
    assert repeats <= FEWEST * KILLS, f"{repeats} repeats after {KILLS} kills"
    assert states(place) == {State.SENT: MANY}
    assert "Traceback" not in log_of(place)


def comes_to_an_end(place: Installation, run: int) -> None:
    """A run without a kill. By its first poll the bot knows what to do when told to stop."""
    polls = place.emulator.act(lambda api: api.world.updates.polls)
    with bot_of_run(place, run) as bot:
        place.emulator.until("a poll", lambda api: api.world.updates.polls > polls)
        place.emulator.until("an end", lambda _: not open_rows(place, run))
        bot.terminate()
        bot.join(40)
        assert bot.exitcode == 0


def bot_of_run(place: Installation, run: int) -> AbstractContextManager[BaseProcess]:
    """The last run comes when a second resend is due too: two kills may have hit the same row."""
    later = timedelta(minutes=2 * run) + (timedelta(minutes=31) if run > KILLS else timedelta())
    return quickly(place.environment, place.folder / "log.txt", later=later, uvloop=bool(run % 2))


def log_of(place: Installation) -> str:
    return (place.folder / "log.txt").read_text(encoding="utf-8")


def reaches(place: Installation, copies: int) -> None:
    place.emulator.until(f"{copies} copies", lambda api: sum(got(api).values()) >= copies)


def open_rows(place: Installation, run: int) -> int:
    """Rows not in a final state; in the run after a kill those of unknown fate have to wait."""
    waiting = {State.UNKNOWN} if run == KILLS else set()
    return sum(
        count
        for state, count in states(place).items()
        if state not in FINAL and state not in waiting
    )


def test_an_update_that_was_acknowledged_and_not_handled_is_handled_once_after_a_kill(
    place: Installation,
) -> None:
    """The first bot is held up while it asks whether an admin wrote: by then it has the update."""
    emulator = place.emulator
    with started(place) as bot:
        emulator.act(a_group)
        emulator.until("the set-up", lambda api: len(_told(api)) == 1)
        asked = hold_up(emulator, "getChatMember")
        emulator.act(
            lambda api: api.user_sends(chat_id=GROUP, user_id=HOST, text=f"/subscribe {SLUG}")
        )
        emulator.until(
            "acknowledged and not handled",
            lambda api: bool(asked) and not api.world.updates.waiting,
        )
        bot.kill()
    assert emulator.act(lambda api: len(_told(api))) == 1, "it was not handled"
    assert rows(place, "SELECT COUNT(*) FROM inbox WHERE done = 0") == [(1,)]
    assert rows(place, "SELECT chat_id FROM subscriptions") == []
    with started(place) as bot:
        emulator.until("the answer", lambda api: len(_told(api)) > 1)
        time.sleep(0.3)  # a second answer would come now
        assert bot.asked_to_stop() == 0
    assert emulator.act(lambda api: len(_told(api))) == 2, "handled once"
    assert rows(place, "SELECT chat_id FROM subscriptions") == [(GROUP,)]
    assert rows(place, "SELECT COUNT(*) FROM inbox WHERE done = 0") == [(0,)]


def a_group(api: BotApi) -> None:
    api.add_group(GROUP, "Group", HOST)
    api.add_bot_to_group(GROUP, by=HOST)


def hold_up(emulator: Emulator, method: str) -> list[str]:
    """The next such call is answered six seconds late; tells when it has come."""
    asked: list[str] = []

    def is_meant(call: Call) -> bool:
        asked.extend([call.method] * (call.method == method.lower()))
        return call.method == method.lower()

    emulator.act(lambda api: api.faults.script(is_meant, Fault.delay(6)))
    return asked


def _told(api: BotApi) -> list[int]:
    return [delivery.message_id for delivery in api.deliveries if delivery.chat_id == GROUP]
