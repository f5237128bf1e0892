"""The way of prepared bytes, over real sockets: no answer is lost, nor taken for another's."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from bot.chat import lane as module
from bot.chat.lane import Lane
from bot.chat.outcomes import NotSent, Unsure

SOON = 0.2
LONG = 20.0
LENGTH = b"\r\ncontent-length: "

Writes = Callable[[bytes, asyncio.StreamWriter], object]


def ok(body: bytes, head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n%bcontent-length: %d\r\n\r\n%b" % (head, len(body), body)


class Server:
    """Answers as it is told, and knows what was asked on which connection."""

    def __init__(self, writes: Writes) -> None:
        self.writes = writes
        self.asked: list[tuple[int, bytes]] = []
        self.heads: list[bytes] = []
        self.lines = 0
        self.ended = 0
        self._tasks: list[asyncio.Task[None] | None] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        self._tasks.append(asyncio.current_task())
        number = self.lines
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(LENGTH)[2].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                self.heads.append(head)
                self.asked.append((number, body))
                self.writes(body, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.ended += 1
        finally:
            writer.close()

    async def over(self) -> None:
        await asyncio.wait_for(asyncio.gather(*filter(None, self._tasks)), LONG)

    async def has(self, *, asked: int = 0, ended: int = 0) -> None:
        async with asyncio.timeout(LONG):
            while len(self.asked) < asked or self.ended < ended:  # noqa: ASYNC110  # two facts
                await asyncio.sleep(0.001)


def echo(body: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(ok(body))


@asynccontextmanager
async def served(
    server: Server, tls: ssl.SSLContext | None = None, scheme: str = "http"
) -> AsyncIterator[Lane]:
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls) as listening:
        port = listening.sockets[0].getsockname()[1]
        lane = Lane(f"{scheme}://127.0.0.1:{port}")
        try:
            yield lane
        finally:
            lane.close()
            await server.over()


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """Whose word is taken for who a server is."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "trusted.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    return authority


def proving(authority: trustme.CA, name: str) -> ssl.SSLContext:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(tls)
    return tls


async def post(lane: Lane, body: bytes, seconds: float = LONG) -> tuple[int, bytes]:
    return await lane.post("http://127.0.0.1/bot1:x/sendMessage", body, seconds)


async def test_requests_after_one_another_share_a_connection() -> None:
    server = Server(echo)
    async with served(server) as lane:
        for body in (b"one", b"two", b"three"):
            assert await post(lane, body) == (200, body)
    assert server.asked == [(1, b"one"), (1, b"two"), (1, b"three")]
    assert server.heads[0].startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")


