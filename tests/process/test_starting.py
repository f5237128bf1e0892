"""A start that cannot be: one sentence, and the exit code that init systems know."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from tests.process.bots import Installation, started
from tests.process.quick import quickly

pytestmark = pytest.mark.process


def test_a_second_copy_on_the_same_database_is_refused(place: Installation) -> None:
    with started(place):
        place.emulator.until("the first poll", lambda api: api.world.updates.polls == 1)
        with started(place, ready="", HTTP_PORT="0") as second:
            assert second.ends() == 75
            assert second.written == (f"Another copy of the bot is running on {place.database}.\n")
        # A second reader of the updates would have ended the first one's poll.
        assert place.emulator.act(lambda api: api.world.updates.polls) == 1


def test_of_ten_that_start_at_once_one_runs_and_the_others_say_why_they_do_not(
    place: Installation,
) -> None:
    logs = [place.folder / f"log-{number}.txt" for number in range(10)]
    with ExitStack() as stack:
        bots = [stack.enter_context(quickly(place.environment, log)) for log in logs]
        place.emulator.until("the first poll", lambda api: api.world.updates.polls == 1)
        began = time.monotonic()
        while sum(bot.is_alive() for bot in bots) > 1:
            assert time.monotonic() - began < 20
            time.sleep(0.01)
        ended = [(bot, log) for bot, log in zip(bots, logs, strict=True) if not bot.is_alive()]
        assert len(ended) == 9
        for bot, log in ended:
            assert bot.exitcode == 75
            assert log.read_text("utf-8") == (
                f"Another copy of the bot is running on {place.database}.\n"
            )
        assert place.emulator.act(lambda api: api.world.updates.polls) == 1


def test_a_refused_copy_ends_within_two_seconds(place: Installation) -> None:
    with quickly(place.environment, place.folder / "one.txt"):
        place.emulator.until("the first poll", lambda api: api.world.updates.polls == 1)
        with quickly(place.environment, place.folder / "other.txt") as other:
            other.join(2)
            assert other.exitcode == 75


def test_a_database_that_is_damaged_is_not_touched(place: Installation) -> None:
    place.database.write_bytes(b"no database at all" * 100)
    with started(place, ready="") as bot:
        assert bot.ends() == 65
        assert bot.written == (
            f"The database {place.database} is damaged: it is not an SQLite database."
            " Restore it from a backup.\n"
        )
    assert place.database.read_bytes() == b"no database at all" * 100


def test_all_wrong_settings_are_told_at_once(place: Installation) -> None:
    with started(place, ready="", TELEGRAM_TOKEN="canary", HTTP_PORT="x", LOG_LEVEL="y") as bot:
        assert bot.ends() == 78
        assert bot.written.splitlines() == [
            "These settings cannot be used:",
            "  TELEGRAM_TOKEN: it does not look like a token from @BotFather (123456:ABC…).",
            "  HTTP_PORT: write a whole number (it is 'x').",
            "  LOG_LEVEL: write 'DEBUG', 'INFO', 'WARNING' or 'ERROR' (it is 'Y').",
        ]
    assert not place.database.exists()


def test_what_cannot_be_understood_is_told(place: Installation) -> None:
    with started(place, "run", "--faster", ready="") as bot:
        assert bot.ends() == 64
        assert "No such option: --faster" in bot.written
        assert "Traceback" not in bot.written
