"""How long somebody may hold a line to the web server, so that nobody can keep the others out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a server bears, in lines and in seconds."""

    lines: int = 100
    """For one more, the one that has been of no use for longest is cut."""
    head: float = 5.0
    """For a request's head from the first byte to the last, and for a body that nobody reads."""
    idle: float = 75.0
    """Between two requests. Longer than the bot's own client keeps a line (``KEPT_SECONDS`` of its
    lane): where the server ends it first, a request may meet the end on its way, and nobody knows
    its fate."""
    reading: float = 10.0
    """For a client to go on reading what it asked for."""


class Stage(Enum):
    """What a line is waiting for."""

    ARRIVING = auto()
    """A request: it has not come yet, or not as a whole, or its end is of no interest any more."""
    BUSY = auto()
    """An answer, which may take as long as it likes."""
    IDLE = auto()
    """Another request."""


class Line(H11Protocol):
    """A connection that is cut when its time is up, and knows whether it can be spared."""

    limits: ClassVar[Limits] = Limits()
    _stage: Stage | None = None
    _since = 0.0
    _timer: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    # As uvicorn itself has it, more narrowly than asyncio's protocols.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()
        if len(self.connections) > self.limits.lines:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self.limits.reading, self._cut)

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._stalled)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        _cancel(self._timer)
        _cancel(self._stalled)

    def send_400_response(self, msg: str) -> None:
        """Who is answered already gets no second answer to what follows."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            super().send_400_response(msg)
        else:
            self._cut()

    def _look(self) -> None:
        """Set the time for a stage when it begins; more bytes of the same win no more time."""
        stage = self._stage_now()
        if stage is self._stage:
            return
        self._stage, self._since = stage, self.loop.time()
        _cancel(self._timer)
        seconds = {Stage.ARRIVING: self.limits.head, Stage.IDLE: self.limits.idle}.get(stage)
        self._timer = None if seconds is None else self.loop.call_later(seconds, self._cut)

    def _stage_now(self) -> Stage:
        cycle = cast("RequestResponseCycle | None", self.cycle)  # none before the first request
        if cycle is None:
            return Stage.ARRIVING
        if not cycle.response_complete:
            return Stage.BUSY
        begun, _ = self.conn.trailing_data
        arriving = begun or self.conn.their_state is h11.SEND_BODY
        return Stage.ARRIVING if arriving else Stage.IDLE

    def _make_room(self) -> None:
        """Cut the line that has waited longest without a request; this one, if all have one."""
        others = (line for line in self.connections if isinstance(line, Line) and line is not self)
        spare = min((line for line in others if line._is_spare), key=_since, default=self)
        spare._cut()

    @property
    def _is_spare(self) -> bool:
        return self._stage is not Stage.BUSY or self.flow.write_paused

    def _cut(self) -> None:
        """At once: whoever does not read would never let it end in order."""
        self.connections.discard(self)
        self.transport.abort()


def _since(line: Line) -> float:
    return line._since


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
