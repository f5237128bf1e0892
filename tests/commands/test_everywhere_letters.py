"""Letters, cases and pictures of both campaigns, for members in 21 countries and five languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from bot.commands.call_view import alike
from bot.commands.desk import Desk
from bot.commands.picture import drawn
from bot.content.glyphs import missing
from bot.content.letterpress import LetterPress
from bot.core.chats import Chat
from bot.store import Store
from bot.store.cities import Cities
from tests.commands.test_everywhere_cards import (
    COUNTRIES,
    LANGUAGES,
    NIGHT,
    OPEN,
    WORDS,
    a_view,
    gaps,
    library,
)
from tests.commands.visitor import Stage, Visitor

K = "letter:karaganda-2003"
STEPS = (
    "/campaigns",
    "/case karaganda-2003",
    "/case metallist-2000",
    "/letter karaganda-2003",
    f"{K}:*",
    f"{K}:.none",
    f"{K}:.more",
    f"{K}:.dem",
    f"{K}:.fax",
    f"{K}:.sent",
    f"{K}:.i:president",
    f"{K}:.i:president:p",
    "remind:karaganda-2003:court",
    "/remind",
)
"""What a member writes or presses, one after the other; none of it may be refused."""


@pytest.fixture
def stage(kept: Store, cities: Cities) -> Stage:
    desk = Desk(
        library=library(),
        words=WORDS,
        cities=cities,
        letters=LetterPress(),
        public_url="https://bot.example.org",
    )
    return Stage(store=kept, desk=desk, now=OPEN)


async def arrived(stage: Stage, language: str) -> list[Visitor]:
    """A member in every country, with the language chosen."""
    members = []
    async with stage.store.transaction() as tx:
        for place, (country, zone) in enumerate(COUNTRIES.items()):
            chat = Chat(
                id=7_300_000_000 + place,
                kind="private",
                language=language,
                language_chosen=True,
                country=country,
                zone=zone,
            )
            await tx.chats.save(chat, "2003-W02")
            members.append(Visitor(stage, user=chat.id))
    return members


def broken(member: Visitor) -> Iterator[str]:
    """What is missing in an answer. A letter may be longer than a screen."""
    for message in member.screens:
        yield from (gap for gap in gaps(message.html) if gap != "too many lines")
        for row in message.buttons:
            yield from ("a button without words" for button in row if not button.label.strip())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_answer_about_letters_and_cases_has_no_gap(stage: Stage, language: str) -> None:
    for member in await arrived(stage, language):
        for step in STEPS:
            await (member.says(step) if step.startswith("/") else member.presses(step))
            assert member.screens, f"{step}: {member.reply.toast}"
            assert not list(broken(member)), f"{step}: {list(broken(member))}\n{member.text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_can_be_set_and_has_no_gap(language: str) -> None:
    for country in COUNTRIES:
        view = a_view("karaganda-2003", language, country, NIGHT)
        picture = drawn(view, alike(view.cards()))
        said = json.dumps(asdict(picture), ensure_ascii=False)
        assert missing([said]) == (), f"{language}, {country}"
        assert picture.you is not None
        for words in (picture.title, picture.you.name, *(row.hours for row in picture.rows)):
            assert not gaps(words.replace("<", "&lt;")), f"{language}, {country}: {words}"
        assert all(row.open for row in picture.rows), f"{language}, {country}"
