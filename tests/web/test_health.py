"""The health check, and the server around it."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import aiohttp
import pytest

from bot.web.app import build
from bot.web.server import PlaceTaken, listening, serving


class Patient:
    """Well or not, as a test has it."""

    well = True

    async def healthy(self) -> bool:
        return self.well


@pytest.fixture
def patient() -> Patient:
    return Patient()


async def get(port: int, path: str = "/healthz", host: str = "127.0.0.1") -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://{host}:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def test_it_says_only_whether_all_is_well(patient: Patient) -> None:
    async with serving(build(patient.healthy), "127.0.0.1", 0) as port:
        assert await get(port) == (200, '{"status":"ok"}')
        patient.well = False
        assert await get(port) == (503, '{"status":"degraded"}')


async def test_without_a_webhook_there_is_nothing_else(patient: Patient) -> None:
    async with serving(build(patient.healthy), "127.0.0.1", 0) as port:
        for path in ("/", "/telegram", "/docs", "/healthz/more"):
            assert (await get(port, path))[0] == 404


async def test_a_port_that_is_taken_is_said_to_be(patient: Patient) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(PlaceTaken, match="Address already in use"),
    ):
        async with serving(build(patient.healthy), "127.0.0.1", other.getsockname()[1]):
            pytest.fail("it must not serve there")


@pytest.mark.parametrize("host", ["192.0.2.1", "not a name", "::ffff:zz"])
async def test_an_address_that_is_not_ours_is_said_to_be_unusable(
    patient: Patient, host: str
) -> None:
    with pytest.raises(PlaceTaken) as caught:
        async with serving(build(patient.healthy), host, 0):
            pytest.fail("it must not serve there")
    assert caught.value.strerror


async def test_it_serves_on_ipv6(patient: Patient) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    async with serving(build(patient.healthy), "::1", 0) as port:
        assert (await get(port, host="[::1]"))[0] == 200


async def test_afterwards_the_port_is_free_again(patient: Patient) -> None:
    app = build(patient.healthy)
    async with serving(app, "127.0.0.1", 0) as port:
        await get(port)
    async with serving(app, "127.0.0.1", port) as again:
        assert again == port
        assert (await get(port))[0] == 200


async def test_a_client_that_holds_the_line_does_not_hold_the_end(patient: Patient) -> None:
    async with asyncio.timeout(30):
        async with serving(build(patient.healthy), "127.0.0.1", 0) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\n")
            await writer.drain()
        with contextlib.suppress(ConnectionResetError):  # what it had not read is thrown away
            assert await reader.read() == b""
        writer.close()
        with contextlib.suppress(ConnectionResetError):
            await writer.wait_closed()


def test_answers_leave_at_once() -> None:
    """asyncio turns Nagle's algorithm off only on sockets that say they are TCP's."""
    with listening("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
