"""One connection, without a network: moments that a real one meets by chance only."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.link import Link
from bot.chat.outcomes import NotSent


class Line(asyncio.Transport):
    """A transport of which it is known what was done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[object] = []
        self.ended = False

    def is_closing(self) -> bool:
        return self.ended

    def write(self, data: object) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.ended = True


async def test_on_a_connection_that_has_ended_nothing_is_asked() -> None:
    line = Line()
    told: list[Link] = []
    link = Link(asyncio.get_running_loop(), told.append, told.append)
    link.connection_made(line)
    line.abort()
    link.connection_lost(None)
    with pytest.raises(NotSent):
        link.ask(b"POST / HTTP/1.1\r\n\r\n", 5.0)
    assert not line.written
    assert told == [link]


@pytest.mark.parametrize(
    "early", [b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", b"HTTP/1.1 200", b"\x00"]
)
async def test_what_comes_before_anything_was_asked_is_no_answer(early: bytes) -> None:
    line = Line()
    rests: list[Link] = []
    link = Link(asyncio.get_running_loop(), rests.append, lambda _: None)
    link.connection_made(line)
    link.data_received(early)
    assert line.ended
    assert not rests