async def test_requests_at_once_have_a_connection_each_and_their_own_answers() -> None:
    server = Server(
        lambda body, writer: asyncio.get_running_loop().call_later(
            int(body) % 7 / 1000, echo, body, writer
        )
    )
    async with served(server) as lane:
        bodies = [b"%d" % number for number in range(50)]
        answers = await asyncio.gather(*(post(lane, body) for body in bodies))
        assert answers == [(200, body) for body in bodies]
        assert server.lines == 50
        await asyncio.gather(*(post(lane, body) for body in bodies))
    assert server.lines == 50


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (b"HTTP/1.1 429 Slow\r\nContent-Length: 2\r\n\r\n{}", (429, b"{}")),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
         (200, b"abc")),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + ok(b"later"), (200, b"later")),
        (b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + ok(b"later"), (200, b"later")),
        (b"HTTP/1.1 204 No Content\r\n\r\n", (204, b"")),
        (ok(b"x" * 300_000), (200, b"x" * 300_000)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("piece", [10**9, 4001, 1])
async def test_an_answer_is_read_however_it_is_cut(
    raw: bytes, answer: tuple[int, bytes], piece: int
) -> None:
    if len(raw) > 1000 and piece == 1:
        piece = 1000

    def cut(_: bytes, writer: asyncio.StreamWriter) -> None:
        async def write() -> None:
            for start in range(0, len(raw), piece):
                writer.write(raw[start : start + piece])
                await asyncio.sleep(0)

        tasks.append(asyncio.ensure_future(write()))

    tasks: list[asyncio.Future[None]] = []
    server = Server(cut)
    async with served(server) as lane:
        assert await post(lane, b"{}") == answer
        assert await post(lane, b"{}") == answer
    assert server.lines == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\n\r\nno length, so nobody knows whether this is the end",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"220 smtp.example.org ESMTP\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ],
)
async def test_half_an_answer_leaves_it_open_whether_the_message_arrived(raw: bytes) -> None:
    def cut(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        writer.close()

    server = Server(cut)
    async with served(server) as lane:
        with pytest.raises(Unsure):
            await post(lane, b"{}")
        server.writes = echo
        assert await post(lane, b"next") == (200, b"next")


@pytest.mark.parametrize("more", [ok(b"stray"), b"HTTP/1.1", b"\x00", ok(b"a") + ok(b"b")])
async def test_what_nobody_asked_for_is_never_taken_for_the_next_answer(more: bytes) -> None:
    """With the answer itself, or while nothing is asked."""

    def twice(body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(ok(body) + more)

    server = Server(twice)
    async with served(server) as lane:
        for body in (b"one", b"two", b"three"):
            assert await post(lane, body) == (200, body)
        assert server.lines > 1
        server.writes = echo
        assert await post(lane, b"four") == (200, b"four")
        writers: list[asyncio.StreamWriter] = []

        def kept(body: bytes, writer: asyncio.StreamWriter) -> None:
            writers.append(writer)
            echo(body, writer)

        server.writes = kept
        assert await post(lane, b"five") == (200, b"five")
        ended = server.ended
        writers[0].write(more)
        await server.has(ended=ended + 1)
        assert await post(lane, b"six") == (200, b"six")


async def test_a_server_that_wants_no_more_on_it_gets_a_new_connection() -> None:
    server = Server(lambda body, writer: writer.write(ok(body, b"connection: close\r\n")))
    async with served(server) as lane:
        assert await post(lane, b"one") == (200, b"one")
        assert await post(lane, b"two") == (200, b"two")
    assert server.lines == 2


async def test_a_connection_that_the_server_ended_meanwhile_is_not_used() -> None:
    def last(body: bytes, writer: asyncio.StreamWriter) -> None:
        echo(body, writer)
        writer.close()

    server = Server(last)
    async with served(server) as lane:
        for body in (b"one", b"two"):
            assert await post(lane, body) == (200, body)
            await asyncio.sleep(0.05)
    assert server.lines == 2


async def test_a_server_that_ends_what_it_has_just_begun_keeps_nobody_waiting() -> None:
    """Whether it does so before the request is written or after, is a matter of luck."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as busy:
        lane = Lane(f"http://127.0.0.1:{busy.sockets[0].getsockname()[1]}")
        async with asyncio.timeout(LONG):
            for _ in range(50):
                with pytest.raises((NotSent, Unsure)):
                    await post(lane, b"{}", 2 * LONG)
        lane.close()


async def test_what_rested_for_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_SECONDS", 0.05)
    server = Server(echo)
    async with served(server) as lane:
        await asyncio.gather(post(lane, b"one"), post(lane, b"two"))
        assert server.ended == 0
        await server.has(ended=2)
        assert await post(lane, b"three") == (200, b"three")
    assert server.lines == 3


async def test_what_rested_too_long_is_not_used_though_it_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server(echo)
    async with served(server) as lane:
        await post(lane, b"one")
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        await post(lane, b"two")
    assert server.lines == 2


async def test_an_answer_that_does_not_come_in_time_may_have_been_heard() -> None:
    server = Server(lambda _body, _writer: None)
    async with served(server) as lane:
        with pytest.raises(Unsure, match="TimeoutError"):
            await post(lane, b"{}", SOON)
        await server.has(ended=1)
    assert server.asked == [(1, b"{}")]


async def test_who_stops_waiting_leaves_no_answer_behind_for_the_next() -> None:
    server = Server(lambda _body, _writer: None)
    async with served(server) as lane:
        task = asyncio.ensure_future(post(lane, b"one"))
        await server.has(asked=1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.writes = echo
        assert await post(lane, b"two") == (200, b"two")
        await server.has(ended=1)
    assert server.asked == [(1, b"one"), (2, b"two")]


async def test_closing_leaves_who_waits_unsure_and_opens_nothing_more() -> None:
    server = Server(lambda _body, _writer: None)
    async with served(server) as lane:
        task = asyncio.ensure_future(post(lane, b"{}"))
        await server.has(asked=1)
        lane.close()
        with pytest.raises(Unsure):
            await task
        with pytest.raises(NotSent):
            await post(lane, b"{}")
    assert len(server.asked) == 1


async def test_a_server_that_does_not_greet_was_sent_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes the connection and says nothing of TLS."""
    monkeypatch.setattr(module, "OPEN_SECONDS", SOON)
    server = Server(echo)
    async with served(server, scheme="https") as lane:
        with pytest.raises(NotSent):
            await post(lane, b"{}")
        await server.has(ended=1)


@pytest.mark.parametrize(
    ("signed", "name", "heard"),
    [(True, "127.0.0.1", True), (True, "example.org", False), (False, "127.0.0.1", False)],
)
async def test_only_who_proves_to_be_the_server_is_told_anything(
    signed: bool, name: str, heard: bool, trusted: trustme.CA
) -> None:
    tls = proving(trusted if signed else trustme.CA(), name)
    server = Server(echo)
    async with served(server, tls, "https") as lane:
        if heard:
            assert await post(lane, b"one") == (200, b"one")
            assert await post(lane, b"two") == (200, b"two")
            assert server.lines == 1
        else:
            with pytest.raises(NotSent):
                await post(lane, b"{}")
            assert not server.asked


async def test_who_stops_waiting_while_it_is_greeted_leaves_no_socket_behind(
    trusted: trustme.CA,
) -> None:
    tls = proving(trusted, "127.0.0.1")
    server = Server(echo)
    async with served(server, tls, "https") as lane:
        for turns in range(60):
            task = asyncio.ensure_future(post(lane, b"{}"))
            for _ in range(turns % 30):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):  # unless it was done before
                await task
        assert await post(lane, b"one") == (200, b"one")


@pytest.mark.parametrize("host", ["a..example", f"{'a' * 64}.example"])
async def test_a_name_that_cannot_be_is_nobody_to_send_to(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(name: str, *_: object, **__: object) -> list[object]:
        name.encode("idna")  # as a look-up begins
        return []

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", asked)
    lane = Lane(f"http://{host}")
    with pytest.raises(NotSent):
        await post(lane, b"{}")
    lane.close()


async def test_a_name_is_looked_up_once_for_many_connections() -> None:
    server = Server(echo)
    loop = asyncio.get_running_loop()
    asked: list[object] = []
    found = loop.getaddrinfo

    async def noted(*place: object, **how: object) -> object:
        asked.append(place)
        return await found(*place, **how)  # type: ignore[arg-type]  # as it is given

    loop.getaddrinfo = noted  # type: ignore[method-assign,assignment]  # it only notes
    async with served(server) as lane:
        await asyncio.gather(*(post(lane, b"%d" % number) for number in range(20)))
    assert server.lines == 20
    assert len(asked) == 1
