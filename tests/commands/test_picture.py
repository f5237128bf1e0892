from __future__ import annotations

import struct
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands import call
from bot.commands.call_view import View, alike
from bot.commands.picture import drawn
from bot.content.day_picture import DayPicture, DayPress
from bot.core.chats import Chat
from bot.store import Store
from tests.appeal import COURT, FAX, PRESIDENT
from tests.commands.talk import LONDON, LOS_ANGELES, NOWHERE, WORDS, Talk, a_desk, an_entry

NIGHT = datetime(2003, 1, 6, 2, 10, tzinfo=UTC)


@pytest.fixture
def talk(kept: Store) -> Talk:
    return Talk(kept, a_desk(an_entry()), LONDON, NIGHT)


def pictured(chat: Chat, office: str = "court", now: datetime = NIGHT) -> DayPicture:
    view = View(words=WORDS, entry=an_entry(), chat=chat, now=now)
    card = view.card(office)
    assert card is not None
    return drawn(view, alike([card]))


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


async def test_the_day_of_an_office_is_a_tap_away_and_is_told_in_words_too(talk: Talk) -> None:
    await talk.press(call, "call:karaganda-2003:court:when")
    await talk.tap(call, "See the day as a picture")
    (message,) = talk.messages
    assert message.document is not None
    assert message.document.mime == "image/png"
    width, height = size_of(message.document.data)
    assert 900 < width < 1200
    assert height < width
    assert "Opens <b>today, Monday, 03:00 for you (09:00 in Karaganda)</b>" in talk.text
    assert talk.text.count("Karaganda regional court") == 1
    assert talk.reply.edit is None


async def test_all_offices_stand_on_one_picture(talk: Talk) -> None:
    await talk.type(call, "karaganda-2003")
    await talk.tap(call, "See the day as a picture")
    assert "When they answer" in talk.text
    assert "Karaganda regional court" in talk.text
    assert "Office of the President" in talk.text


def test_office_hours_lie_on_the_readers_day_with_both_clocks_named() -> None:
    picture = pictured(LONDON)
    (row,) = picture.rows
    assert picture.you is not None
    assert picture.you.name == "Your clock: London"
    assert row.clock.name == "The clock in Karaganda"
    assert list(row.open) == [(3, 7), (8, 12)]
    assert list(picture.waking or ()) == [(8, 22)]
    assert picture.now == pytest.approx(2 + 10 / 60)
    assert picture.now_label == "now 02:10"
    assert row.hours == "03:00–07:00 and 08:00–12:00 for you"
    assert row.name == ""


def test_the_weekdays_of_both_clocks_are_named() -> None:
    picture = pictured(LOS_ANGELES)
    assert picture.you is not None
    assert [name.replace("\u00a0", " ") for _at, name in picture.you.days] == [
        "Sun 5 January",
        "Mon 6 January",
    ]
    assert [at for at, _name in picture.rows[0].clock.days] == [4]
    assert picture.midnights == [18]


def test_without_a_clock_of_the_reader_only_the_offices_is_drawn() -> None:
    picture = pictured(NOWHERE)
    assert picture.you is None
    assert picture.waking is None
    assert picture.legend.awake is None
    assert picture.rows[0].hours == "09:00–13:00 and 14:00–18:00"


def test_the_place_that_was_told_names_the_clock() -> None:
    picture = pictured(replace(LONDON, place="Leeds"))
    assert picture.you is not None
    assert picture.you.name == "Your clock: Leeds"


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("chat", (LONDON, LOS_ANGELES, NOWHERE))
def test_every_language_can_be_drawn(chat: Chat, language: str) -> None:
    png = DayPress().draw(pictured(replace(chat, language=language)))
    assert size_of(png)[0] > 900


def test_the_same_day_gives_the_same_bytes() -> None:
    press = DayPress()
    assert press.draw(pictured(LONDON)) == press.draw(pictured(LONDON))


async def test_an_office_that_never_closes_is_open_all_along(talk: Talk) -> None:
    offices = [COURT | {"hours": "24/7"}, PRESIDENT]
    talk.desk = a_desk(an_entry(offices=offices, actions=[FAX | {"offices": ["court"]}]))
    await talk.press(call, "call:karaganda-2003:court:day")
    assert talk.messages[0].document is not None


async def test_unknown_hours_cannot_be_drawn_and_are_not_offered(talk: Talk) -> None:
    offices = [COURT | {"hours": None}, PRESIDENT]
    talk.desk = a_desk(an_entry(offices=offices, actions=[FAX | {"offices": ["court"]}]))
    await talk.press(call, "call:karaganda-2003:court:when")
    assert "See the day as a picture" not in talk.labels
    await talk.press(call, "call:karaganda-2003:court:day")
    assert "nobody knows when they answer" in talk.text
    assert "A letter works at any time." in talk.text
    await talk.press(call, "call:karaganda-2003:.day")
    assert "nobody knows when they answer" in talk.text


async def test_where_nothing_is_asked_any_more_the_old_button_says_so(talk: Talk) -> None:
    talk.desk = a_desk(an_entry(state="won"))
    await talk.press(call, "call:karaganda-2003:.day")
    assert "no calls are asked for any more" in talk.text
    unknown = [COURT | {"hours": None}, PRESIDENT]
    silent = FAX | {"offices": ["court"], "letter": None}
    talk.desk = a_desk(an_entry(offices=unknown, actions=[silent], letters=[]))
    await talk.press(call, "call:karaganda-2003:.day")
    assert "A letter" not in talk.text
    assert all(talk.messages[0].buttons)


async def test_hours_of_another_day_are_not_put_beside_those_of_this_one(talk: Talk) -> None:
    shut = {"closures": [{"since": "2003-01-06", "until": "2003-01-07"}]}
    talk.desk = a_desk(an_entry(offices=[COURT, PRESIDENT | shut]))
    await talk.press(call, "call:karaganda-2003:.day")
    assert "Karaganda regional court" in talk.text
    assert "Office of the President" not in talk.text
