"""Whatever goes wrong, no token, id or name is ever written into the log."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from bot import log
from bot.store import Unreachable
from tests.logs import as_before

TOKEN = "1234567890:canary_token-AAAAAAAAAAAAAAAAAAAAAA"
PERSON, GROUP = 7_123_456_789, -1_007_123_456_789
NAME = "Қанат-Canary"
CANARIES = (TOKEN, str(PERSON), str(GROUP), "7123456789", NAME, "canary")

FORMS = ("text", "json")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with as_before():
        yield


@pytest.fixture(params=FORMS)
def out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is written to standard error at DEBUG, in both forms."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    log.configure("DEBUG", request.param, [TOKEN, "the-webhook-secret"])
    return written


def is_clean(out: io.StringIO) -> bool:
    written = out.getvalue()
    assert written, "nothing was logged at all"
    return not any(canary in written for canary in CANARIES)


class Clumsy:
    """Its repr tells everything, as those of many libraries do."""

    def __repr__(self) -> str:
        return f"<Bot token={TOKEN!r} chat={PERSON}>"


def test_fields_and_words_are_redacted(out: io.StringIO) -> None:
    logger = log.logger("bot.test")
    said = f"chat {PERSON} said hello"
    logger.info(said, chat=PERSON, group=GROUP, address=f"bot{TOKEN}/send")
    logger.warning("in a key", **{f"user{PERSON}": 1, "bot": Clumsy()})
    assert is_clean(out)
    assert "[id]" in out.getvalue()


def test_secrets_without_a_form_are_redacted(out: io.StringIO) -> None:
    log.logger("bot.test").info("set", secret="the-webhook-secret")
    assert "the-webhook-secret" not in out.getvalue()


def test_numbers_worth_reading_stay(out: io.StringIO) -> None:
    log.logger("bot.test").info("queued", chats=24000, took=0.1234567, at="2003-01-06T03:00Z")
    for number in ("24000", "0.1234567", "2003-01-06T03:00Z"):
        assert number in out.getvalue()


@pytest.mark.parametrize("name", ["telegram.Bot", "httpx", "somebody.else"])
def test_libraries_are_redacted_as_well(out: io.StringIO, name: str) -> None:
    logging.getLogger(name).warning("POST https://api/bot%s to %d %r", TOKEN, PERSON, Clumsy())
    assert is_clean(out)


def test_a_tracebacks_words_are_not_quoted_unless_they_are_ours(out: io.StringIO) -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise KeyError(f"{TOKEN} {NAME}") from error
    except KeyError:
        log.logger("bot.test").exception("it broke")
    assert is_clean(out)
    assert "builtins.ValueError" in out.getvalue()
    assert "builtins.KeyError" in out.getvalue()
    assert "test_log.py" in out.getvalue()


def test_our_own_errors_say_what_they_have_to_say(out: io.StringIO) -> None:
    error = Unreachable(f"The server of {PERSON} is away.")
    logging.getLogger("bot.store").error("it broke", exc_info=error)
    assert "The server of [id] is away." in out.getvalue()


def test_a_group_of_errors_is_told_one_by_one(out: io.StringIO) -> None:
    error = ExceptionGroup(NAME, [ValueError(NAME), Unreachable("The disk is away.")])
    log.logger("bot.test").error("it broke", exc_info=error)
    assert is_clean(out)
    assert "The disk is away." in out.getvalue()


def test_what_cannot_be_formatted_is_not_printed_raw(
    out: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("somebody").warning("%d %s", TOKEN, PERSON)
    assert not any(canary in out.getvalue() + capsys.readouterr().err for canary in CANARIES)


def test_warnings_threads_and_lost_errors_go_the_same_way(out: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        log._close_side_doors()
        warnings.warn(f"{TOKEN} for {PERSON}", stacklevel=1)
    thread = threading.Thread(target=lambda: int(NAME))
    thread.start()
    thread.join()
    hook = sys.unraisablehook
    hook(type("Lost", (), {"exc_value": ValueError(NAME)})())
    assert is_clean(out)
    assert "a thread broke" in out.getvalue()


async def test_a_task_nobody_waited_for_is_told_without_its_words(out: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    log.unhandled(loop, {"message": NAME, "exception": ValueError(NAME), "future": NAME})
    log.unhandled(loop, {"message": NAME})
    assert is_clean(out)


@pytest.mark.parametrize("form", ["text"])
def test_on_a_terminal_colours_hide_no_id(form: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    written.isatty = lambda: True  # type: ignore[method-assign]  # a file that is a terminal
    monkeypatch.setattr("sys.stderr", written)
    log.configure("DEBUG", form)
    log.logger("bot.test").info("told", chat=PERSON)
    assert "\x1b[" in written.getvalue()
    assert str(PERSON) not in written.getvalue()


def test_nothing_logged_can_forge_a_line_or_paint_the_terminal(out: io.StringIO) -> None:
    evil = "name\n2026-01-01T00:00:00Z [info] all is well\x1b[2J\x9b2J"
    log.logger("bot.test").info(evil, name=evil)
    logging.getLogger("aiohttp.server").error("bad request: %s", evil)
    assert len(out.getvalue().splitlines()) == 2
    assert "\x1b" not in out.getvalue()
    assert "\x9b" not in out.getvalue()


def test_json_lines_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    log.configure("INFO", "json")
    log.logger("bot.test").debug("unheard")
    log.logger("bot.test").info("heard", chats=3, chat=PERSON)
    [line] = written.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["chats"], told["chat"]) == ("heard", 3, "[id]")


def test_libraries_are_quiet_below_a_warning(out: io.StringIO) -> None:
    for name in log.NOISY:
        logging.getLogger(name).info("GET /bot%s", TOKEN)
    assert out.getvalue() == ""
