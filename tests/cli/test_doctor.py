"""`solidarity doctor`: what is wrong, how to mend it, and nothing touched."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import bot.store.store
from bot.cli.exits import FOUND
from bot.clock import SystemClock
from bot.demo.faults import Fault
from bot.store import open_store
from bot.store.migrations import Migration, newest
from bot.store.migrations import found as found_steps
from tests.campaign_folders import a_folder
from tests.cli.conftest import TOKEN
from tests.cli.terminal import Terminal
from tests.emulator import Emulator

NEWEST = newest(found_steps("sqlite"))


def findings(out: str) -> dict[str, tuple[bool, str]]:
    """What was found by name: whether it is well, and the sentence."""
    lines = (line.split(maxsplit=2) for line in out.splitlines())
    return {name: (mark != "MEND", says) for mark, name, says in lines}


@pytest.fixture
def sound(terminal: Terminal, emulator: Emulator, tmp_path: Path) -> Terminal:
    """An installation in which everything is as it should be, and nothing has run yet."""
    a_folder(tmp_path / "campaigns")
    (tmp_path / "locales").mkdir()
    terminal.set(
        CAMPAIGNS_DIR=tmp_path / "campaigns",
        LOCALES_DIR=tmp_path / "locales",
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_URL=emulator.url,
        DATABASE_URL=f"sqlite:///{terminal.folder}/data/bot.db",
        HTTP_PORT=0,
    )
    return terminal


def test_a_sound_installation_is_told_to_be_one(sound: Terminal) -> None:
    ended = sound.types("doctor")
    assert ended.code == 0
    found = findings(ended.out)
    assert all(well for well, _ in found.values())
    assert list(found) == "token clock database campaigns languages port hosts".split()
    assert found["token"][1] == "the token is that of @solidarity_test_bot"
    assert found["database"][1].endswith("is not there yet: the first run will create it")
    assert found["hosts"][1].startswith("HOST_IDS is empty")
    assert re.search(r"^NOTE +hosts ", ended.out, re.M), "nothing is wrong, but it is not all right"


def test_nothing_is_made_by_looking(sound: Terminal) -> None:
    before = sorted(sound.folder.rglob("*"))
    sound.types("doctor")
    assert sorted(sound.folder.rglob("*")) == before


@pytest.fixture
def used(sound: Terminal) -> Terminal:
    """The same, after a bot has run once."""

    async def opened_once() -> None:
        async with open_store(f"sqlite:///{sound.folder}/data/bot.db", SystemClock()):
            pass

    asyncio.run(opened_once())
    return sound


def test_a_database_that_is_there_is_looked_at(used: Terminal) -> None:
    used.set(HOST_IDS="7000000001,7000000002")
    found = findings(used.types("doctor").out)
    assert found["database"][1].endswith(f"opens, is whole and up to date (version {NEWEST})")
    assert found["hosts"] == (True, "2 may broadcast")


def test_a_database_an_older_bot_made_is_left_as_it_is(used: Terminal) -> None:
    steps = (*found_steps("sqlite"), Migration(number=NEWEST + 1, name="next", script=""))
    used.patch.setattr(bot.store.store, "found", lambda _: steps)
    for _ in range(2):  # had the first look brought it up to date, the second would say so
        ended = used.types("doctor")
        assert ended.code == 0
        says = findings(ended.out)["database"][1]
        assert f"has version {NEWEST}. `solidarity run` will bring it to" in says
        assert says.endswith("Make a copy first.")


@pytest.mark.postgres
def test_on_an_empty_database_server_nothing_is_made_by_looking(
    sound: Terminal, postgres_database: str
) -> None:
    sound.set(DATABASE_URL=postgres_database)
    for _ in range(2):
        well, says = findings(sound.types("doctor").out)["database"]
        assert well
        assert says.endswith("is still empty: `solidarity run` will set it up")


def test_a_database_that_is_damaged_or_elsewhere_is_told(sound: Terminal) -> None:
    (sound.folder / "broken.db").write_bytes(b"no database at all" * 100)
    (sound.folder / "file").write_bytes(b"")
    (sound.folder / "lost.db-wal").write_bytes(b"x" * 100)
    for name, says in (
        ("broken.db", "is damaged"),
        ("file/bot.db", "is no folder that can be written to"),
        ("lost.db", "it is missing or empty"),
    ):
        sound.set(DATABASE_URL=f"sqlite:///{sound.folder}/{name}")
        ended = sound.types("doctor")
        assert ended.code == FOUND
        well, sentence = findings(ended.out)["database"]
        assert not well
        assert says in sentence


def test_a_database_server_that_is_away_is_told_without_its_password(sound: Terminal) -> None:
    sound.set(DATABASE_URL="postgresql://bot:canary@localhost:9/solidarity?password=canary")
    ended = sound.types("doctor")
    assert ended.code == FOUND
    assert "canary" not in ended.out
    well, says = findings(ended.out)["database"]
    assert not well
    assert says == (
        "The database server localhost:9/solidarity cannot be reached: nobody answers there. "
        "Does the server run? Is DATABASE_URL right? It stands in the environment, or in .env in "
        "this folder."
    )


def test_a_folder_in_place_of_the_database_is_told(sound: Terminal) -> None:
    sound.set(DATABASE_URL=f"sqlite:///{sound.folder}")
    well, says = findings(sound.types("doctor").out)["database"]
    assert not well
    assert says.startswith(f"{sound.folder} is a folder, not a database. Is DATABASE_URL right?")


def test_a_token_that_is_missing_wrong_or_cannot_be_tried_is_told(
    sound: Terminal, emulator: Emulator
) -> None:
    def says() -> str:
        ended = sound.types("doctor")
        assert ended.code == FOUND
        assert "AAAA" not in ended.out
        well, sentence = findings(ended.out)["token"]
        assert not well
        return sentence

    sound.set(TELEGRAM_TOKEN="1000000001:" + "A" * 35)
    assert says().startswith("Telegram does not accept TELEGRAM_TOKEN.")
    for fault in (
        Fault.garbage(b"<html>", status=404),
        Fault.garbage(b'{"ok":true,"result":[]}'),
        Fault.answer(502, "Bad Gateway"),
        Fault.drop_undelivered(),
    ):
        sound.set(TELEGRAM_TOKEN=TOKEN)
        emulator.act(lambda api, fault=fault: api.faults.script("getMe", fault))  # type: ignore[misc]  # mypy knows no defaults here
        assert "does not answer as Telegram does" in says()
    sound.set(TELEGRAM_API_URL="http://127.0.0.1:9")
    assert says().endswith("Check the network and TELEGRAM_API_URL.")
    sound.patch.delenv("TELEGRAM_TOKEN")
    assert says() == "TELEGRAM_TOKEN is not set. Get one from @BotFather."


@pytest.mark.parametrize("secret", ["", "olga:canary@", "localhost:9/canary@"])
def test_a_proxy_that_cannot_be_reached_is_named_without_its_password(
    sound: Terminal, secret: str
) -> None:
    for name in ("HTTPS_PROXY", "NO_PROXY"):
        sound.patch.delenv(name, raising=False)
        sound.patch.delenv(name.lower(), raising=False)
    sound.set(TELEGRAM_API_URL="https://api.telegram.invalid")
    sound.set(HTTPS_PROXY=f"http://{secret}127.0.0.1:9/")
    ended = sound.types("doctor")
    assert ended.code == FOUND
    assert "olga" not in ended.out
    assert "canary" not in ended.out
    well, says = findings(ended.out)["token"]
    assert not well
    assert "does not answer as Telegram does through the proxy 127.0.0.1:9: " in says
    assert says.endswith("Check the proxy (HTTPS_PROXY), the network and TELEGRAM_API_URL.")


@contextmanager
def answering(words: bytes) -> Iterator[str]:
    """A server that gives everybody the same answer; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line:
                    line.recv(4096)
                    line.sendall(words)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@pytest.mark.parametrize(
    ("date", "well", "says"),
    [
        (b"Mon, 06 Jan 2003 03:00:00 GMT", False, "seconds off. Switch on time synchronisation"),
        (b"Mon, 06 Jan 2003 03:00:00 -0000", False, "seconds off. Switch on time synchronisation"),
        (b"yesterday", True, "not compared"),
    ],
)
def test_a_clock_that_is_wrong_is_told(sound: Terminal, date: bytes, well: bool, says: str) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nDate: "
    with answering(head + date + b"\r\n\r\n") as url:
        sound.set(TELEGRAM_API_URL=url)
        out = sound.types("doctor").out
    found = findings(out)["clock"]
    assert found[0] is well
    assert re.search(r"^ok +clock ", out, re.M) is None
    assert says in found[1]


