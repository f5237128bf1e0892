"""Updates of several chats in one transaction: what each may expect of the others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.core.messages import Incoming, Reply
from bot.jobs.company import MOST, Company
from bot.store import Full, Pending, Store, StoreError, Tx, Unreachable
from tests.jobs.builders import PEOPLE
from tests.jobs.test_inbox import arrives, translate, waiting

BUDGET = 0.3


class Kitchen:
    """Answers by a word of the update, and counts how often each was answered."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.trouble: dict[str, Exception] = {}

    async def __call__(self, incoming: Incoming, tx: Tx) -> Reply:
        self.asked[incoming.text] += 1
        await tx.marks.put(incoming.text, "done")
        if incoming.text == "slow":
            await asyncio.sleep(3600)
        if incoming.text in self.trouble:
            raise self.trouble[incoming.text]
        return Reply(toast=incoming.text)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def company(store: Store, kitchen: Kitchen) -> Company:
    return Company(store, kitchen, BUDGET)


@pytest.fixture
def commits(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How each transaction from here on ended."""
    ends: list[str] = []
    genuine = store.transaction

    @asynccontextmanager
    async def noted() -> AsyncIterator[Tx]:
        try:
            async with genuine() as tx:
                yield tx
        except BaseException as error:
            ends.append(type(error).__name__)
            raise
        ends.append("committed")

    monkeypatch.setattr(store, "transaction", noted)
    return ends


async def they_come(company: Company, store: Store, *words: str) -> list[Reply | str | None]:
    """All at once; the toast each got, or the kind of error."""
    async with store.reading() as tx:
        found = {update.body.split(" ", 2)[2]: update for update in await tx.inbox.take(100)}

    async def one(update: Pending) -> str | None:
        reply = await company.settle(update, await translate(update.body))
        return None if reply is None else reply.toast

    ends = await asyncio.gather(*(one(found[word]) for word in words), return_exceptions=True)
    return [type(end).__name__ if isinstance(end, BaseException) else end for end in ends]


async def wait_in_the_inbox(store: Store, *words: str) -> None:
    for number, word in enumerate(words):
        await arrives(store, number + 1, PEOPLE[0] + number, word)


async def stands(store: Store, *words: str) -> list[str]:
    """Those of which something is left in the database."""
    async with store.reading() as tx:
        return [word for word in words if await tx.marks.get(word) is not None]


async def test_who_comes_together_is_committed_together(
    store: Store, company: Company, commits: list[str]
) -> None:
    await wait_in_the_inbox(store, "a", "b", "not for us", "c")
    commits.clear()
    assert await they_come(company, store, "a", "b", "not for us", "c") == ["a", "b", None, "c"]
    assert commits == ["committed"]
    assert await stands(store, "a", "b", "c") == ["a", "b", "c"]
    assert await waiting(store) == 0


async def test_a_transaction_has_an_end_however_many_come(
    store: Store, company: Company, commits: list[str]
) -> None:
    words = [f"w{number}" for number in range(MOST + 3)]
    await wait_in_the_inbox(store, *words)
    commits.clear()
    assert await they_come(company, store, *words) == words
    assert commits == ["committed"] * 2


@pytest.mark.parametrize(("word", "error"), [("poison", "ValueError"), ("slow", "TimeoutError")])
async def test_what_fails_fails_alone_and_the_others_have_their_effect_once(
    store: Store, company: Company, kitchen: Kitchen, word: str, error: str
) -> None:
    kitchen.trouble["poison"] = ValueError()
    await wait_in_the_inbox(store, "a", word, "b")
    assert await they_come(company, store, "a", word, "b") == ["a", error, "b"]
    assert kitchen.asked == {"a": 2, word: 1, "b": 1}, "who was with it is answered anew"
    assert await stands(store, "a", word, "b") == ["a", "b"]
    assert await waiting(store) == 1


async def test_what_has_failed_before_is_in_nobodys_company(
    store: Store, company: Company, kitchen: Kitchen, commits: list[str]
) -> None:
    kitchen.trouble["poison"] = ValueError()
    await wait_in_the_inbox(store, "a", "poison", "b")
    async with store.transaction() as tx:
        await tx.inbox.failed(2)
    commits.clear()
    assert await they_come(company, store, "a", "poison", "b") == ["a", "ValueError", "b"]
    assert kitchen.asked == {"a": 1, "poison": 1, "b": 1}
    assert sorted(commits) == ["_Spoilt", "committed", "committed"]


async def test_trouble_of_the_database_with_one_update_is_not_that_of_all(
    store: Store, company: Company, kitchen: Kitchen
) -> None:
    kitchen.trouble["huge"] = Full()
    await wait_in_the_inbox(store, "a", "huge", "b")
    assert await they_come(company, store, "a", "huge", "b") == ["a", "Full", "b"]
    assert await stands(store, "a", "huge", "b") == ["a", "b"]


async def test_while_no_transaction_can_be_begun_all_are_told_at_once(
    store: Store, company: Company, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> AbstractAsyncContextManager[Tx]:
        raise StoreError

    await wait_in_the_inbox(store, "a", "b")
    monkeypatch.setattr(store, "transaction", locked)
    assert await they_come(company, store, "a", "b") == ["StoreError", "StoreError"]
    monkeypatch.undo()
    assert await they_come(company, store, "a", "b") == ["a", "b"]
    assert kitchen.asked == {"a": 1, "b": 1}


async def test_who_does_not_wait_any_more_spoils_nothing(
    store: Store, company: Company, kitchen: Kitchen
) -> None:
    await wait_in_the_inbox(store, "a", "b")
    async with store.reading() as tx:
        first, second = await tx.inbox.take(2)
    impatient = asyncio.create_task(company.settle(first, await translate(first.body)))
    await asyncio.sleep(0)
    impatient.cancel()
    reply = await company.settle(second, await translate(second.body))
    assert reply is not None
    assert reply.toast == "b"


def told_of_trouble_after_the_commit(
    store: Store, monkeypatch: pytest.MonkeyPatch, *, stands: bool, times: int = 1
) -> None:
    """The next transactions end in trouble, though what they changed ``stands``, or does not."""
    genuine, left = store.transaction, [times]

    @asynccontextmanager
    async def doubtful() -> AsyncIterator[Tx]:
        left[0] -= 1
        if left[0] < 0:
            async with genuine() as tx:
                yield tx
            return
        async with genuine() as tx:
            yield tx
            if not stands:
                raise Unreachable
        raise Unreachable

    monkeypatch.setattr(store, "transaction", doubtful)


@pytest.mark.parametrize("company_of", [("a",), ("a", "b", "c")], ids=["one", "three"])
async def test_a_commit_of_which_nobody_heard_has_its_effects_once_and_its_answers(
    store: Store,
    company: Company,
    kitchen: Kitchen,
    monkeypatch: pytest.MonkeyPatch,
    company_of: tuple[str, ...],
) -> None:
    await wait_in_the_inbox(store, *company_of)
    told_of_trouble_after_the_commit(store, monkeypatch, stands=True)
    assert await they_come(company, store, *company_of) == [*company_of]
    assert kitchen.asked == dict.fromkeys(company_of, 1)
    assert await waiting(store) == 0


async def test_a_commit_that_failed_is_made_again_for_each_by_itself(
    store: Store, company: Company, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wait_in_the_inbox(store, "a", "b")
    told_of_trouble_after_the_commit(store, monkeypatch, stands=False)
    assert await they_come(company, store, "a", "b") == ["a", "b"]
    assert kitchen.asked == {"a": 2, "b": 2}
    assert await stands(store, "a", "b") == ["a", "b"]
    assert await waiting(store) == 0


async def test_while_every_commit_fails_all_are_told_and_wait(
    store: Store, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wait_in_the_inbox(store, "a", "b")
    told_of_trouble_after_the_commit(store, monkeypatch, stands=False, times=9)
    assert await they_come(company, store, "a", "b") == ["Unreachable"] * 2
    assert await waiting(store) == 2
