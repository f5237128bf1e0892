"""Measures how fast the bot is on this machine, now, beside its peers; asserts nothing of it.

Everything talks to a fake Bot API without a network between. Takes about eight minutes, or one
and a half with BENCH_QUICK=1; for figures that are worth keeping nothing else may run meanwhile.
Writes ``build/bench.json``. How it is steered: see ``wishes.py``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tests.bench.children import Broken, Fake, fake_api
from tests.bench.contest import contest
from tests.bench.databases import Databases
from tests.bench.growth import growth
from tests.bench.machine import machine
from tests.bench.paced import paced
from tests.bench.replies import replies
from tests.bench.replying import answers
from tests.bench.report import OUT, Section, written
from tests.bench.starting import starting
from tests.bench.wishes import Wishes, wishes

SECTIONS: dict[str, Callable[[Fake, Databases, Wishes], Section]] = {
    "contest": contest,
    "paced": paced,
    "growth": growth,
    "replies": replies,
    "start": starting,
    "answers": answers,
}


WIDTH = 120


def main() -> None:
    console = Console(width=max(Console().width, WIDTH))
    wanted = wishes()
    unknown = wanted.only - SECTIONS.keys()
    if unknown:
        raise SystemExit(f"BENCH_ONLY knows {', '.join(SECTIONS)}; not {', '.join(unknown)}.")
    place = machine(wanted.peers)
    console.print(", ".join(f"{name} {fact}" for name, fact in place.items()), highlight=False)
    console.print()
    done: list[Section] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder, fake_api() as fake:
        for name, measure in SECTIONS.items():
            if not wanted.wants(name):
                continue
            try:
                done.append(measure(fake, Databases(Path(folder)), wanted))
            except Broken as trouble:  # the others can be measured all the same
                console.print(f"{name}: {trouble}", style="red", markup=False, highlight=False)
                broken.append(name)
            else:
                done[-1].show(console)
    written(done, place)
    console.print(f"Written to {OUT}.")
    if broken:
        raise SystemExit(f"Could not be measured: {', '.join(broken)}.")


if __name__ == "__main__":
    main()
