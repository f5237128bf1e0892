"""Hours of trouble, for a night: `make soak MINUTES=n`. The same chaos, with longer lives.

Every few seconds a kill, a stop, an outage, a 429 storm, a locked database or a moving group; at
the end the oracle's verdict, the growth of memory, and whether anything unexpected was logged.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from random import SystemRandom

from bot.core.delivery import State
from tests.emulator import Emulator, emulating
from tests.process.bots import HOST, TOKEN, USERNAME
from tests.process.chaos import POLICIES, Chaos, stopped
from tests.process.lone import lone_sender
from tests.store.builders import chance

GROUPS = 100
RATE = 90.0
WARM = 10.0
"""Seconds until a process has taken the memory that it needs."""
GROWTH = 0.10
"""By so much it may grow from then on."""
EVERY = 5.0, 60.0
"""Seconds between two episodes."""


class Soak:
    """One run; ``minutes`` of episodes, then as long as it takes to the end."""

    def __init__(self, folder: Path, emulator: Emulator, minutes: float, rows: int) -> None:
        self.seed = int(os.environ.get("CHAOS_SEED") or SystemRandom().randrange(2**32))
        self.emulator = emulator
        self.chaos = Chaos(folder, emulator, chance(self.seed), RATE)
        self.until = time.monotonic() + minutes * 60
        self.growth = 0.0
        self.chaos.prepare(rows // len(POLICIES) - GROUPS, GROUPS)
        emulator.act(lambda api: setattr(api.faults, "otherwise", self.chaos.mixture))

    def run(self) -> bool:
        """Whether all was as it has to be."""
        while time.monotonic() < self.until:
            self.live()
            self.chaos.waives()
        self.say("no more trouble; to the end")
        self.chaos.comes_to_an_end(patience=3600)
        return self.judged()

    def live(self) -> None:
        """One life of a sender with a few episodes; it ends by a kill or a stop."""
        with lone_sender(self.chaos.life()) as process:
            first = 0
            born = time.monotonic()
            for _ in range(self.chaos.random.randrange(1, 5)):
                self.rest()
                if not first and time.monotonic() - born > WARM:
                    first = memory(process.pid)
                self.episode()
            if first:
                self.growth = max(self.growth, memory(process.pid) / first - 1)
            if self.chaos.random.random() < 0.3:
                stopped(process)
                self.chaos.figures.stops += 1
            else:
                process.kill()
                process.join()
                self.chaos.count_kill(None)
        self.say("a life has ended")

    def rest(self) -> None:
        left = max(0.0, self.until - time.monotonic())
        time.sleep(min(left, self.chaos.random.uniform(EVERY[0], EVERY[1] / 3)))

    def episode(self) -> None:
        chaos = self.chaos
        match chaos.random.randrange(5):
            case 0:
                chaos.outage(chaos.random.uniform(0.2, 3.0))
            case 1:
                chaos.storm()
            case 2:
                chaos.locked(chaos.random.uniform(0.2, 8.0))
            case _:
                for _ in range(chaos.random.randrange(1, 5)):
                    chaos.migration()

    def judged(self) -> bool:
        verdict, figures = self.chaos.verdict(), self.chaos.figures
        allowed = figures.in_flight + self.chaos.mixture.doubtful
        tracebacks = self.chaos.written.read_text(encoding="utf-8").count("Traceback")
        self.say(f"{verdict}\n{figures}\nfaults {dict(self.chaos.mixture.struck)}")
        self.say(f"repeats {verdict.repeats} of {allowed} allowed, tracebacks {tracebacks}")
        well = not verdict.wrong and verdict.repeats <= allowed and not tracebacks
        well = well and self.growth < GROWTH
        self.say(f"CHAOS_SEED={self.seed}: {'exact' if well else 'NOT AS IT HAS TO BE'}")
        return well

    def say(self, what: str) -> None:
        done = self.chaos.count(f"state = {State.SENT:d}")
        left = self.chaos.count("state IN (0, 1, 7)")
        minutes = (time.monotonic() - self.until) / 60
        kills, growth = self.chaos.figures.kills, self.growth * 100
        line = (
            f"{minutes:+.1f} min: {done} sent, {left} open, {kills} kills, +{growth:.0f} % memory"
        )
        print(f"{line}: {what}", flush=True)  # noqa: T201  # a program of its own


def memory(pid: int | None) -> int:
    """Bytes of memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # cut connections are our own doing
    minutes, rows = float(os.environ.get("MINUTES") or 240), int(os.environ.get("ROWS") or 200_000)
    with tempfile.TemporaryDirectory() as folder, emulating(TOKEN, USERNAME) as emulator:
        emulator.act(lambda api: api.add_user(HOST, "Organiser"))
        return 0 if Soak(Path(folder), emulator, minutes, rows).run() else 1


if __name__ == "__main__":
    sys.exit(main())
