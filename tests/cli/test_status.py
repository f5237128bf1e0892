"""`solidarity status`: one picture of what is being sent; nothing is needed for it but the file."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.cli.exits import CONFIGURATION, DATA, UNAVAILABLE
from bot.cli.unreachable import in_plain_words
from bot.clock import SystemClock
from bot.core.breaker import Trouble
from bot.core.bulletin import MARK, Bulletin, to_json
from bot.core.delivery import Hold, State
from bot.store import Store, Tx, Unreachable, open_store
from tests.cli.terminal import Terminal
from tests.store.builders import queue, settled

PEOPLE = tuple(range(7_100_000_001, 7_100_000_051))


@pytest.fixture
def used(terminal: Terminal) -> Terminal:
    """An installation whose bot ran once."""
    terminal.set(DATABASE_URL=address(terminal))
    done(terminal, _nothing)
    return terminal


def address(terminal: Terminal) -> str:
    return f"sqlite:///{terminal.folder}/bot.db"


async def _nothing(_store: Store, _tx: Tx) -> None:
    """Nothing."""


def done(terminal: Terminal, deed: Callable[[Store, Tx], Awaitable[None]]) -> None:
    async def opened() -> None:
        async with (
            open_store(address(terminal), SystemClock()) as store,
            store.transaction() as tx,
        ):
            await deed(store, tx)

    asyncio.run(opened())


def calm(**facts: Any) -> Bulletin:
    now = datetime.now(UTC)
    return replace(
        Bulletin(at=now, rate=25, full_rate=25, busy=True, under_way=4, slots=8), **facts
    )


def begun(terminal: Terminal, bulletin: Bulletin | None, held: Hold = Hold.NONE) -> None:
    """A broadcast that has reached ten of fifty."""

    async def deed(store: Store, tx: Tx) -> None:
        now = datetime.now(UTC)
        alert_id = await queue(
            tx, *PEOPLE, kind="update", created=now, expires=now + timedelta(hours=6)
        )
        claims = await tx.outbox.claim(10, now, store.epoch)
        await tx.outbox.settle([settled(each, store.epoch, State.SENT) for each in claims])
        await tx.alerts.hold(alert_id, held)
        if bulletin is not None:
            await tx.marks.put(MARK, to_json(bulletin))

    done(terminal, deed)


def test_nothing_to_tell(used: Terminal) -> None:
    ended = used.types("status")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "The bot is not running.\nNothing is being sent.\n"


def test_a_broadcast_has_a_bar_its_numbers_and_its_end(used: Terminal) -> None:
    begun(used, calm())
    ended = used.types("status")
    assert "The bot is running: 25 of 25 messages a second, 4 of 8 under way." in ended.out
    assert "20 %  about 2 s, until " in ended.out
    assert ended.out.rstrip().endswith("#1        40            0     10     50")
    assert "━" in ended.out
    assert ended.out.count("karaganda-2003") == 1


def test_while_no_bot_runs_nobody_promises_an_end(used: Terminal) -> None:
    begun(used, calm(ended=True))
    ended = used.types("status")
    assert "The bot is not running (it ended " in ended.out
    assert "about" not in ended.out
    assert "20 %  waiting since " in ended.out


def test_a_bot_that_has_told_nothing_for_long_is_not_taken_to_run(used: Terminal) -> None:
    begun(used, calm(at=datetime.now(UTC) - timedelta(seconds=20)))
    assert "The bot is not running." in used.types("status").out


async def test_a_bot_that_holds_the_database_runs_but_is_seen_to_be_silent(used: Terminal) -> None:
    async with open_store(address(used), SystemClock()) as store:
        ended = await asyncio.to_thread(used.types, "status")
        assert ended.out.startswith("The bot is running.\n")
        old = calm(at=datetime.now(UTC) - timedelta(minutes=2))
        async with store.transaction() as tx:
            await tx.marks.put(MARK, to_json(old))
        ended = await asyncio.to_thread(used.types, "status")
        assert "It has told nothing of itself for 2 min." in ended.out


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"brakes": ("disk",)}, "Alerts are held back: the disk is nearly full."),
        ({"brakes": ("conflict",)}, "another program uses this bot's token"),
        ({"breaker": Trouble.OUTAGE}, "Alerts are held back: Telegram cannot be reached."),
        ({"breaker": Trouble.CREDENTIALS}, "Telegram does not accept the token"),
        ({"oldest": 31}, "Telegram has not answered one message for 31 s."),
        ({"lag": 7}, "It is late with everything, by 7 s."),
        (
            {"gate": timedelta(hours=1)},
            "\nTelegram has asked everybody to wait: it goes on in ",
        ),
    ],
    ids=str,
)
def test_what_holds_it_up_is_told(used: Terminal, facts: dict[str, Any], says: str) -> None:
    if "gate" in facts:
        facts = {"gate": datetime.now(UTC) + facts["gate"]}
    begun(used, calm(**facts))
    assert says in used.types("status").out


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (Hold.REFUSED, "Telegram refused too many of its first messages"),
        (Hold.GONE, "too many of its first chats are gone"),
    ],
)
def test_a_broadcast_that_waits_for_a_host_says_so(used: Terminal, held: Hold, says: str) -> None:
    begun(used, calm(), held)
    assert f"waits for a host's word: {says}" in used.types("status", "--once").out


def test_there_is_no_database(terminal: Terminal) -> None:
    terminal.set(DATABASE_URL=f"sqlite:///{terminal.folder}/nowhere/bot.db")
    ended = terminal.types("status")
    assert ended.code == UNAVAILABLE
    assert ended.err == (
        f"There is no database {terminal.folder}/nowhere/bot.db.\n"
        "Is DATABASE_URL right? It stands in the environment, or in .env in this folder.\n"
        "If the bot has never run here, the first `solidarity run` makes it.\n"
    )
    assert list(terminal.folder.iterdir()) == []


def test_it_is_asked_in_another_folder_than_the_bot_s(terminal: Terminal) -> None:
    ended = terminal.types("status")
    assert ended.code == UNAVAILABLE
    assert ended.err.startswith(f"There is no database {terminal.folder}/data/solidarity.db.\n")
    assert "DATABASE_URL is not set" in ended.err


def test_the_database_is_a_folder(terminal: Terminal) -> None:
    terminal.set(DATABASE_URL=f"sqlite:///{terminal.folder}")
    ended = terminal.types("status")
    assert ended.code == UNAVAILABLE
    assert ended.err.startswith(f"{terminal.folder} is a folder, not a database.\n")


def test_the_database_is_none(terminal: Terminal) -> None:
    (terminal.folder / "bot.db").write_bytes(b"no database at all" * 100)
    terminal.set(DATABASE_URL=address(terminal))
    assert terminal.types("status").code == DATA


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nobody:secret@127.0.0.1:9/none", "127.0.0.1:9/none cannot be reached: nobody answers"),
        ("nobody:secret@localhost:9/none", "localhost:9/none cannot be reached: nobody answers"),
        ("/none?host=/nowhere&password=secret", "its socket is not there"),
    ],
)
def test_a_server_that_is_not_there(terminal: Terminal, address: str, says: str) -> None:
    terminal.set(DATABASE_URL=f"postgresql://{address}")
    ended = terminal.types("status")
    assert ended.code == UNAVAILABLE
    assert says in ended.err
    assert ended.err.endswith("or in .env in this folder.\n")
    assert "secret" not in ended.out + ended.err
    assert "Errno" not in ended.err


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no machine of that name is known"),
        (TimeoutError(), "it does not answer"),
        (OSError("Multiple exceptions: [Errno 111] …"), "nobody answers there"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_network_means_is_told_in_plain_words(cause: OSError, says: str) -> None:
    trouble = Unreachable("[Errno 5] raw")
    trouble.__cause__ = cause
    first, _ = in_plain_words(trouble, "postgresql://bot:secret@db.example.org/alerts")
    assert first.startswith(f"The database server db.example.org/alerts cannot be reached: {says}")


@pytest.mark.parametrize("password", ["secret", "se/cret", "se:cret", "12/se:cret"])
def test_no_part_of_a_password_is_told(password: str) -> None:
    trouble = Unreachable("")
    trouble.__cause__ = ConnectionRefusedError()
    told = " ".join(in_plain_words(trouble, f"postgresql://bot:{password}@db:5/x?k={password}"))
    assert "nobody answers there" in told
    assert "cret" not in told


def test_what_the_server_itself_says_is_passed_on() -> None:
    told = in_plain_words(Unreachable("db/x: no such role."), "postgresql://bot:secret@db/x")
    assert told[0] == "db/x: no such role."


def test_wrong_settings(terminal: Terminal) -> None:
    terminal.set(LOG_LEVEL="LOUD")
    assert terminal.types("status").code == CONFIGURATION


@pytest.mark.postgres
def test_on_a_database_server_too(terminal: Terminal, postgres_database: str) -> None:
    terminal.set(DATABASE_URL=postgres_database)
    assert terminal.types("status").code == UNAVAILABLE, "it is still empty"

    async def deed() -> None:
        async with open_store(postgres_database, SystemClock()) as store:
            async with store.transaction() as tx:
                now = datetime.now(UTC)
                await queue(tx, *PEOPLE, created=now, expires=now + timedelta(hours=6))
            ended = await asyncio.to_thread(terminal.types, "status")
            assert "The bot is running." in ended.out
            assert "0 %  waiting since " in ended.out

    asyncio.run(deed())
    assert "The bot is not running." in terminal.types("status").out


@pytest.mark.parametrize("held", [Hold.NONE, Hold.REFUSED])
def test_watching_ends_where_nothing_moves_by_itself(used: Terminal, held: Hold) -> None:
    begun(used, calm(ended=held is Hold.NONE), held)
    ended = used.types("status", "--watch")
    assert ended.code == 0
    says = "Start it: solidarity run" if held is Hold.NONE else "waits for a host's word"
    assert says in ended.out
