"""Whoever holds a line without using it loses it in time, and never keeps the others out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.web.app import build
from bot.web.lines import Limits
from bot.web.server import serving
from bot.web.webhook import HEADER

SECRET, PATH = "a-secret_of-this-test", "/telegram/7f3a"
SHORT = Limits(head=0.3, reading=0.3)
ASKED = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
HALF = b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: "
STRANGER = f"POST {PATH} HTTP/1.1\r\nhost: x\r\n".encode()

Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _well() -> bool:
    return True


class Clients:
    """Opens lines to one server, and knows whether it has ended them."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: list[asyncio.StreamWriter] = []

    async def dial(self, said: bytes = b"", limit: int = 2**16) -> Client:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=limit)
        self._open.append(writer)
        writer.write(said)
        return reader, writer

    async def close(self) -> None:
        for writer in self._open:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@contextlib.asynccontextmanager
async def reached(app: Any, limits: Limits = SHORT) -> AsyncIterator[Clients]:
    async with asyncio.timeout(30), serving(app, "127.0.0.1", 0, limits) as port:
        clients = Clients(port)
        yield clients
        await clients.close()


def a_bot(accepted: list[int] | None = None) -> Starlette:
    async def accept(updates: list[dict[str, Any]]) -> None:
        if accepted is not None:
            accepted.extend(update["update_id"] for update in updates)

    return build(_well, PATH, SECRET, accept)


async def answered(client: Client, said: bytes = b"") -> bool:
    """Whether the question gets a 200."""
    reader, writer = client
    writer.write(said)
    return (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")


async def ended(client: Client, drip: bytes = b"") -> bool:
    """Wait until the server ends the line, dripping meanwhile."""
    reader, writer = client
    with contextlib.suppress(ConnectionError):
        while not reader.at_eof():
            writer.write(drip)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(2**16), 0.05)
    return True


async def test_with_two_hundred_slow_lines_open_everybody_else_is_let_in() -> None:
    accepted: list[int] = []
    async with reached(a_bot(accepted), Limits(head=3.0)) as clients:
        manners = (b"", HALF, STRANGER + b"content-length: 9\r\n\r\n", ASKED, b"\r")
        slow = [await clients.dial(manners[number % len(manners)]) for number in range(200)]
        for number in range(50):
            body = b'{"update_id":%d}' % number
            head = f"{HEADER}: {SECRET}\r\ncontent-type: application/json\r\n".encode()
            length = b"content-length: %d\r\n\r\n" % len(body)
            reader, _ = await clients.dial(STRANGER + head + length + body)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        assert accepted == list(range(50))
        lasting = [client for client in slow if not client[0].at_eof()]
        assert len(lasting) >= 49, "the slow ones are still there"
        waiting = [client for number, client in enumerate(slow) if number % len(manners) != 3]
        await asyncio.gather(*(ended(client, b"a") for client in waiting))


