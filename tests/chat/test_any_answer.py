"""Whatever bytes Telegram answers, each answer has one meaning, and no worker dies of it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import SystemRandom
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.connection import connected
from bot.chat.messenger import TelegramMessenger
from bot.chat.outcomes import Answered, Unsure, answer, sent
from bot.chat.poller import Poller
from bot.chat.transport import Transport
from bot.core.messages import (
    Document,
    Gone,
    Message,
    Moved,
    Outcome,
    Refused,
    Reply,
    Unknown,
    Wait,
)
from bot.core.pacing import GATE_LIMIT
from tests.chat.people import MEMBER, TOKEN, USERNAME, incoming
from tests.store.builders import chance

CASES, EXCHANGES, POLLS = 10_000, 1_000, 2_000
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

ANSWERS = (
    b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":1,"type":"private"}}}',
    b'{"ok":true,"result":[{"update_id":7,"message":{}},{"update_id":8}]}',
    b'{"ok":true,"result":true}',
    b'{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}',
    b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}',
    b'{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":3}}',
    b'{"ok":false,"description":"moved","parameters":{"migrate_to_chat_id":-1007}}',
    b'{"ok":false,"description":null,"parameters":{"retry_after":null}}',
    b"<html><head><title>502 Bad Gateway</title></head></html>",
    b"",
)
LEVEL = b'{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"reply_to_message":'
DEEP = LEVEL * 900 + b"null" + b"}" * 900
VALUES = (
    b"-1 0 0.5 1e-300 1e308 1e999 NaN true null [] {}".split()
    + [b"9" * length for length in (19, 20, 400, 5000)]
    + [b"[" * depth + b"]" * depth for depth in (50, 500, 1000, 5000)]
    + [DEEP]
    + [b'"\\ud800"', b'"\\u0000"', b'"' + b"\\u0301" * 50 + b'"', b'"' + b"'" * 5000 + b'"']
)
PIECES = (b'"', b"{", b"}", b"[", b",", b"\\", b"\\ud800", b"\\u0000", b"\xff", b"\r\n", b"\x00")
STATUSES = (*[200] * 8, 201, 302, 400, 401, 403, 404, 409, 413, 429, 500, 502)
HEADS = (
    b"content-encoding: gzip",
    b"content-encoding: deflate",
    b"content-encoding: br",
    b"transfer-encoding: chunked",
    b"content-length: -1",
    b"content-length: 99999999999999999999",
    b"set-cookie: a=\xff; expires=never",
    b"location: http://[::1",
    b"connection: upgrade",
    b"content-type: \xff;;=",
    b"x: " + b"y" * 9000,
    b": nameless",
)


@pytest.fixture
def chances() -> random.Random:
    seed = SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    return chance(seed)


def any_body(some: random.Random) -> bytes:
    """An answer of the Bot API with a value replaced, cut, spoilt, or left as it was."""
    body = some.choice(ANSWERS)
    if some.random() < 0.6:
        name, colon, _ = body.partition(some.choice((b'":', b'"result":', b'_after":')))
        body = name + colon + some.choice(VALUES) + some.choice((b"}", b"}}", b"]}"))
    for _ in range(some.choice((0, 0, 0, 1, 3, 9))):
        where = some.randrange(len(body) + 1)
        piece = some.choice((*PIECES, *VALUES)) if some.random() < 0.5 else some.randbytes(2)
        body = body[:where] + piece + body[where + some.randrange(9) :]
    return body[: some.randrange(len(body) + 1)] if some.random() < 0.1 else body


def any_status(some: random.Random) -> int:
    return some.choice(STATUSES) if some.random() < 0.8 else some.randrange(1000)


def any_exchange(some: random.Random) -> bytes:
    """All that comes over the line: mostly HTTP."""
    body = any_body(some)
    heads = [b"HTTP/1.1 %d ?" % any_status(some), b"connection: close"]
    heads += some.sample(HEADS, some.choice((0, 0, 0, 1, 2)))
    heads += [b"content-length: %d" % len(body)] * (some.random() < 0.7)
    whole = b"\r\n".join(heads) + b"\r\n\r\n" + body
    return whole[: some.randrange(len(whole))] if some.random() < 0.1 else whole


def meaning(status: int, body: bytes) -> Outcome:
    try:
        return sent(answer(status, body), 1)
    except Answered as error:
        return error.outcome


def is_sound(outcome: Outcome) -> bool:
    """Whether everybody can work with it, down to the database that keeps the reason."""
    match outcome:
        case Wait(seconds=seconds):
            return 0 <= seconds <= GATE_LIMIT
        case Moved(chat_id=chat_id):
            return -(2**63) <= chat_id < 0
        case Gone(reason=reason) | Refused(reason=reason) | Unknown(reason=reason):
            return len(reason.encode()) < 400 and reason.isprintable()
    return outcome.message_id is None or abs(outcome.message_id) < 2**63


def test_ten_thousand_answers_have_one_meaning_each(chances: random.Random) -> None:
    met: Counter[str] = Counter()
    for _ in range(CASES):
        status, body = any_status(chances), any_body(chances)
        outcome = meaning(status, body)
        assert is_sound(outcome), (status, body, outcome)
        met[type(outcome).__name__] += 1
    assert set(met) == {"Sent", "Gone", "Moved", "Refused", "Unknown", "Wait"}


@asynccontextmanager
async def a_line_to(serve: Serve) -> AsyncIterator[tuple[TelegramMessenger, Transport, str]]:
    """Telegram as these tests have it: ``serve`` is given each request, and says what it likes."""

    lines: set[asyncio.Task[None]] = set()

    def opened(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.add(asyncio.create_task(ended(reader, writer)))

    async def ended(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            await serve(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async with await asyncio.start_server(opened, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connected(TOKEN, url) as telegram:
            messenger = TelegramMessenger(telegram.bot, telegram.transport, USERNAME)
            yield messenger, telegram.transport, url
        await asyncio.gather(*lines)


async def test_whatever_comes_over_the_line_both_lanes_give_an_outcome(
    chances: random.Random,
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(any_exchange(chances))

    met: Counter[str] = Counter()
    reply = Reply(messages=(Message(html="Hello"),))
    async with a_line_to(serve) as (messenger, _, _):
        alert = messenger.prepare(Message(html="Court tomorrow"))
        for _ in range(EXCHANGES // 2):
            with capture_logs():
                delivered = await messenger.deliver(alert, MEMBER, None, silent=False)
                [replied] = await messenger.reply(incoming(), reply)
            assert is_sound(delivered)
            assert is_sound(replied)
            met.update((type(delivered).__name__, type(replied).__name__))
    assert min(met["Sent"], met["Unknown"], met["Wait"]) > 0


async def test_whatever_comes_a_poller_goes_on_and_hands_over_only_updates(
    chances: random.Random,
) -> None:
    class Line(Transport):
        async def send(self, url: str, body: bytes, seconds: float = 0) -> dict[str, Any]:
            return answer(200 if chances.random() < 0.8 else 500, any_body(chances))

    kept: list[object] = []

    async def accept(updates: list[dict[str, Any]]) -> None:
        kept.extend(update["update_id"] for update in updates)

    poller = Poller(Line("http://nowhere"), "http://nowhere", accept, pauses=(0.0,))
    with capture_logs():
        for _ in range(POLLS):
            assert await poller.step()
    assert kept
    assert all(type(number) is int for number in kept)


async def test_an_answer_without_an_end_is_not_read_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n" + b" " * 2000)
        await reader.read()

    monkeypatch.setattr("bot.chat.link.LONGEST", 1000)
    async with a_line_to(serve) as (_, transport, url):
        with pytest.raises(Unsure, match="too long"):
            await transport.send(url, b"{}")


async def test_an_answer_that_only_drips_is_not_waited_for_to_its_end() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n")
        while not reader.at_eof() and not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.01)

    async with asyncio.timeout(30), a_line_to(serve) as (_, transport, url):
        with pytest.raises(Unsure):
            await transport.send(url, b"{}", 0.2)


async def test_a_library_that_gets_lost_in_an_answer_is_told_apart_from_a_bug() -> None:
    """It reads messages within messages by calling itself."""
    deep = b'{"ok":true,"result":' + DEEP + b"}"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(deep) + deep)

    letter = Message(html="", document=Document(name="x.pdf", data=b"%PDF", mime="application/pdf"))
    async with a_line_to(serve) as (messenger, _, _):
        with capture_logs():
            outcomes = await messenger.reply(incoming(), Reply(messages=(letter,)))
    assert outcomes == (Unknown(reason="Unsure"),)
