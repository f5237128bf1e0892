"""Killed again and again while people write: each update is handled once, and answered at most."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import AbstractContextManager
from datetime import datetime
from multiprocessing.process import BaseProcess
from random import SystemRandom

import pytest

import bot.app
from bot.commands.desk import Desk
from bot.core.messages import Incoming, Reply
from bot.demo.bot_api import BotApi
from bot.jobs.inbox import AT_ONCE
from bot.store import Tx
from tests.process.bots import Installation
from tests.process.quick import quickly
from tests.process.subscribers import got, people, rows, subscribed
from tests.store.builders import SLUG, chance

pytestmark = pytest.mark.process

KILLS = 20
MANY = 400


def noting() -> None:
    """Each handling leaves a line of its own in the transaction that it is part of."""
    names = vars(bot.app)
    genuine = names["answer"]

    async def noted(incoming: Incoming, tx: Tx, desk: Desk, now: datetime) -> Reply:
        await tx.audit.add("", "handled", str(incoming.update_id), now)
        reply: Reply = await genuine(incoming, tx, desk, now)
        return reply

    names["answer"] = noted


def test_killed_twenty_times_each_update_has_its_effect_once_and_at_most_one_answer(
    place: Installation,
) -> None:
    seed = SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    random = chance(seed)
    everybody = people(MANY)
    subscribed(place, ())  # a database, for those who look into it
    wanted = set(place.emulator.act(lambda api: all_write(api, everybody)))
    for run, moment in enumerate(sorted(random.sample(range(MANY // 2), KILLS))):
        with a_bot(place, run) as process:
            reaches(place, moment)
            time.sleep(random.uniform(0, 0.02))
            process.kill()
            process.join()
        assert wanted - unheard(place) <= stored(place), "what was acknowledged is on the disk"
    with a_bot(place, KILLS) as process:
        place.emulator.until("an end", lambda api: is_over(api, place))
        process.terminate()
        process.join(40)
        assert process.exitcode == 0
    assert handled(place) == dict.fromkeys(wanted, 1)
    assert {chat for (chat,) in rows(place, "SELECT chat_id FROM subscriptions")} == set(everybody)
    assert rows(place, "SELECT COUNT(*) FROM inbox WHERE done = 0") == [(0,)]
    answers = place.emulator.act(got)
    assert set(answers.values()) == {1}
    assert len(answers) >= MANY - KILLS * AT_ONCE, "no more is unanswered than was under way"
    assert "Traceback" not in (place.folder / "log.txt").read_text(encoding="utf-8")


def a_bot(place: Installation, run: int) -> AbstractContextManager[BaseProcess]:
    log = place.folder / "log.txt"
    return quickly(place.environment, log, uvloop=bool(run % 2), tune=noting)


def all_write(api: BotApi, everybody: tuple[int, ...]) -> list[int]:
    """Everybody subscribes; the numbers of their updates."""
    for person in everybody:
        api.add_user(person, "Somebody", started=True)
        api.user_sends(chat_id=person, user_id=person, text=f"/subscribe {SLUG}")
    return [update["update_id"] for update in api.world.updates.waiting]


def reaches(place: Installation, answers: int) -> None:
    place.emulator.until(f"{answers} answers", lambda api: sum(got(api).values()) >= answers)


def unheard(place: Installation) -> set[int]:
    """Updates that the bot has not acknowledged."""
    return place.emulator.act(
        lambda api: {update["update_id"] for update in api.world.updates.waiting}
    )


def is_over(api: BotApi, place: Installation) -> bool:
    return not api.world.updates.waiting and len(handled(place)) == MANY


def stored(place: Installation) -> set[int]:
    return {number for (number,) in rows(place, "SELECT update_id FROM inbox")}


def handled(place: Installation) -> dict[int, int]:
    """How often each update had its effect."""
    noted = rows(place, "SELECT subject FROM audit WHERE action = 'handled'")
    return dict(Counter(int(subject) for (subject,) in noted))
