"""One kept connection to the Bot API, with one request at a time on it.

HTTP is read by llhttp, as httptools has it. A connection about which there is any doubt is never
used again: an answer must not be taken for that of another message. What nobody asked for and comes
when the next request is on its way already cannot be told here; see ``outcomes.sent``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from .outcomes import NotSent, Unsure

LONGEST = 32 * 1024 * 1024
"""Bytes of an answer; a hundred updates are far from it, and memory has an end."""
FINAL = 200
"""A lower status only announces the answer."""

Answer = tuple[int, bytes]
"""Status and body."""


class Link(asyncio.Protocol):
    """``rests`` is told when it may carry another request, ``ends`` when it never will again."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        rests: Callable[[Link], None],
        ends: Callable[[Link], None],
    ) -> None:
        self._loop = loop
        self._rests = rests
        self._ends = ends
        self._parser: HttpResponseParser | None = HttpResponseParser(self)
        self._waiter: asyncio.Future[Answer] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._status = 0
        self._whole = False
        self._doubt = False
        self.rests_since = loop.time()

    @property
    def open(self) -> bool:
        """Whether a request can still be written."""
        return not self._transport.is_closing()

    def ask(self, request: bytes, seconds: float) -> asyncio.Future[Answer]:
        """Write a request. Its answer, if not whole within ``seconds``, is Unsure.

        Raises NotSent where the other side has ended the connection before.
        """
        if not self.open:
            raise NotSent("closed")
        waiter = self._waiter = self._loop.create_future()
        self._deadline = self._loop.call_later(seconds, self._fail, "TimeoutError")
        self._parts, self._size, self._whole = [], 0, False
        self._transport.write(request)
        return waiter

    def give_up(self, waiter: asyncio.Future[Answer]) -> None:
        """Nobody waits for this answer any more: close it at once, if it did not come meanwhile."""
        if self._waiter is waiter:
            self.end()

    def end(self) -> None:
        """Close it at once."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("closed" if exc is None else type(exc).__name__)
        self._parser = None  # each holds the other
        self._ends(self)

    def data_received(self, data: bytes) -> None:
        if self._waiter is None or self._parser is None:  # nobody asked for it
            self._transport.abort()
            return
        self._size += len(data)
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self._doubt = True
            if not self._whole:
                self._fail(type(error).__name__)
                return
        if self._whole:
            self._answered()
        elif self._size > LONGEST:
            self._fail("the answer is too long")

    def on_message_begin(self) -> None:
        """Called by the parser. What comes after a second answer to one request is doubtful."""
        self._doubt = self._doubt or self._whole

    def on_body(self, part: bytes) -> None:
        """Called by the parser."""
        if not self._whole:
            self._parts.append(part)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        if self._whole or self._parser is None:
            return
        self._status = self._parser.get_status_code()
        self._whole = self._status >= FINAL
        if self._whole and not self._parser.should_keep_alive():
            self._doubt = True

    def _answered(self) -> None:
        waiter = self._let_go()
        # Where it did not want to hear the request to its end, the rest is still on its way.
        if self._doubt or self._transport.get_write_buffer_size():
            self._transport.abort()
        else:
            self.rests_since = self._loop.time()
            self._rests(self)
        if waiter is not None and not waiter.done():
            waiter.set_result((self._status, b"".join(self._parts)))

    def _fail(self, why: str) -> None:
        waiter = self._let_go()
        self._transport.abort()
        if waiter is not None and not waiter.done():
            waiter.set_exception(Unsure(why))

    def _let_go(self) -> asyncio.Future[Answer] | None:
        waiter, self._waiter = self._waiter, None
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        return waiter
