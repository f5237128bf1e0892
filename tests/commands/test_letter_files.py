from __future__ import annotations

from bot.commands import letter
from bot.core.lengths import TEXT, units
from bot.demo.limits import CAPTION
from bot.demo.markup import parse_html
from bot.store import Store
from tests.appeal import COURT, LETTER, PRESIDENT
from tests.commands.talk import LONDON, NOON, Talk, a_desk, an_entry


async def test_however_many_offices_there_are_telegram_takes_every_answer(kept: Store) -> None:
    """A longest letter is in one message with the names of all whom it goes to."""
    ids = [f"office-{number}" for number in range(20)]
    named = "Office for the supervision of the lawful conduct of investigations, department "
    offices = [COURT | {"id": id, "name": {"en": f"{named}{id}", "ru": id}} for id in ids]
    long = ("All of us are shocked by this. " * 21 + "\n\n") * 5
    entry = an_entry(
        {"en": long, "ru": long},
        offices=[COURT, PRESIDENT, *offices],
        letters=[LETTER | {"to": ids, "cc": []}],
    )
    talk = Talk(kept, a_desk(entry), LONDON, NOON)
    await talk.type(letter, "karaganda-2003")
    for act in (
        "*",
        ".none",
        ".to:office-7",
        ".pdf",
        ".pdf:own",
        ".docx",
        ".fax",
        ".more",
        ".sent",
    ):
        await talk.press(letter, f"letter:karaganda-2003:{act}")
        for message in talk.messages:
            shown, _marks = parse_html(message.html, NOON)
            assert units(shown) <= (CAPTION if message.document else TEXT)
    await talk.press(letter, "letter:karaganda-2003:.docx")
    assert "and 16 other offices. Language: Russian." in talk.text
