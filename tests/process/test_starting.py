"""A start that cannot be: one sentence, and the exit code that init systems know."""

from __future__ import annotations

import pytest

from tests.process.bots import Installation, started

pytestmark = pytest.mark.process


def test_a_second_copy_on_the_same_database_is_refused(place: Installation) -> None:
    with started(place):
        place.emulator.until("the first poll", lambda api: api.world.updates.polls == 1)
        with started(place, ready="", HTTP_PORT="0") as second:
            assert second.ends() == 75
            assert second.written == (f"Another copy of the bot is running on {place.database}.\n")
        # A second reader of the updates would have ended the first one's poll.
        assert place.emulator.act(lambda api: api.world.updates.polls) == 1


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
