"""A change put before the hosts: it reaches them, or somebody reads in the log that it cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import log
from bot.alerting.proposal import propose
from bot.core.alerts import Moment
from bot.core.chats import Audience
from bot.core.delivery import ALERT
from bot.core.messages import Message
from bot.core.news import HearingChange, Scheduled
from bot.core.wire import from_json
from bot.store import Store, Tx, open_store
from bot.words import Words
from tests.commands.cases import PEOPLE, VERDICT, an_entry
from tests.store.builders import NOW, SLUG, StillClock, subscribe
from tests.unwritable import break_templates, break_words

WORDS = Words.load()
MOVED = VERDICT | {"states": [*VERDICT["states"], {"status": "postponed", "on": "2003-01-08"}]}
OLD, ENTRY = (an_entry(hearings=[each], people=PEOPLE) for each in (VERDICT, MOVED))
CHANGE = HearingChange(old=OLD.campaign.hearings[0], new=ENTRY.campaign.hearings[0])
HOST, OTHER = 11, 12


@pytest.fixture(autouse=True)
def _logging() -> None:
    log.configure("INFO")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bot.db'}", StillClock()) as opened:
        yield opened


async def test_every_host_is_asked_even_one_the_bot_does_not_know(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, HOST)
        assert await propose(tx, WORDS, ENTRY, CHANGE, [HOST, OTHER], NOW) == 2
        claims = await tx.outbox.claim(9, NOW, store.epoch)
    assert {claim.chat_id for claim in claims} == {HOST, OTHER}


async def test_a_proposal_whose_fate_is_unknown_is_tried_again(store: Store) -> None:
    async with store.transaction() as tx:
        await propose(tx, WORDS, ENTRY, CHANGE, [HOST], NOW)
        [claim] = await tx.outbox.claim(9, NOW, store.epoch)
    assert claim.policy == ALERT
    assert claim.policy.resend_after


async def test_a_host_who_is_gone_cannot_be_asked_and_the_log_says_so(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, HOST)
        await tx.chats.retire(HOST)
        assert await propose(tx, WORDS, ENTRY, CHANGE, [HOST, OTHER], NOW) == 1
        assert "no host can be asked" not in caplog.text
        assert await propose(tx, WORDS, ENTRY, CHANGE, [HOST], NOW) == 0
    assert "no host can be asked" in caplog.text


async def test_what_is_soon_of_no_use_can_only_be_approved_until_then(store: Store) -> None:
    soon = Scheduled(
        moment=Moment(
            kind="hearing",
            campaign=SLUG,
            subject="hearing:verdict",
            at=NOW,
            expires=NOW + timedelta(minutes=40),
            key="soon",
        )
    )
    async with store.transaction() as tx:
        await propose(tx, WORDS, ENTRY, soon, [HOST], NOW)
        await propose(tx, WORDS, ENTRY, CHANGE, [HOST], NOW)
        found = await tx.alerts.latest(SLUG, 5)
    assert [each.expires - NOW for each in found] == [timedelta(hours=24), timedelta(minutes=40)]


async def asked(store: Store, *hosts: int) -> list[Message]:
    """What hosts read of the change."""
    async with store.transaction() as tx:
        assert await propose(tx, WORDS, ENTRY, CHANGE, hosts, NOW) == len(hosts)
        found = await tx.alerts.latest(SLUG, len(hosts))
        return [from_json(body) for each in found for body in await texts(tx, each.id)]


async def texts(tx: Tx, alert_id: int) -> list[str]:
    return list((await tx.alerts.texts(alert_id)).values())


async def test_what_cannot_be_put_into_words_is_not_sent_unseen_but_can_be_looked_at_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_words(monkeypatch)
    notes = await asked(store, HOST, OTHER)
    assert len(notes) == 2
    for note in notes:
        assert "could not be put into words" in note.html
        [[button]] = note.buttons
        assert (button.press or "").startswith("broadcast:again:")
    assert "an alert cannot be written for all" in caplog.text


async def test_a_host_whose_language_fails_sees_the_words_that_subscribers_would_get(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def russian(audience: Audience) -> bool:
        return audience.language == "ru"

    async with store.transaction() as tx:
        await subscribe(tx, HOST, language="ru")
    break_words(monkeypatch, russian)
    [note] = await asked(store, HOST)
    assert "В файле кампании" in note.html
    assert "Fax the court." in note.html
    assert [(row[0].press or "").split(":")[1] for row in note.buttons] == ["send", "drop"]


def in_russian(audience: Audience) -> bool:
    return audience.language == "ru"


async def shortfall(store: Store) -> list[str]:
    """What hosts are told of words that failed."""
    async with store.reading() as tx:
        found = [await tx.alerts.known(f"notice:unwritten:{number}") for number in range(1, 9)]
        notes = [body for each in found if each is not None for body in await texts(tx, each)]
    return [from_json(body).html for body in notes]


async def test_a_proposal_whose_own_words_fail_is_made_in_english_and_hosts_are_told_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, HOST, OTHER, language="ru")
    assert await shortfall(store) == []
    break_templates(monkeypatch, "proposal.j2", "notices/unwritten.j2", fails=in_russian)
    for note in await asked(store, HOST, OTHER):
        assert "A hearing changed in the file" in note.html
        assert [row[0].label for row in note.buttons] == ["Send to 2 chats", "Do not send"]
    [told] = await shortfall(store)
    assert "because their language failed: 2." in told
    assert "a proposal cannot be written" in caplog.text
    assert "a notice cannot be written for all" in caplog.text


async def test_a_proposal_that_fails_even_in_english_can_be_looked_at_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_templates(monkeypatch, "proposal.j2", "notices/unwritten.j2")
    [note] = await asked(store, HOST)
    assert "Subscribers have not been told" in note.html
    [[button]] = note.buttons
    assert (button.press or "").startswith("broadcast:again:")
    [told] = await shortfall(store)
    assert "could not be put into words" in told
