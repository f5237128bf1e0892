"""Told to stop: it finishes what is under way, writes it down, and goes; at any moment."""

from __future__ import annotations

import signal
import socket

import pytest

from bot.core.delivery import State
from bot.demo.faults import Fault
from tests.process.bots import HOST, Installation, started
from tests.process.quick import quickly
from tests.process.subscribers import broadcast, got, people, states, subscribed

pytestmark = pytest.mark.process


def test_told_to_stop_in_the_middle_it_repeats_nothing_and_loses_nothing(
    place: Installation,
) -> None:
    """The program as it is installed, at the pace that Telegram allows."""
    everybody = people(60)
    subscribed(place, everybody)
    emulator = place.emulator
    with started(place) as bot:
        broadcast(emulator)
        emulator.until("some of them", lambda api: len(got(api)) >= 15)
        assert bot.asked_to_stop(signal.SIGTERM) == 0
        assert "Traceback" not in bot.written
    reached = len(emulator.act(got))
    assert reached < len(everybody), "it was stopped in the middle"
    assert states(place) == {State.SENT: reached, State.PENDING: len(everybody) - reached}
    with started(place) as bot:
        emulator.until("everybody", lambda api: len(got(api)) == len(everybody))
        assert bot.asked_to_stop(signal.SIGINT) == 0
    assert set(emulator.act(got).values()) == {1}
    assert states(place) == {State.SENT: len(everybody)}


@pytest.mark.parametrize("uvloop", [True, False], ids=["uvloop", "asyncio"])
def test_told_twice_it_waits_for_nobody(place: Installation, uvloop: bool) -> None:
    emulator = place.emulator
    with quickly(place.environment, place.folder / "log.txt", uvloop=uvloop) as bot:
        emulator.act(lambda api: api.faults.script("sendMessage", Fault.delay(8), times=None))
        emulator.act(lambda api: api.start_link(HOST))
        emulator.until("an answer under way", lambda api: bool(api.deliveries))
        bot.terminate()
        bot.join(0.5)
        assert bot.exitcode is None, "it finishes what is under way"
        for _ in range(10):  # two signals that wait together are one
            bot.terminate()
            bot.join(0.5)
            if not bot.is_alive():
                break
        assert bot.exitcode == 1


def test_while_telegram_cannot_be_reached_it_stops_at_once(place: Installation) -> None:
    place.settings["TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    with started(place, ready="Telegram cannot be reached") as bot:
        assert bot.asked_to_stop(signal.SIGINT) == 0
        assert "Traceback" not in bot.written
        assert "running" not in bot.written, "it must not go on to start the rest"


def test_while_a_server_keeps_silent_it_stops_at_once(place: Installation) -> None:
    log = place.folder / "log.txt"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place.settings["TELEGRAM_API_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with quickly(place.environment, log) as bot:
            knock, _ = silent.accept()
            with knock:
                bot.terminate()
                bot.join(20)
            assert bot.exitcode == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")
