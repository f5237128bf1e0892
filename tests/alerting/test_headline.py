"""How an alert is named to somebody, who may have another clock than those who got it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.alerting.headline import headline
from bot.core.chats import Audience
from bot.core.library import Library
from bot.core.messages import Message
from bot.core.wire import to_json
from bot.store import Store, open_store
from tests.commands.cases import an_entry
from tests.store.builders import StillClock, an_alert

LOS_ANGELES = Audience(language="en", zone="America/Los_Angeles", kind="private")
LONDON = replace(LOS_ANGELES, zone="Europe/London")
SAID = {
    LOS_ANGELES: "⚖️ Court in 1 hour: today, Sun 5 January, 19:00 for you",
    LONDON: "⚖️ Court in 1 hour: today, Mon 6 January, 03:00 for you",
}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bot.db'}", StillClock()) as opened:
        yield opened


async def named(store: Store, reader: Audience, got: tuple[Audience, ...]) -> str:
    texts = {audience: to_json(Message(html=SAID[audience])) for audience in got}
    async with store.transaction() as tx:
        number = await tx.alerts.add(an_alert(f"hearing:{reader}", texts=texts))
        assert number is not None
        alert = await tx.alerts.get(number)
        assert alert is not None
        return await headline(tx, Library((an_entry(),)), alert, reader)


async def test_it_is_named_as_the_reader_got_it(store: Store) -> None:
    said = await named(store, LONDON, (LOS_ANGELES, LONDON))
    assert said == "Court in 1 hour: today, Mon 6 January, 03:00 for you"


async def test_nobody_is_shown_anothers_clock(store: Store) -> None:
    assert await named(store, LONDON, (LOS_ANGELES,)) == "Court in 1 hour"
    assert await named(store, replace(LONDON, language="ru"), (LOS_ANGELES,)) == "Court in 1 hour"