@pytest.mark.parametrize(
    ("said", "drip"),
    [
        (b"", b""),
        (HALF, b"a"),
        (ASKED + HALF, b"a"),
        (STRANGER + b"content-length: 1000000\r\n\r\n", b"a"),
        (STRANGER + b"transfer-encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["silent", "head", "second head", "body nobody reads", "chunks nobody reads"],
)
async def test_what_only_drips_is_ended_in_time_however_long_it_drips(
    said: bytes, drip: bytes
) -> None:
    async with reached(a_bot()) as clients:
        assert await ended(await clients.dial(said), drip)


async def test_between_two_requests_a_line_may_rest_for_longer() -> None:
    async with reached(a_bot()) as clients:
        client = await clients.dial()
        assert await answered(client, ASKED)
        await asyncio.sleep(SHORT.head * 2)
        assert await answered(client, ASKED)


async def test_a_line_that_rests_for_too_long_is_ended() -> None:
    async with reached(a_bot(), Limits(idle=0.2)) as clients:
        client = await clients.dial(ASKED)
        assert await answered(client)
        assert await ended(client)


async def test_a_line_rests_no_longer_after_a_body_that_nobody_read() -> None:
    """Uvicorn forgets its own time then."""
    async with reached(a_bot(), Limits(idle=0.2)) as clients:
        reader, writer = await clients.dial(STRANGER + b"content-length: 2\r\n\r\na")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 403")
        writer.write(b"b")
        assert await ended((reader, writer))


def long_answers(end: asyncio.Event | None = None) -> Starlette:
    async def lasts(_request: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"begun "
            if end is not None:
                await end.wait()
            yield b"ended}"

        return StreamingResponse(parts())

    async def weighs(_request: Request) -> Response:
        return StreamingResponse(b"x" * 2**16 for _ in range(2**9))

    return Starlette(routes=[Route("/healthz", lasts), Route("/heavy", weighs)])


async def test_an_answer_may_take_as_long_as_it_likes() -> None:
    end = asyncio.Event()
    async with reached(long_answers(end)) as clients:
        reader, writer = await clients.dial(ASKED)
        await reader.readuntil(b"begun")
        await asyncio.sleep(SHORT.head * 2)
        end.set()
        assert (await reader.readuntil(b"}")).endswith(b"ended}")
        assert not writer.is_closing()


async def test_who_does_not_read_what_it_asked_for_loses_the_line() -> None:
    async with reached(long_answers()) as clients:
        reader, _ = await clients.dial(ASKED.replace(b"/healthz", b"/heavy"), limit=2**10)
        await asyncio.sleep(SHORT.reading * 3)
        received = 0
        with contextlib.suppress(ConnectionError):
            while part := await reader.read(2**20):
                received += len(part)
        assert received < 2**25


async def test_for_one_line_too_many_the_one_that_is_longest_of_no_use_is_ended() -> None:
    end = asyncio.Event()
    async with reached(long_answers(end), Limits(lines=3)) as clients:
        busy = await clients.dial(ASKED)
        await busy[0].readuntil(b"begun")
        older, newer = await clients.dial(HALF), await clients.dial(HALF)
        newest = await clients.dial(ASKED)
        assert await ended(older)
        end.set()
        for client in (busy, newest):
            assert (await client[0].readuntil(b"}")).endswith(b"ended}")
        assert await answered(newer, b"a\r\n\r\n")


async def test_an_answer_that_nobody_reads_is_no_use_of_a_line() -> None:
    async with reached(long_answers(), Limits(lines=2)) as clients:
        heavy = await clients.dial(ASKED.replace(b"/healthz", b"/heavy"), limit=2**10)
        await heavy[0].readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.2)  # until no more fits in between
        slow = await clients.dial(HALF)
        assert await answered(await clients.dial(ASKED))
        assert await ended(heavy)
        assert await answered(slow, b"a\r\n\r\n")


async def test_where_all_are_in_use_nobody_loses_a_line_to_one_more() -> None:
    end = asyncio.Event()
    async with reached(long_answers(end), Limits(lines=3)) as clients:
        busy = [await clients.dial(ASKED) for _ in range(3)]
        for client in busy:
            await client[0].readuntil(b"begun")
        assert await ended(await clients.dial(ASKED))
        end.set()
        for client in busy:
            assert (await client[0].readuntil(b"}")).endswith(b"ended}")


async def test_many_that_knock_at_the_same_moment_leave_no_line_too_many() -> None:
    async with reached(a_bot(), Limits(lines=5, head=60)) as clients:
        together = await asyncio.gather(*(clients.dial(HALF) for _ in range(60)))
        gone = [asyncio.create_task(ended(client)) for client in together]
        while sum(task.done() for task in gone) < 55:  # noqa: ASYNC110  # sixty lines, no event
            await asyncio.sleep(0.01)
        assert await answered(await clients.dial(ASKED))
        for task in gone:
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)


async def test_nonsense_after_an_answer_breaks_nothing() -> None:
    broken: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: broken.append(context))
    async with reached(a_bot()) as clients:
        reader, writer = await clients.dial(STRANGER + b"transfer-encoding: chunked\r\n\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 403")
        writer.write(b"no number of bytes\r\n")
        assert await ended((reader, writer))
    assert broken == []
