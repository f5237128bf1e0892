from __future__ import annotations

from bot.core.button_rows import HALF_ROW
from tests.commands.visitor import Visitor


async def cut_short(visitor: Visitor) -> list[str]:
    """Labels, in any language, that are too long for the half of a row they have."""
    await visitor.says("/settings")
    found = []
    for language in ("Русский", "English"):
        await visitor.presses("settings:language")
        await visitor.taps(language)
        for message in (visitor.reply.edit, *visitor.reply.messages):
            shared = [row for row in message.buttons if len(row) > 1] if message else []
            found += [button.label for row in shared for button in row]
    return [label for label in found if len(label) > HALF_ROW]


async def test_no_choice_is_cut_short_because_another_stands_beside_it(
    member: Visitor, admin: Visitor
) -> None:
    await admin.has("added")
    assert await cut_short(member) == []
    assert await cut_short(admin) == []


async def test_whoever_has_a_reminder_finds_it_among_the_settings(member: Visitor) -> None:
    await member.says("/settings")
    assert "My reminders" not in member.labels
    await member.presses("remind:karaganda-2003:court")
    await member.says("/settings")
    await member.taps("My reminders")
    assert "Your reminders" in member.text
