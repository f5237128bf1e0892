"""Section 4: answers to /start, by themselves and while a broadcast goes out."""

from __future__ import annotations

from tests.bench.children import Fake, child
from tests.bench.databases import Databases
from tests.bench.report import Figure, Section, at_least, at_most, over
from tests.bench.wishes import Wishes

PEOPLE = 30
QUEUED = 60_000
LIMIT = 1000
RESERVE = 50
DELAY = 0.05
PAUSE = 0.04


def replies(fake: Fake, databases: Databases, wishes: Wishes) -> Section:
    alone = []
    beside = []
    for _ in range(wishes.rounds):
        with databases.empty() as database:
            alone.append(
                child(
                    "talking",
                    way="flood",
                    url=fake.url,
                    database=database,
                    people=PEOPLE,
                    warm=wishes.either(0.3, 0.6),
                    seconds=wishes.either(1, 2),
                )
            )
        with databases.copy(QUEUED, queued=True) as database:
            beside.append(
                child(
                    "talking",
                    way="beside",
                    url=fake.url,
                    database=database,
                    limit=LIMIT,
                    reserve=RESERVE,
                    delay=DELAY,
                    pause=PAUSE,
                    warm=1.5,
                    seconds=wishes.either(4, 10),
                )
            )
    return Section(
        name="replies",
        title=f"4. Replies to /start, {wishes.rounds} rounds",
        figures=[
            Figure(
                name=f"stored, handled, answered; {PEOPLE} chats at a time",
                unit="/s",
                rounds=over(alone, "rate"),
                goal=at_least(1000),
            ),
            Figure(name="   CPU an update", unit="ms", rounds=over(alone, "cpu_ms"), digits=3),
            Figure(
                name="during a broadcast: median wait",
                unit="ms",
                rounds=over(beside, "p50_ms"),
                digits=1,
            ),
            Figure(
                name="   99 of 100 wait at most",
                unit="ms",
                rounds=over(beside, "p99_ms"),
                digits=1,
                goal=at_most(150),
            ),
            Figure(name="   sent meanwhile", unit="msg/s", rounds=over(beside, "rate")),
            Figure(name="   refused with 429", unit="", rounds=over(beside, "refused")),
        ],
        note=(
            "A wait is from the acceptance of the update to the end of its reply; "
            f"{DELAY * 1000:.0f} ms of each are the fake's. The broadcast is paced at {LIMIT}/s, "
            f"{RESERVE} of them for replies."
        ),
    )
