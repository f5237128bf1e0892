"""The loops of one bot together, what counts their failures, and what must hold for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.clock import Clock, SystemClock, elapsed

from .brakes import Brake, Brakes
from .clockwatch import ClockWatch
from .loop import Loop, Step
from .watch import Fuse, Health, Pulse


class Heart:
    """Keeps all loops of a bot. ``give_up`` is called when too many of their steps failed.

    ``travels``: the wall clock jumps on purpose.
    """

    def __init__(
        self,
        clock: Clock,
        give_up: Callable[[], None] = lambda: None,
        *,
        travels: bool = False,
    ) -> None:
        self._clock = clock
        self._travels = travels
        self._all: list[Loop] = []
        self.loops: dict[str, Loop] = {}
        """Those that work for the outbox and the inbox, by name."""
        self.brakes = Brakes()
        self.clockwatch = ClockWatch(
            clock, self.brakes, elapsed if isinstance(clock, SystemClock) else None
        )
        self.fuse = Fuse(clock, give_up)
        self.pulse = Pulse(clock)
        self.health = Health()
        """Whoever has a condition of its own adds it here."""
        self.health.conditions["event loop"] = lambda: self.pulse.well
        for brake in Brake:
            self.health.conditions[f"no brake: {brake}"] = partial(self._is_off, brake)

    def loop(self, name: str, step: Step, every: float) -> Loop:
        """A loop whose unexpected failures count; whoever takes it runs it and looks after it."""
        loop = Loop(name, step, every, clock=self._clock, failed=self.fuse.burn)
        self._all.append(loop)
        return loop

    def keep(self, name: str, step: Step, every: float, *, by_the_clock: bool = False) -> None:
        """A loop that belongs to the bot as long as it runs.

        ``by_the_clock``: what it does must wait while the wall clock cannot be believed.
        """
        if by_the_clock and not self._travels:
            step = self.clockwatch.before(step)
        self.loops[name] = self.loop(name, step, every)
        self.health.conditions[name] = partial(is_at_work, self.loops[name])

    def rouse(self) -> None:
        """What loops rest from may be over: all of them try again now."""
        for loop in self._all:
            loop.rouse()

    def stop(self) -> None:
        """Every loop finishes the step under way, and begins no other."""
        for loop in self.loops.values():
            loop.stop()

    def _is_off(self, brake: Brake) -> bool:
        return brake not in self.brakes.on


def is_at_work(loop: Loop) -> bool:
    """Whether a loop runs, and its last step did not fail."""
    return loop.alive and loop.well
