"""How the program ends, whatever is typed."""

from __future__ import annotations

import socket

import pytest

from bot import __main__ as entry
from bot.cli import check as check_module
from bot.cli.exits import CONFIGURATION, SOFTWARE, UNAVAILABLE, USAGE
from tests.cli.terminal import Terminal

TOKEN = "1234567890:canary_token-AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize("words", [["--help"], ["preview", "--help"], ["run", "--help"]])
def test_help_is_given_freely(terminal: Terminal, words: list[str]) -> None:
    ended = terminal.types(*words)
    assert ended.code == 0
    assert "Usage:" in ended.out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dance"],
        ["--dance"],
        ["run", "faster"],
        ["check", "one", "two"],
        ["preview"],
        ["preview", "poster"],
        ["preview", "call"],
        ["demo", "--port", "eighty"],
        ["demo", "--port", "70000"],
        ["demo", "--at", "yesterday"],
        ["preview", "call", "karaganda-2003", "--lang", "xx"],
        ["preview", "call", "karaganda-2003", "--zone", "Mars/Base"],
        ["preview", "call", "karaganda-2003", "--zone", "../etc/passwd"],
        ["preview", "call", "karaganda-2003", "--country", "Britain"],
        ["preview", "call", "karaganda-2003", "--at", "yesterday"],
        ["preview", "call", "karaganda-2003", "--at", "0001-01-01T00:00+14:00"],
        ["preview", "alert", "karaganda-2003", "--at", "9999-12-31T23:59-12:00"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_understood_ends_with_64(terminal: Terminal, words: list[str]) -> None:
    ended = terminal.types(*words)
    assert ended.code == USAGE
    assert ended.out + ended.err


@pytest.mark.parametrize("command", ["run", "check", "doctor", "preview"])
def test_all_wrong_settings_end_with_78_and_a_sentence_each(
    terminal: Terminal, command: str
) -> None:
    terminal.set(TELEGRAM_TOKEN="canary", HTTP_PORT="eighty", HOST_IDS="@canary")
    words = [command, "call", "karaganda-2003"] if command == "preview" else [command]
    ended = terminal.types(*words)
    assert ended.code == CONFIGURATION
    assert ended.out == ""
    assert ended.err.splitlines() == [
        "These settings cannot be used:",
        "  TELEGRAM_TOKEN: it does not look like a token from @BotFather (123456:ABC…).",
        "  HOST_IDS: '@canary' is not a numeric Telegram user id.",
        "  HTTP_PORT: write a whole number (it is 'eighty').",
    ]


def test_to_run_everything_needed_must_be_there(terminal: Terminal) -> None:
    terminal.set(CAMPAIGNS_DIR="no-campaigns", LOCALES_DIR="no-languages")
    ended = terminal.types("run")
    assert ended.code == CONFIGURATION
    assert ended.err.splitlines()[1:] == [
        "  TELEGRAM_TOKEN: get one from @BotFather and set it.",
        "  CAMPAIGNS_DIR: there is no folder no-campaigns.",
        "  LOCALES_DIR: there is no folder no-languages.",
    ]
    assert list(terminal.folder.iterdir()) == [], "nothing was made"


def test_a_database_nobody_can_open_is_said_to_be_so(terminal: Terminal) -> None:
    terminal.set(TELEGRAM_TOKEN=TOKEN, DATABASE_URL="sqlite:///:memory:")
    ended = terminal.types("run")
    assert (ended.code, ended.err) == (69, "Give SQLite a file: sqlite:///path/to/file.db\n")


def test_the_env_file_of_the_folder_is_read(terminal: Terminal) -> None:
    (terminal.folder / ".env").write_text("HTTP_PORT=eighty\n", encoding="utf-8")
    assert "HTTP_PORT" in terminal.types("check").err


def test_a_mistake_in_the_program_ends_with_70_and_tells_no_secret(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(_folder: object) -> None:
        raise KeyError(TOKEN)

    monkeypatch.setattr(check_module, "check_campaigns", broken)
    monkeypatch.setattr("sys.argv", ["solidarity", "check"])
    with pytest.raises(SystemExit) as end:
        entry.main()
    assert end.value.code == SOFTWARE
    told = capsys.readouterr().err
    assert told.endswith(entry.BROKEN + "\n")
    assert "builtins.KeyError" in told
    assert "canary" not in told


def test_a_demo_on_a_port_that_is_taken_says_so(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = terminal.types("demo", "--no-browser", "--port", str(port))
    assert ended.code == UNAVAILABLE
    assert ended.err == (
        f"Port {port} cannot be used (Address already in use). Try: solidarity demo --port 8090\n"
    )
