"""Section 3: what a message costs when the queue is long, and what queueing a million costs."""

from __future__ import annotations

from tests.bench.children import TOKEN, Fake, child
from tests.bench.databases import Databases
from tests.bench.report import Figure, Rows, Section, at_most, over
from tests.bench.wishes import Wishes

SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES = (10_000, 100_000)


def growth(fake: Fake, databases: Databases, wishes: Wishes) -> Section:
    sizes = QUICK_SIZES if wishes.quick else SIZES
    rows: dict[int, Rows] = {size: [] for size in sizes}
    queueing: Rows = []
    for _ in range(wishes.rounds):
        for size in sizes + sizes[::-1]:
            rows[size].append(_sent(fake, databases, wishes, size))
        with databases.copy(sizes[-1], queued=False) as database:
            queueing.append(child("queueing", database=database, chats=sizes[-1]))
    figures = [
        Figure(
            name=f"CPU a message, {size:,} queued",
            unit="ms",
            rounds=over(rows[size], "cpu_ms"),
            digits=4,
        )
        for size in sizes
    ]
    # The cheapest round of each: whatever else the machine does only adds to it.
    costs = [min(figure.rounds) for figure in figures]
    figures += [
        Figure(
            name="dearest over cheapest, by the best round of each",
            unit="x",
            rounds=[max(costs) / min(costs)],
            digits=2,
            goal=at_most(1.1),
        ),
        *_queueing(queueing, sizes[-1]),
        Figure(
            name=f"most memory, sending from {sizes[-1]:,}",
            unit="MB",
            rounds=over(rows[sizes[-1]], "peak_mb"),
            goal=at_most(120),
        ),
    ]
    return Section(name="growth", title=f"3. Growth, {wishes.rounds} rounds", figures=figures)


def _queueing(rows: Rows, size: int) -> list[Figure]:
    return [
        Figure(
            name=f"queueing for {size:,} subscribers",
            unit="s",
            rounds=over(rows, "seconds"),
            digits=2,
            goal=at_most(2),
        ),
        Figure(
            name="   longest hold of the writer",
            unit="ms",
            rounds=over(rows, "hold_ms"),
            goal=at_most(30),
        ),
        Figure(name="   most memory", unit="MB", rounds=over(rows, "peak_mb"), goal=at_most(120)),
    ]


def _sent(fake: Fake, databases: Databases, wishes: Wishes, size: int) -> dict[str, float]:
    with databases.copy(size, queued=True) as database:
        return child(
            "ours",
            way="race",
            url=fake.url,
            token=TOKEN,
            database=database,
            warm=wishes.either(0.1, 0.2),
            seconds=wishes.either(1, 2),
        )
