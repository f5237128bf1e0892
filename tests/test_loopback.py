"""The tests' own guard against the network."""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests.loopback import NetworkForbidden


def test_an_address_outside_this_machine_is_refused() -> None:
    with socket.socket() as line, pytest.raises(NetworkForbidden, match=r"192\.0\.2\.1"):
        line.connect(("192.0.2.1", 9))


def test_a_datagram_to_outside_is_refused() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as line,
        pytest.raises(NetworkForbidden),
    ):
        line.sendto(b"x", ("192.0.2.1", 9))


async def test_a_name_outside_this_machine_is_not_even_looked_up() -> None:
    with pytest.raises(NetworkForbidden, match=r"example\.org"):
        await asyncio.open_connection("example.org", 443)


async def test_loopback_is_open() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"salem")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("localhost", port)
        assert await reader.read() == b"salem"
        writer.close()
        await writer.wait_closed()
