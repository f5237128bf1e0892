"""An action that a file named too late for its own moment: a host decides, and it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.delivery import State
from bot.core.messages import Message
from bot.core.news import Scheduled, to_payload
from bot.core.schedule import in_use
from bot.core.wire import from_json
from bot.store import Store
from tests.appeal import FAX
from tests.commands.cases import RICH, an_entry
from tests.commands.conftest import HOST
from tests.commands.visitor import Stage, Visitor
from tests.unwritable import break_words

SLUG = "karaganda-2003"
WRITE = FAX | {"id": "write", "kind": "letter", "script": None}
READER = 8_000_000_000


def live(stage: Stage, *actions: dict[str, Any]) -> None:
    stage.desk.library.replace((an_entry(**RICH | {"actions": list(actions)}),))


async def proposed(store: Store, stage: Stage) -> str:
    """The letter that can be written already, put before the host."""
    live(stage, WRITE)
    entry = stage.desk.library.get(SLUG)
    assert entry is not None
    moment = next(m for m in in_use(entry.campaign, stage.now) if m.subject == "action:write")
    async with store.transaction() as tx:
        later = stage.now + timedelta(hours=24)
        payload = to_payload(Scheduled(moment=moment), SLUG)
        return await tx.tokens.issue("broadcast", HOST, HOST, payload, later)


@pytest.fixture
async def reader(stage: Stage) -> Visitor:
    visitor = Visitor(stage, user=READER, app_language="en")
    await visitor.says(f"/subscribe {SLUG}")
    return visitor


@pytest.mark.usefixtures("reader")
async def test_what_a_host_approves_goes_out_under_its_ordinary_key_and_from_now_on(
    host: Visitor, kept: Store
) -> None:
    token = await proposed(kept, host.stage)
    host.stage.now += timedelta(hours=20)
    await host.presses(f"broadcast:send:{token}")
    async with kept.reading() as tx:
        [alert] = await tx.alerts.latest(SLUG, 5)
        assert await tx.alerts.counts(alert.id) == {State.PENDING: 1}
    assert alert.key == f"{SLUG}/action/write/2003-01-05T18:00Z"
    assert alert.expires == host.stage.now + timedelta(hours=12)


@pytest.mark.usefixtures("reader")
async def test_what_the_campaign_asks_for_no_more_is_not_sent(host: Visitor, kept: Store) -> None:
    token = await proposed(kept, host.stage)
    live(host.stage)
    await host.presses(f"broadcast:send:{token}")
    async with kept.reading() as tx:
        assert await tx.alerts.latest(SLUG, 5) == []


async def newest(store: Store) -> Message:
    async with store.reading() as tx:
        [alert, *_] = await tx.alerts.latest(SLUG, 1)
        [body] = (await tx.alerts.texts(alert.id)).values()
    return from_json(body)


@pytest.mark.usefixtures("reader")
async def test_what_could_not_be_shown_is_looked_at_again_until_it_can_be_and_then_sent(
    host: Visitor, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await host.presses(f"broadcast:again:{await proposed(kept, host.stage)}")
    assert "put before you once more" in host.text
    break_words(monkeypatch)
    for pressed in range(2):
        token = ((await newest(kept)).buttons[0][0].press or "").rpartition(":")[2]
        await host.presses(f"broadcast:again:{token}")
        note = await newest(kept)
        assert "could not be put into words" in note.html, pressed
    monkeypatch.undo()
    await host.presses(note.buttons[0][0].press or "")
    await host.presses((await newest(kept)).buttons[0][0].press or "")
    assert "On its way to 1 chat." in host.text


async def test_what_the_campaign_asks_for_no_more_is_not_looked_at_again(
    host: Visitor, kept: Store
) -> None:
    token = await proposed(kept, host.stage)
    live(host.stage)
    await host.presses(f"broadcast:again:{token}")
    async with kept.reading() as tx:
        assert await tx.alerts.latest(SLUG, 5) == []
