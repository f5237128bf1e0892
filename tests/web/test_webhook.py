"""The webhook over real HTTP: no update, no entry; an update is stored before the 200."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import random
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.store import Full, Locked, StoreError
from bot.web import webhook as module
from bot.web.app import build
from bot.web.server import serving
from bot.web.webhook import BODY_LIMIT, HEADER, Webhook

SECRET = "a-secret_of-this-test"
UPDATE = {"update_id": 7, "message": {"text": "hello"}}
PATH = "/telegram/7f3a"
JSON = {"content-type": "application/json"}

Json = dict[str, Any]


class Inbox:
    """Keeps what is accepted; ``trouble`` is raised instead."""

    def __init__(self) -> None:
        self.kept: list[Json] = []
        self.trouble: StoreError | None = None
        self.commits = 0
        self.committing = asyncio.Event()
        self.committed = asyncio.Event()
        self.committed.set()

    async def accept(self, updates: list[Json]) -> None:
        self.commits += 1
        self.committing.set()
        await self.committed.wait()
        if self.trouble is not None:
            raise self.trouble
        self.kept += updates


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


async def _well() -> bool:
    return True


@pytest.fixture
async def server(inbox: Inbox) -> AsyncIterator[str]:
    app = build(_well, PATH, SECRET, inbox.accept)
    async with serving(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def post(server: str, client: aiohttp.ClientSession) -> Any:
    async def posted(
        body: object = UPDATE, path: str = PATH, secret: str | None = SECRET, **headers: str
    ) -> int:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = JSON | named | ({} if secret is None else {HEADER: secret})
        async with client.post(server + path, data=BytesIO(data), headers=sent) as response:
            assert await response.read() == b"", "an answer tells nothing"
            assert "server" not in response.headers
            return response.status

    return posted


async def test_an_update_is_stored_and_acknowledged(post: Any, inbox: Inbox) -> None:
    assert await post() == 200
    assert inbox.kept == [UPDATE]


async def test_it_is_acknowledged_only_after_it_was_stored(post: Any, inbox: Inbox) -> None:
    inbox.committed.clear()
    posting = asyncio.create_task(post())
    await inbox.committing.wait()
    await asyncio.sleep(0.05)
    assert not posting.done()
    inbox.committed.set()
    assert await posting == 200


@pytest.mark.parametrize("trouble", [Locked("a backup"), Full("no space")])
async def test_what_cannot_be_stored_is_asked_for_again(
    post: Any, inbox: Inbox, trouble: StoreError
) -> None:
    inbox.trouble = trouble
    assert await post() == 503
    inbox.trouble = None
    assert await post() == 200


@pytest.mark.parametrize(
    "secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper(), "секрет", "\xff" * 9]
)
async def test_without_the_secret_nobody_gets_in(
    post: Any, inbox: Inbox, secret: str | None
) -> None:
    assert await post(secret=secret) == 403
    assert inbox.kept == []


async def test_the_secret_is_compared_in_constant_time_as_bytes(
    post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def noted(given: bytes, known: bytes) -> bool:
        compared.append((given, known))
        return hmac.compare_digest(given, known)

    monkeypatch.setattr(module, "hmac", type("hmac", (), {"compare_digest": staticmethod(noted)}))
    await post(secret="wrong")
    assert compared == [(b"wrong", SECRET.encode())]


async def test_without_a_secret_of_its_own_it_lets_nobody_in(
    client: aiohttp.ClientSession, inbox: Inbox
) -> None:
    app = build(_well, PATH, "", inbox.accept)
    async with serving(app, "127.0.0.1", 0) as port:
        url = f"http://127.0.0.1:{port}{PATH}"
        async with client.post(url, json=UPDATE, headers={HEADER: ""}) as response:
            assert response.status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"[1]",
        b"7",
        b"null",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7.0}',
        b'{"update_id": null}',
        b'{"update_id": 18446744073709551616}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 1e999}',
        b'{"update_id": NaN}',
        b'\xff\xfe{"update_id": 7}',
        b"[" * 100_000,
        b'{"update_id": 7, "a": ' + b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_what_is_no_update_is_refused_and_never_asked_for_again(
    post: Any, inbox: Inbox, body: bytes
) -> None:
    assert await post(body) == 400
    assert inbox.kept == []


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 0},
        {"update_id": 7, "something_of_tomorrow": {"deep": [[[1]]]}},
        {"update_id": 7, "message": "nonsense"},
        {"update_id": 7, "message": {"text": "half \ud800"}},
    ],
)
async def test_an_update_nobody_understands_is_stored_all_the_same(
    post: Any, inbox: Inbox, update: Json
) -> None:
    assert await post(update) == 200
    assert inbox.kept == [update]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON;charset=UTF-8", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/jsonp", 415),
        ("", 415),
    ],
)
async def test_only_json_is_read(post: Any, content_type: str, status: int) -> None:
    assert await post(content_type=content_type) == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
async def test_only_posts_are_taken(
    server: str, client: aiohttp.ClientSession, method: str
) -> None:
    headers = {HEADER: SECRET}
    async with client.request(method, server + PATH, headers=headers) as response:
        assert response.status == 405


@pytest.mark.parametrize("path", ["/", "/telegram", f"{PATH}/", f"{PATH}x", "/.env", "/metrics"])
async def test_nothing_is_on_other_paths(
    server: str, client: aiohttp.ClientSession, inbox: Inbox, path: str
) -> None:
    headers = {HEADER: SECRET}
    async with client.post(server + path, json=UPDATE, headers=headers) as response:
        assert response.status == 404
    assert inbox.kept == []


async def test_a_body_at_the_limit_is_read_and_one_beyond_it_is_not(
    post: Any, inbox: Inbox
) -> None:
    frame = len(json.dumps({"update_id": 7, "x": ""}))
    assert await post({"update_id": 7, "x": "a" * (BODY_LIMIT - frame)}) == 200
    assert await post({"update_id": 8, "x": "a" * (BODY_LIMIT - frame + 1)}) == 413
    assert [update["update_id"] for update in inbox.kept] == [7]


async def raw(server: str, *parts: bytes) -> bytes:
    """What comes back when these bytes are sent one after the other."""
    host, port = server.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for part in parts:
        writer.write(part)
        await writer.drain()
    answer = await asyncio.wait_for(reader.read(64), 10)
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    return answer


HEAD = (
    f"POST {PATH} HTTP/1.1\r\nhost: x\r\n{HEADER}: {SECRET}\r\ncontent-type: application/json\r\n"
).encode()


async def test_an_endless_body_is_cut_off(server: str) -> None:
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    answer = await raw(server, HEAD + b"transfer-encoding: chunked\r\n\r\n", *[chunk] * 17)
    assert answer.startswith(b"HTTP/1.1 413")


async def test_a_body_that_never_comes_is_not_waited_for(
    server: str, monkeypatch: pytest.MonkeyPatch, inbox: Inbox
) -> None:
    app = build(_well, PATH, SECRET, inbox.accept)
    monkeypatch.setattr(Webhook.__init__, "__defaults__", (0.05,))
    app = build(_well, PATH, SECRET, inbox.accept)
    async with serving(app, "127.0.0.1", 0) as port:
        answer = await raw(f"http://127.0.0.1:{port}", HEAD + b"content-length: 9\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408")


async def test_who_hangs_up_in_the_middle_does_no_harm(
    server: str, post: Any, inbox: Inbox
) -> None:
    host, port = server.removeprefix("http://").split(":")
    for _ in range(5):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(HEAD + b'content-length: 99\r\n\r\n{"update_id": 1')
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    assert await post() == 200
    assert inbox.kept == [UPDATE]


async def test_bytes_that_are_no_http_are_refused(server: str) -> None:
    assert (await raw(server, b"\x16\x03\x01\x02\x00 nonsense\r\n\r\n")).startswith(b"HTTP/1.1 400")


async def test_many_at_once_are_all_stored(post: Any, inbox: Inbox) -> None:
    numbers = list(range(60))
    random.Random(1).shuffle(numbers)  # noqa: S311  # no secret: any order will do
    statuses = await asyncio.gather(*(post({"update_id": number}) for number in numbers))
    assert set(statuses) == {200}
    assert sorted(update["update_id"] for update in inbox.kept) == list(range(60))


async def test_what_comes_during_a_commit_shares_the_next(post: Any, inbox: Inbox) -> None:
    inbox.committed.clear()
    first = asyncio.create_task(post({"update_id": 0}))
    await inbox.committing.wait()
    later = [asyncio.create_task(post({"update_id": number})) for number in range(1, 11)]
    await asyncio.sleep(0.3)
    assert inbox.commits == 1
    inbox.committed.set()
    assert [await first, *await asyncio.gather(*later)] == [200] * 11
    assert sorted(update["update_id"] for update in inbox.kept) == list(range(11))
    assert inbox.commits < 11


async def test_the_trouble_of_one_commit_is_not_that_of_the_next(post: Any, inbox: Inbox) -> None:
    inbox.trouble = Locked("a backup")
    assert await asyncio.gather(*(post({"update_id": number}) for number in range(5))) == [503] * 5
    inbox.trouble = None
    assert await asyncio.gather(*(post({"update_id": number}) for number in range(5))) == [200] * 5
    assert sorted(update["update_id"] for update in inbox.kept) == list(range(5))
