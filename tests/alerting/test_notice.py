"""A note to the hosts: each gets it in their own language, once for each key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.alerting.notice import tell_hosts
from bot.core.delivery import REPORT
from bot.store import Store, Tx, open_store
from bot.words import Words
from tests.store.builders import NOW, StillClock, subscribe

WORDS = Words.load()
HOST, OTHER, GONE = 11, 12, 13


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bot.db'}", StillClock()) as opened:
        yield opened


async def told(tx: Tx, *hosts: int, key: str = "disk:1") -> int:
    template = "notices/disk.j2"
    return await tell_hosts(tx, WORDS, hosts, template, NOW, key, free=120, low=200)


async def test_each_host_gets_it_in_their_own_language_even_one_the_bot_does_not_know(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, HOST, language="ru")
        assert await told(tx, HOST, OTHER) == 2
        claims = await tx.outbox.claim(9, NOW, store.epoch)
        texts = await tx.alerts.texts(claims[0].alert_id)
    said = {claim.chat_id: texts[claim.variant] for claim in claims}
    assert "На диске" in said[HOST]
    assert "disk is nearly full" in said[OTHER]
    assert all(claim.policy == REPORT for claim in claims)


async def test_it_is_told_once_for_each_key(store: Store) -> None:
    async with store.transaction() as tx:
        assert [await told(tx, HOST), await told(tx, HOST)] == [1, 0]
        assert await told(tx, HOST, key="disk:2") == 1


async def test_a_host_who_is_gone_is_left_out(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, GONE)
        await tx.chats.retire(GONE)
        assert await told(tx, GONE, OTHER) == 1
        assert await told(tx, key="disk:2") == 0, "and where there are no hosts, nobody"