def test_wrong_folders_are_told(sound: Terminal) -> None:
    (sound.folder / "campaigns" / "strike" / "campaign.yaml").write_text("slug: [\n")
    sound.set(LOCALES_DIR="nowhere")
    ended = sound.types("doctor")
    assert ended.code == FOUND
    found = findings(ended.out)
    assert "See all with `solidarity check`." in found["campaigns"][1]
    assert found["languages"] == (False, "there is no folder nowhere. Check the setting.")


def test_a_port_that_is_taken_is_told(sound: Terminal, emulator: Emulator) -> None:
    port = emulator.url.rpartition(":")[2]
    sound.set(HTTP_PORT=port)
    ended = sound.types("doctor")
    assert ended.code == FOUND
    assert findings(ended.out)["port"][1].startswith(f"127.0.0.1:{port} cannot be used (")
    sound.set(HTTP_HOST="::ffff:zz")
    assert not findings(sound.types("doctor").out)["port"][0]


@pytest.mark.parametrize(("status", "code"), [("ok", 0), ("degraded", FOUND)])
def test_a_bot_that_is_running_there_is_asked_how_it_is(
    sound: Terminal, status: str, code: int
) -> None:
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    with answering(f'{head}{{"status":"{status}"}}'.encode()) as url:
        sound.set(HTTP_PORT=url.rpartition(":")[2])
        ended = sound.types("doctor")
    assert ended.code == code
    assert findings(ended.out)["port"][1].endswith(f"a bot is running, and is {status}")


def test_a_database_in_use_is_no_mistake(sound: Terminal) -> None:
    async def look(path: Path) -> str:
        async with open_store(f"sqlite:///{path}", SystemClock()):
            ended = await asyncio.to_thread(sound.types, "doctor")
        return ended.out

    out = asyncio.run(look(sound.folder / "data" / "bot.db"))
    assert findings(out)["database"][1].endswith("is in use by a bot that is running")
