"""A bot on a fresh database, on the evening before the hearing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.desk import Desk
from bot.content.letterpress import LetterPress
from bot.core.library import Library
from bot.store import Store, open_store
from bot.store.cities import Cities
from bot.words import Words
from tests.commands.cases import entries
from tests.commands.visitor import GROUP, Stage, Visitor
from tests.store.builders import StillClock
from tests.words.everywhere import InEveryLanguage

EVENING = datetime(2003, 1, 5, 20, tzinfo=UTC)
HOST = 7_000_000_099

RUSSIAN = """
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "English"
msgstr "Русский"

msgid "Which language shall I speak?"
msgstr "На каком языке говорить?"

msgid "What you can ask"
msgstr "О чём можно спросить"
"""


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """English and a little Russian, whatever the shipped catalogues hold."""
    locales = tmp_path_factory.mktemp("locales")
    file = locales / "ru" / "LC_MESSAGES" / "bot.po"
    file.parent.mkdir(parents=True)
    file.write_text(RUSSIAN, encoding="utf-8")
    return InEveryLanguage.load(locales)


@pytest.fixture(scope="session")
def cities() -> Iterator[Cities]:
    with Cities() as opened:
        yield opened


@pytest.fixture(scope="session")
def letters() -> LetterPress:
    return LetterPress()


@pytest.fixture
def desk(words: Words, cities: Cities, letters: LetterPress) -> Desk:
    return Desk(
        library=Library(entries()),
        words=words,
        cities=cities,
        letters=letters,
        hosts=frozenset({HOST}),
        bot_username="solidarity_bot",
    )


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
async def kept(database: str) -> AsyncIterator[Store]:
    async with open_store(database, StillClock(EVENING)) as opened:
        yield opened


@pytest.fixture
def stage(kept: Store, desk: Desk) -> Stage:
    return Stage(store=kept, desk=desk, now=EVENING)


@pytest.fixture
def member(stage: Stage) -> Visitor:
    return Visitor(stage)


@pytest.fixture
def host(stage: Stage) -> Visitor:
    return Visitor(stage, user=HOST)


@pytest.fixture
def admin(stage: Stage) -> Visitor:
    """An admin of a group, writing in it."""
    return Visitor(stage, user=7_000_000_010, chat=GROUP, admin=True)


@pytest.fixture
def passer_by(stage: Stage) -> Visitor:
    """A member of the same group who is no admin."""
    return Visitor(stage, user=7_000_000_011, chat=GROUP)
