"""A mixture of faults by chance: what a bad evening with Telegram looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from bot.demo.faults import Call, Fault


class Kind(StrEnum):
    """One way in which a call goes wrong."""

    LATE = "answered late"
    UNHEARD = "done, but unheard"
    UNDONE = "cut off, not done"
    GARBLED = "done, but the answer is none"
    GARBAGE = "not done, and the answer is none"
    SERVER = "server error, not done"
    SERVER_DONE = "server error, but done"
    TOO_MANY = "too many requests"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    NOT_FOUND = "chat not found"
    UNPARSED = "cannot be parsed"
    TOO_LONG = "too long"


DOUBTFUL: Final = frozenset({Kind.UNHEARD, Kind.GARBLED, Kind.SERVER_DONE})
"""Delivered, and the caller cannot know."""
REFUSALS: Final[Mapping[Kind, tuple[int, str]]] = {
    Kind.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    Kind.DEACTIVATED: (403, "Forbidden: user is deactivated"),
    Kind.KICKED: (403, "Forbidden: bot was kicked from the group chat"),
    Kind.NOT_FOUND: (400, "Bad Request: chat not found"),
    Kind.UNPARSED: (400, "Bad Request: can't parse entities: unsupported start tag"),
    Kind.TOO_LONG: (400, "Bad Request: message is too long"),
    Kind.SERVER: (500, "Internal Server Error"),
}
WRITING: Final = frozenset({"sendmessage", "editmessagetext", "deletemessage"})


class Mixture:
    """Strikes calls that write. ``shares``: of a thousand such calls so many go wrong so.

    ``chance`` gives numbers from 0 to 1; the same numbers give the same faults. ``late`` and
    ``retry_after``: at most so many seconds.
    """

    def __init__(
        self,
        chance: Callable[[], float],
        shares: Mapping[Kind, float],
        *,
        late: float = 0.2,
        retry_after: int = 4,
    ) -> None:
        self._chance = chance
        self._shares = dict(shares)
        self._late = late
        self._retry_after = retry_after
        self.struck: Counter[Kind] = Counter()

    @property
    def doubtful(self) -> int:
        """How often something was done and the caller cannot know."""
        return sum(self.struck[kind] for kind in DOUBTFUL)

    def __call__(self, call: Call) -> Fault | None:
        """The fault for a call, if it gets one."""
        kind = self._drawn() if call.method in WRITING else None
        if kind is None:
            return None
        self.struck[kind] += 1
        return self._fault(kind)

    def _drawn(self) -> Kind | None:
        place = self._chance() * 1000
        for kind, share in self._shares.items():
            place -= share
            if place < 0:
                return kind
        return None

    def _fault(self, kind: Kind) -> Fault:
        if kind in REFUSALS:
            return Fault.answer(*REFUSALS[kind])
        if kind is Kind.TOO_MANY:
            return Fault.too_many_requests(int(self._chance() * (self._retry_after + 1)))
        made: dict[Kind, Fault] = {
            Kind.LATE: Fault.delay(self._chance() * self._late),
            Kind.UNHEARD: Fault.deliver_then_drop(),
            Kind.UNDONE: Fault.drop_undelivered(),
            Kind.GARBLED: Fault.garbage(carried_out=True),
            Kind.GARBAGE: Fault.garbage(b'{"ok":false'),
            Kind.SERVER_DONE: Fault.garbage(b"", status=502, carried_out=True),
        }
        return made[kind]
