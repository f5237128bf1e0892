"""How sending stands, seen from outside while a bot sends and when none does; and by its host."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest

from bot.core.delivery import State
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.process.bots import HOST, Installation, started
from tests.process.life import Life
from tests.process.quick import quickly
from tests.process.subscribers import broadcast, got, people, rows, states, subscribed

pytestmark = pytest.mark.process

MANY = 600


def status(place: Installation, *words: str) -> str:
    """What `solidarity status` prints, as a program of its own."""
    ended = subprocess.run(
        (sys.executable, "-m", "bot", "status", *words),
        env=place.environment | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def numbers(told: str) -> dict[str, int]:
    """The table's numbers of the broadcast, by heading."""
    lines = told.splitlines()
    place = next(i for i, line in enumerate(lines) if line.rstrip().endswith(" rows"))
    heading = re.split(r"\s{2,}", lines[place].strip())
    _, *row = re.split(r"\s{2,}", lines[place + 2].strip())
    return {name: int(value.replace(",", "")) for name, value in zip(heading, row, strict=True)}


def screen_of(api: BotApi) -> str:
    """The host's message about what is being sent."""
    return next(
        (m["text"] for m in reversed(api.history(HOST)) if "▱" in m["text"] or "▰" in m["text"]),
        "",
    )


def test_beside_a_bot_that_sends_the_numbers_move_and_are_all_the_rows(
    place: Installation,
) -> None:
    subscribed(place, people(MANY))
    with quickly(place.environment, place.folder / "log.txt", rate=60) as bot:
        broadcast(place.emulator)
        place.emulator.until("some of them", lambda api: len(got(api)) >= 30)
        seen = []
        for _ in range(2):
            told = status(place, "--once")
            assert "The bot is running: " in told
            assert "of 60 messages a second" in told
            assert re.search(r"about \d+ s, until \d\d:\d\d", told), told
            found = numbers(told)
            assert found["rows"] == MANY
            assert sum(found.values()) - found["rows"] == MANY
            seen.append(found["sent"])
        assert 30 <= seen[0] < seen[1] < MANY
        assert not (place.folder / "bot.db-journal").exists()
        bot.terminate()
        bot.join(60)
        assert bot.exitcode == 0
    before = {path.name: path.read_bytes() for path in place.folder.iterdir()}
    told = status(place)
    assert "The bot is not running (it ended " in told
    assert {path.name: path.read_bytes() for path in place.folder.iterdir()} == before
    assert numbers(told)["sent"] == states(place)[State.SENT]


def test_watching_ends_when_all_is_sent(place: Installation) -> None:
    subscribed(place, people(MANY))
    with quickly(place.environment, place.folder / "log.txt", rate=150):
        broadcast(place.emulator)
        place.emulator.until("some of them", lambda api: len(got(api)) >= 30)
        told = status(place, "--watch")
        assert "Nothing is being sent." in told
        assert numbers(told)["sent"] == MANY


def test_after_a_kill_it_is_seen_that_nobody_runs(place: Installation) -> None:
    subscribed(place, people(MANY))
    with quickly(place.environment, place.folder / "log.txt", rate=60) as bot:
        broadcast(place.emulator)
        place.emulator.until("some of them", lambda api: len(got(api)) >= 30)
        bot.kill()
        bot.join()
    rows(place, "SELECT 1")  # what a kill leaves behind can be read
    told = status(place, "--once")
    assert numbers(told)["rows"] == MANY
    assert numbers(told)["being sent"] == states(place).get(State.SENDING, 0)


def test_the_host_s_message_moves_by_itself_also_after_a_restart(place: Installation) -> None:
    subscribed(place, people(MANY))
    emulator = place.emulator
    life = Life(emulator)
    log = place.folder / "log.txt"
    with quickly(place.environment, log, rate=30) as bot:
        broadcast(emulator)
        emulator.until("the page after Send to move", lambda api: screen_of(api) != "")
        life.says(HOST, "/status")
        first = emulator.act(screen_of)
        assert "of 30 messages a second" in first
        sent = len(emulator.act(lambda api: api.history(HOST)))
        emulator.until("it moves", lambda api: screen_of(api) not in ("", first))
        assert len(emulator.act(lambda api: api.history(HOST))) == sent, "in the same place"
        bot.terminate()
        bot.join(60)
    stopped = emulator.act(screen_of)
    with quickly(place.environment, log, rate=3000):
        emulator.until("it goes on", lambda api: screen_of(api) != stopped)
        emulator.until("everybody", lambda api: len(got(api)) == MANY)
        emulator.until(
            "its end",
            lambda api: any("Nothing is being sent." in m["text"] for m in api.history(HOST)),
        )
        emulator.until("its rest", lambda _: not rows(place, "SELECT * FROM screens"))


def test_while_telegram_makes_everybody_wait_no_message_moves(place: Installation) -> None:
    subscribed(place, people(MANY))
    emulator = place.emulator
    with quickly(place.environment, place.folder / "log.txt", rate=30):
        broadcast(emulator)
        emulator.until("some of them", lambda api: len(got(api)) >= 10)
        Life(emulator).says(HOST, "/status")
        emulator.act(lambda api: api.faults.script("sendMessage", Fault.too_many_requests(60)))
        emulator.until("a line about it", lambda api: bool(rows(place, GATED)))
        before = emulator.act(screen_of)
        time.sleep(6)
        assert emulator.act(screen_of) == before
        assert "Telegram has asked everybody to wait" in status(place, "--once")


GATED = "SELECT 1 FROM marks WHERE name = 'gate'"


def test_an_idle_bot_says_that_nothing_is_sent(place: Installation) -> None:
    with started(place) as bot:
        told = status(place)
        assert "The bot is running: 25 of 25 messages a second" in told
        assert "Nothing is being sent." in told
        bot.kill()
