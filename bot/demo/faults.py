"""Faults that a test or a visitor scripts: what the server does wrong, to which call, how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.demo.answers import Answer, refused


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call as a fault's predicate sees it; `method` in lower case."""

    method: str
    params: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to go wrong: whether the call is carried out, what is answered instead, how late."""

    carried_out: bool = False
    instead: Answer | None = None
    seconds: float = 0.0
    dropped: bool = False

    @classmethod
    def answer(cls, status: int, description: str, **parameters: object) -> Fault:
        """Refuse with these words, having done nothing."""
        return cls(instead=refused(status, description, parameters))

    @classmethod
    def too_many_requests(cls, retry_after: int) -> Fault:
        return cls.answer(
            429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after
        )

    @classmethod
    def moved(cls, new_id: int) -> Fault:
        """The group is a supergroup now, and has another id."""
        return cls.answer(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=new_id,
        )

    @classmethod
    def delay(cls, seconds: float) -> Fault:
        """Do it, but answer late."""
        return cls(carried_out=True, seconds=seconds)

    @classmethod
    def deliver_then_drop(cls) -> Fault:
        """Do it, then cut the connection: the caller cannot know."""
        return cls(carried_out=True, dropped=True)

    @classmethod
    def drop_undelivered(cls) -> Fault:
        """Cut the connection having done nothing."""
        return cls(dropped=True)

    @classmethod
    def garbage(
        cls, raw: bytes = b"<html>502</html>", *, status: int = 200, carried_out: bool = False
    ) -> Fault:
        """Answer these bytes instead of JSON."""
        return cls(carried_out=carried_out, instead=Answer(status, {}, raw=raw))

    def spoil(self, carry_out: Callable[[], Answer]) -> Answer:
        """The answer under this fault; `carry_out` is called only if the call takes effect."""
        true = carry_out() if self.carried_out else Answer(500, {})
        given = self.instead or true
        return Answer(
            given.status, given.body, raw=given.raw, delay=self.seconds, dropped=self.dropped
        )


@dataclass(kw_only=True)
class _Scripted:
    matches: Callable[[Call], bool]
    fault: Fault
    left: int | None


@dataclass
class Faults:
    """Scripted faults, tried in the order they were scripted; the first that fits is used."""

    _scripted: list[_Scripted] = field(default_factory=list)
    otherwise: Callable[[Call], Fault | None] | None = None
    """Asked about a call that no scripted fault strikes."""

    def script(
        self, when: str | Callable[[Call], bool], fault: Fault, *, times: int | None = 1
    ) -> None:
        """Let `fault` strike the calls that fit `when` (a method's name, or a predicate).

        `times`: how many of them, None for every one until `clear`.
        """
        matches = when if callable(when) else _is_method(when)
        self._scripted.append(_Scripted(matches=matches, fault=fault, left=times))

    def clear(self) -> None:
        self._scripted.clear()

    def for_call(self, call: Call) -> Fault | None:
        """The fault that strikes this call, used up by one."""
        for scripted in self._scripted:
            if scripted.left != 0 and scripted.matches(call):
                self._use(scripted)
                return scripted.fault
        return self.otherwise(call) if self.otherwise else None

    def _use(self, scripted: _Scripted) -> None:
        if scripted.left is not None:
            scripted.left -= 1
            if not scripted.left:
                self._scripted.remove(scripted)


def _is_method(name: str) -> Callable[[Call], bool]:
    wanted = name.lower()
    return lambda call: call.method == wanted
