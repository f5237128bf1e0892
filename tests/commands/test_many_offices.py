"""Many campaigns with many offices: every screen keeps within what Telegram takes and shows."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import call
from bot.commands.call_card import ON_A_PAGE
from bot.commands.evening import ON_A_PAGE as SHOWN
from bot.commands.picture import MOST_CAPTION
from bot.commands.sorry import Stale
from bot.core.lengths import units
from bot.store import Store
from tests.appeal import COURT, FAX, LETTER
from tests.commands.talk import LONDON, NOWHERE, Talk, a_desk, an_entry
from tests.words.everywhere import SHIPPED
from tests.words.telegram import visible

MORNING = datetime(2003, 1, 6, 3, 45, tzinfo=UTC)
NIGHT = datetime(2003, 1, 6, 1, tzinfo=UTC)
OFFICES = 100
CAMPAIGNS = 30
WIDE = "The regional court of appeal for administrative offences number"


def an_office(number: int, **changes: Any) -> dict[str, Any]:
    """An office with a long name, and hours and a city of its own."""
    return COURT | {
        "id": f"the-office-{number:09}",
        "name": f"{WIDE} {number}",
        "in_city": f"in the city of the number {number}",
        "hours": f"Mo-Fr 09:00-1{number % 9}:{number % 60:02}",
        **changes,
    }


def a_campaign_of(slug: str, *offices: dict[str, Any]) -> Any:
    ids = [office["id"] for office in offices]
    line: dict[str, Any] = {"kind": "phone", "numbers": [{"e164": "+77212420220"}]}
    return an_entry(
        slug=slug,
        title=f"Freedom for the fourteen trade unionists of the town {slug}",
        offices=list(offices),
        channels=[line | {"id": f"line-{id}"[:20], "offices": [id]} for id in ids],
        scripts=[],
        letters=[LETTER | {"to": ids, "cc": []}],
        actions=[FAX | {"offices": ids, "script": None}],
    )


@pytest.fixture
def talk(kept: Store) -> Talk:
    entry = a_campaign_of("a-slug-of-twenty-eight-bytes", *map(an_office, range(OFFICES)))
    return Talk(kept, a_desk(entry), LONDON, MORNING)


def fits(talk: Talk) -> None:
    for message in talk.messages:
        assert units(visible(message.html)) <= 4096
        assert sum(len(row) for row in message.buttons) <= 100
        assert all(message.buttons)
        for button in (button for row in message.buttons for button in row):
            assert len((button.press or "").encode()) <= 64


@pytest.mark.parametrize("now", (MORNING, NIGHT))
@pytest.mark.parametrize("reader", (LONDON, NOWHERE))
async def test_a_campaign_with_a_hundred_offices_has_pages(
    talk: Talk, now: datetime, reader: Any
) -> None:
    talk.now, talk.reader = now, reader
    await talk.type(call, "a-slug-of-twenty-eight-bytes")
    seen: list[str] = []
    while True:
        fits(talk)
        seen += [str(b.press) for b in talk.buttons if str(b.press).endswith(":when")]
        if "More" not in talk.labels:
            break
        await talk.tap(call, "More")
    assert len(seen) == len(set(seen)) == OFFICES
    await talk.tap(call, "Earlier")
    assert talk.reply.edit is not None
    for forged in (OFFICES // ON_A_PAGE + 1, "-1", "x"):
        with pytest.raises(Stale):
            await talk.press(call, f"call:a-slug-of-twenty-eight-bytes:.all:{forged}")


async def test_a_picture_of_many_offices_has_a_caption_that_telegram_takes(talk: Talk) -> None:
    for reader in (LONDON, NOWHERE):
        talk.reader = reader
        await talk.press(call, "call:a-slug-of-twenty-eight-bytes:.day")
        (message,) = talk.messages
        assert message.document is not None
        assert 0 < units(visible(message.html)) <= MOST_CAPTION


async def test_one_evening_covers_thirty_campaigns(kept: Store) -> None:
    offices = [an_office(number) for number in range(10)]
    entries = [a_campaign_of(f"campaign-{n:018}", *offices) for n in range(CAMPAIGNS)]
    talk = Talk(kept, a_desk(*entries), LONDON, MORNING)
    await talk.type(call)
    pages = 1
    while "More" in talk.labels:
        fits(talk)
        await talk.tap(call, "More")
        pages += 1
    fits(talk)
    assert pages == -(-CAMPAIGNS * len(offices) // SHOWN)
    talk.desk = replace(talk.desk, words=SHIPPED)
    await talk.type(call)
    began = time.perf_counter()
    await talk.type(call)
    assert time.perf_counter() - began < 1, "seconds, of which it takes a twentieth"
