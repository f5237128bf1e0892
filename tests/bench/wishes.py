"""How a run of the bench is wanted: what the environment and the command line say."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """``quick``: a first look, with short runs and few rows. ``only``: names of sections."""

    rounds: int
    quick: bool
    only: frozenset[str]
    peers: str | None
    """A Python in which aiogram is installed; None where there is none."""

    def either(self, quickly: float, thoroughly: float) -> float:
        return quickly if self.quick else thoroughly

    def wants(self, section: str) -> bool:
        return not self.only or section in self.only


def wishes() -> Wishes:
    """BENCH_ROUNDS, BENCH_QUICK, BENCH_ONLY; the first argument is the peers' Python."""
    quick = os.environ.get("BENCH_QUICK", "") not in {"", "0"}
    peers = sys.argv[1] if len(sys.argv) > 1 else ""
    return Wishes(
        rounds=int(os.environ.get("BENCH_ROUNDS") or (1 if quick else ROUNDS)),
        quick=quick,
        only=frozenset(os.environ.get("BENCH_ONLY", "").replace(",", " ").split()),
        # Not resolved: it is the place of the link that makes it an environment of its own.
        peers=str(Path(peers).absolute()) if peers and Path(peers).exists() else None,
    )
