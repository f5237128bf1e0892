"""Section 2: at the pace of a limit that the fake enforces, its answers 50 ms late."""

from __future__ import annotations

from tests.bench.children import Fake, child
from tests.bench.databases import Databases
from tests.bench.report import Figure, Section, at_least, at_most, over, percent
from tests.bench.wishes import Wishes

DELAY = 0.05
LIMITS = {30: 98.5, 1000: 97.0}
"""Messages a second, and the per cent of them that ought to be reached."""
QUEUED = 60_000
WARM = 1.5


def paced(fake: Fake, databases: Databases, wishes: Wishes) -> Section:
    figures: list[Figure] = []
    for limit, wanted in LIMITS.items():
        rows = [_run(fake, databases, wishes, limit) for _ in range(wishes.rounds)]
        at = f"limit {limit:,}/s: "
        cpu = at_most(20) if limit == max(LIMITS) else None
        figures += [
            Figure(
                name=f"{at}share of it",
                unit="%",
                rounds=over(rows, "share", percent),
                digits=1,
                goal=at_least(wanted),
            ),
            Figure(
                name="   refused with 429, of all rounds",
                unit="",
                rounds=[sum(over(rows, "refused"))],
                goal=at_most(0),
            ),
            Figure(name="   most in any second", unit="", rounds=over(rows, "most")),
            Figure(
                name="   CPU, of one core",
                unit="%",
                rounds=over(rows, "cpu_share", percent),
                digits=1,
                goal=cpu,
            ),
        ]
    return Section(
        name="paced",
        title=f"2. Paced: answers 50 ms late, 429 above the limit, {wishes.rounds} rounds",
        figures=figures,
    )


def _run(fake: Fake, databases: Databases, wishes: Wishes, limit: int) -> dict[str, float]:
    with databases.copy(QUEUED, queued=True) as database:
        return child(
            "ours",
            way="pace",
            url=fake.url,
            database=database,
            limit=limit,
            delay=DELAY,
            warm=WARM,
            seconds=wishes.either(4, 10),
        )
