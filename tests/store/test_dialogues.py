from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.store import Dialogue, Store
from tests.store.builders import NOW, WEEK, a_chat

LATER = NOW + timedelta(minutes=30)


async def test_a_dialogue_goes_on_where_it_stood(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.chats.meet(1, 2, NOW) == (None, None)
        await tx.dialogues.put(1, 2, "letter", "name", {}, LATER)
        await tx.dialogues.put(1, 2, "letter", "city", {"name": "Читатель"}, LATER)
        asked = Dialogue(command="letter", step="city", data={"name": "Читатель"})
        assert await tx.chats.meet(1, 2, NOW) == (None, asked)
        assert await tx.chats.meet(1, 3, NOW) == (None, None)
        await tx.dialogues.end(1, 2)
        assert await tx.chats.meet(1, 2, NOW) == (None, None)


async def test_an_expired_dialogue_is_over_and_swept_away(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.dialogues.put(1, 2, "letter", "name", {}, LATER)
        assert await tx.chats.meet(1, 2, LATER) == (None, None)
        assert await tx.dialogues.purge(NOW) == 0
        assert await tx.dialogues.purge(LATER) == 1


async def test_chat_and_dialogue_are_met_together(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.chats.meet(1, 2, NOW) == (None, None)
        await tx.dialogues.put(1, 2, "letter", "city", {"name": "Читатель"}, LATER)
        _, asked = await tx.chats.meet(1, 2, NOW)
        assert asked is not None
        await tx.chats.save(a_chat(1), WEEK)
        chat = await tx.chats.get(1)
        assert chat is not None
        assert await tx.chats.meet(1, 2, NOW) == (chat, asked)
        assert await tx.chats.meet(1, 3, NOW) == (chat, None)
        assert await tx.chats.meet(1, 2, LATER) == (chat, None)


async def test_a_token_works_once(store: Store) -> None:
    async with store.transaction() as tx:
        token = await tx.tokens.issue("broadcast", 1, 1, {"alert": 3}, LATER)
        assert await tx.tokens.take(token, 1, NOW) == {"alert": 3}
        assert await tx.tokens.take(token, 1, NOW) is None


async def test_a_hundred_taps_use_a_token_once(store: Store) -> None:
    async with store.transaction() as tx:
        token = await tx.tokens.issue("broadcast", 1, 1, {"alert": 3}, LATER)

    async def tap() -> dict[str, object] | None:
        async with store.transaction() as tx:
            return await tx.tokens.take(token, 1, NOW)

    taken = await asyncio.gather(*(tap() for _ in range(100)))
    assert [each for each in taken if each is not None] == [{"alert": 3}]


@pytest.mark.parametrize(
    ("user", "late", "action"),
    (
        pytest.param(2, False, "broadcast", id="another person"),
        pytest.param(1, True, "broadcast", id="too late"),
        pytest.param(1, False, "forget", id="another action"),
    ),
)
async def test_a_token_is_refused_to(store: Store, user: int, late: bool, action: str) -> None:
    async with store.transaction() as tx:
        token = await tx.tokens.issue("broadcast", 1, 1, {}, LATER)
        assert await tx.tokens.take(token, user, LATER if late else NOW, action) is None
        assert await tx.tokens.take(token, 1, NOW, "broadcast") == {}


async def test_tokens_fit_a_button_and_do_not_repeat(store: Store) -> None:
    async with store.transaction() as tx:
        tokens = {await tx.tokens.issue("forget", 1, 1, {}, LATER) for _ in range(50)}
        assert await tx.tokens.purge(LATER) == 50
    assert len(tokens) == 50
    assert {len(token.encode()) for token in tokens} == {16}
