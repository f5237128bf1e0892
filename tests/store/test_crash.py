"""SQLite after kill -9 and after a power cut that tore the log: never half a step."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.delivery import State
from bot.store import Store, open_store
from tests.store.builders import NOW, StillClock, chance, end_all, totals, unsound

HOUSE = Path(__file__).parents[2]
STEPS = 40
PROGRAM = """
import asyncio, sys
from bot.core.delivery import State
from bot.store import open_store
from tests.store.builders import NOW, StillClock, queue, settled

async def main(url, steps):
    async with open_store(url, StillClock()) as store:
        for step in range(1, steps + 1):
            async with store.transaction() as tx:
                await queue(tx, step, key=str(step))
                [claim, *_] = await tx.outbox.claim(1, NOW, store.epoch)
                await tx.outbox.settle([settled(claim, store.epoch, State.SENT)])
                await tx.marks.put("steps", str(step))
            print(step, flush=True)
        await asyncio.Event().wait()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def run_until_killed(url: str, steps: int) -> None:
    """A bot that has told of so many steps, and is killed on the spot."""
    with subprocess.Popen(
        (sys.executable, "-c", PROGRAM, url, str(steps)),
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == str(steps):
                child.kill()
                break
    assert child.returncode == -signal.SIGKILL


async def steps_done(store: Store) -> int:
    """How many steps are in the database; fails where one is there by half."""
    assert await unsound(store) == []
    async with store.reading() as tx:
        steps = int(await tx.marks.get("steps") or 0)
        assert (await tx.chats.counts()).get("private", 0) == steps
        assert (await totals(tx)).get(State.SENT, 0) == steps
    return steps


async def test_what_was_told_before_a_kill_is_there_and_the_lock_is_free(sqlite_url: str) -> None:
    run_until_killed(sqlite_url, STEPS)
    async with open_store(sqlite_url, StillClock()) as store:
        assert await steps_done(store) == STEPS
        assert store.epoch == 2


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of a killed bot: all its steps stand in the log."""
    folder = tmp_path_factory.mktemp("torn")
    run_until_killed(f"sqlite:///{folder / 'bot.db'}", STEPS)
    assert (folder / "bot.db-wal").stat().st_size > STEPS * 4096
    return folder


def tear(folder: Path, seed: int) -> None:
    """Cut the log short, or spoil a sector of it; what was noted beside it is torn as well.

    Else a database that has lost its last opening is refused, as an older copy is.
    """
    (folder / "bot.db-shm").unlink()  # the log's index is rebuilt after a power cut
    (folder / "bot.db.lock").write_bytes(b"in use\n")
    log = folder / "bot.db-wal"
    luck = chance(seed)
    data = bytearray(log.read_bytes())
    place = luck.randrange(len(data))
    if seed % 2:
        del data[place:]
    else:
        data[place : place + 512] = luck.randbytes(512)
    log.write_bytes(data)


@pytest.mark.parametrize("seed", range(30))
async def test_a_torn_log_gives_a_whole_number_of_steps(
    torn: Path, tmp_path: Path, seed: int
) -> None:
    shutil.copytree(torn, tmp_path / "bot")
    tear(tmp_path / "bot", seed)
    async with open_store(f"sqlite:///{tmp_path / 'bot' / 'bot.db'}", StillClock()) as store:
        assert await steps_done(store) < STEPS
        async with store.transaction() as tx:
            await end_all(tx, NOW)
            await tx.marks.put("life", "goes on")
