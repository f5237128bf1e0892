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
        self.unwritten = 0

    def get_write_buffer_size(self) -> int:
        return self.unwritten

    def is_closing(self) -> bool:
        return self.ended

    def write(self, data: object) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.ended = True


OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def linked(rests: list[Link]) -> tuple[Link, Line]:
    link, line = Link(asyncio.get_running_loop(), rests.append, lambda _: None), Line()
    link.connection_made(line)
    return link, line


async def test_after_its_answer_it_may_be_used_again() -> None:
    rests: list[Link] = []
    link, line = linked(rests)
    waiter = link.ask(b"POST", 5.0)
    link.data_received(OK)
    assert await waiter == (200, b"ok")
    assert rests == [link]
    assert not line.ended


async def test_answered_before_the_request_was_heard_to_its_end_it_is_not_used_again() -> None:
    rests: list[Link] = []
    link, line = linked(rests)
    line.unwritten = 1
    waiter = link.ask(b"POST", 5.0)
    link.data_received(OK)
    assert await waiter == (200, b"ok")
    assert line.ended
    assert not rests


async def test_who_gives_up_too_late_does_not_end_the_request_of_the_next() -> None:
    link, line = linked([])
    first = link.ask(b"one", 5.0)
    link.data_received(OK)
    second = link.ask(b"two", 5.0)
    link.give_up(first)
    assert not line.ended
    link.give_up(second)
    assert line.ended


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
    rests: list[Link] = []
    link, line = linked(rests)
    link.data_received(early)
    assert line.ended
    assert not rests
