"""What a whole run leaves behind: no token, id or name in the log, no byte of who was forgotten."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.campaign_folders import a_folder
from tests.process.bots import HOST, TOKEN, Installation, started
from tests.process.life import Life, newest_button
from tests.process.subscribers import rows

pytestmark = pytest.mark.process

ANNA, BORIS, BLOCKS = 5_012_345_678, 987_654_321, 7_234_567_890
GROUP, CHANNEL = -1_002_345_678_901, -1_003_456_789_012
SMALL, BIG = -4_123_456_789, -1_004_567_890_123
NAMES = {ANNA: "Анна-Canary", BORIS: "Boris-Canary", BLOCKS: "Қанат-Canary"}
TYPED = ("Sender Marker", "Marker Town", "Marker Union", "Marker Words")
LEAKS = (
    TOKEN,
    TOKEN.partition(":")[2],
    *(str(abs(id)) for id in (HOST, *NAMES, GROUP, CHANNEL, SMALL, BIG)),
    *NAMES.values(),
    *TYPED,
    "canary",
    "Canary",
    "Marker",
)


@pytest.fixture
def place(place: Installation) -> Installation:
    """With a campaign in which there is something to do for a long time."""
    campaigns = place.folder / "campaigns"
    a_folder(campaigns, "strike", ("ends: 2003-01-10", "ends: 2099-01-10"))
    place.settings["CAMPAIGNS_DIR"] = str(campaigns)
    place.emulator.act(arrive)
    return place


def arrive(api: BotApi) -> None:
    for id, name in NAMES.items():
        api.add_user(id, name, zone="Europe/London", username=f"canary_{abs(id) % 1000}")
    api.add_group(GROUP, "Group-Canary", ANNA, members=[BORIS], forum=True)
    api.add_group(SMALL, "Small-Canary", BORIS)
    api.add_channel(CHANNEL, "Channel-Canary", ANNA)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_life_of_the_bot_leaves_no_token_id_or_name_in_its_log(
    place: Installation, form: str
) -> None:
    life = Life(place.emulator)
    with started(place, LOG_LEVEL="DEBUG", LOG_FORMAT=form) as bot:
        everyday(life)
        trouble(life)
        forgetting(place, life)
        assert bot.asked_to_stop() == 0
        written = bot.written
    print(written)  # noqa: T201  # shown when the test fails
    assert "Traceback" not in written
    assert written.count("no updates") >= 3, "the trouble was logged"
    assert written.count("an update was not understood") >= 3
    assert written.count("reply not delivered") >= 2
    assert [leak for leak in LEAKS if leak in written] == []
    assert re.search(r"\d{6}", re.sub(r"\.\d+", "", written)) is None


def everyday(life: Life) -> None:
    """People subscribe and ask, in private and in groups."""
    act = life.emulator.act
    for person in (ANNA, BORIS, BLOCKS):
        life.answered(person, partial(BotApi.start_link, user_id=person))
        life.says(person, "/subscribe strike")
    life.says(ANNA, "/call strike")
    life.says(ANNA, "/letter strike")
    for words in TYPED:  # name, city, union, and a text that answers nothing
        life.says(ANNA, words)
    life.taps(ANNA, "letter:strike:.pdf")
    life.says(ANNA, "/settings Karaganda")
    for group, admin in ((GROUP, ANNA), (SMALL, BORIS)):
        life.answered(group, partial(BotApi.add_bot_to_group, group_id=group, by=admin))
        life.says(admin, "/subscribe strike", chat=group)
    act(partial(BotApi.add_bot_to_group, group_id=CHANNEL, by=ANNA))
    act(partial(BotApi.migrate_group, group_id=SMALL, new_id=BIG))
    act(partial(BotApi.user_blocks_bot, user_id=BLOCKS))
    life.answered(HOST, partial(BotApi.start_link, user_id=HOST))
    life.says(HOST, f"/broadcast strike {TYPED[3]}")
    life.offered(HOST, "broadcast:send:")


QUOTING = f'Bad Request: can\'t parse "{NAMES[ANNA]}" of {ANNA} at /bot{TOKEN}/x'
PAGE = f"<html>{TOKEN} {ANNA} {NAMES[ANNA]}".encode()


def trouble(life: Life) -> None:
    """Whatever Telegram and the line can do, also while an alert goes out."""
    says = partial(BotApi.user_sends, chat_id=BORIS, user_id=BORIS, text="/privacy")
    for fault in (
        Fault.answer(400, QUOTING),
        Fault.garbage(PAGE, status=502),
        Fault.drop_undelivered(),
        Fault.answer(403, "Forbidden: bot was blocked by the user"),
    ):
        life.struck("sendMessage", fault, says)
    for fault in (
        Fault.answer(409, f"Conflict: {TOKEN}"),
        Fault.garbage(b'{"ok":true,"result":[' + b'"%d"]}' % ANNA),
        Fault.answer(401, f"Unauthorized {TOKEN}"),
    ):
        life.struck("getUpdates", fault, nonsense)
        life.says(BORIS, "/campaigns")
    text = "/help"
    in_group = partial(BotApi.user_sends, chat_id=GROUP, user_id=ANNA, text=text)
    life.struck("getChatMember", Fault.answer(400, QUOTING), in_group, answered_in=GROUP)
    life.struck("sendMessage", Fault.answer(400, QUOTING), tap_send)
    life.says(HOST, "/help")


def tap_send(api: BotApi) -> None:
    message, data = newest_button(api, HOST, "broadcast:send:")
    api.user_presses(user_id=HOST, chat_id=HOST, message_id=message, data=data)


def nonsense(api: BotApi) -> None:
    """Updates that nobody understands, full of names and numbers."""
    for content in (
        {"message": {"chat": NAMES[ANNA], "text": str(ANNA)}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": ANNA, "type": NAMES[ANNA]}}},
        {"callback_query": {"id": ANNA, "from": {"id": str(ANNA), "first_name": NAMES[ANNA]}}},
        {"my_chat_member": {"chat": {"id": ANNA, "type": "private"}, "from": NAMES[ANNA]}},
        {NAMES[ANNA]: {"id": ANNA}},
    ):
        api.world.updates.waiting.append({"update_id": api.world.updates.next_id, **content})
        api.world.updates.next_id += 1
    api.world.updates.bell.ring()


def forgetting(place: Installation, life: Life) -> None:
    """While others stay, nothing of who was forgotten does, in whatever form."""
    assert stands(place, BORIS), "it was there, so this can fail"
    life.says(BORIS, "/forget")
    life.taps(BORIS, "forget:yes")
    place.emulator.until("the wiping", lambda _: not stands(place, BORIS))
    assert (ANNA,) in rows(place, "SELECT id FROM chats")
    assert stands(place, ANNA)


def stands(place: Installation, id: int) -> list[bytes]:
    """The forms in which an id stands in database, log or shared memory, as on the disk."""
    names = (place.database.name + ending for ending in ("", "-wal", "-shm", "-journal"))
    files = [path for path in map(place.database.with_name, names) if path.exists()]
    return [trace for trace in traces(id) for file in files if trace in file.read_bytes()]


def traces(id: int) -> list[bytes]:
    """As text, as a column's integer (four, six or eight bytes), and as a row's number."""
    width = 4 if -(2**31) <= id < 2**31 else 6
    sevens = [id >> shift & 0x7F for shift in range(0, id.bit_length(), 7)]
    varint = bytes([*(part | 0x80 for part in reversed(sevens[1:])), sevens[0]])
    sizes = (width, 8)
    return [str(id).encode(), varint, *(id.to_bytes(size, "big", signed=True) for size in sizes)]


def test_the_forms_looked_for_are_those_that_sqlite_writes(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "numbers.db")) as db:
        db.execute("CREATE TABLE numbers (id INTEGER PRIMARY KEY, other INTEGER, word TEXT)")
        db.execute("INSERT INTO numbers VALUES (?, ?, ?)", (ANNA, BORIS, str(BLOCKS)))
        db.commit()
    raw = (tmp_path / "numbers.db").read_bytes()
    text, row, column, _ = range(4)
    assert traces(ANNA)[row] in raw
    assert traces(BORIS)[column] in raw
    assert traces(BLOCKS)[text] in raw
