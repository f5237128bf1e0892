"""Letters that were sent, and what came back: counted for each addressee, channel and week."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from bot.core.outcomes import WITNESS_KEPT, LetterEnd, LetterReturn, week_of

from .engine import Row
from .moments import read, stored
from .subject import Subject


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a chat has told of: a number it rang, or a letter it sent."""

    slug: str
    office: str
    channel: str
    """Id of the channel that was rung; of a letter, the kind of its way."""
    subject: str
    """The number, or the letter's id."""


@dataclass(frozen=True, kw_only=True)
class LetterCount:
    """How many letters to one office went one way in a week, or came back."""

    letter: str
    office: str
    channel: str
    week: str
    """Of the ISO calendar in UTC, such as "2003-W02"."""
    outcome: LetterEnd
    letters: int


class Posted(Subject):
    """``who`` is a keyed name: the same for a chat, and nobody can tell whose it is.

    ``channel`` is how the letter went: email, fax, post, web, hand, or the kind of a channel.
    """

    name = "outcomes"

    async def letter_sent(
        self, who: str, slug: str, letter: str, office: str, channel: str, now: datetime
    ) -> bool:
        """Count a letter; False where this chat has told so within the last two weeks."""
        place = Place(slug=slug, office=office, channel=channel, subject=letter)
        return await self._count(who, place, "sent", now)

    async def letter_answered(
        self,
        who: str,
        slug: str,
        letter: str,
        office: str,
        channel: str,
        answer: LetterReturn,
        now: datetime,
    ) -> bool:
        """Count what came back, each kind once; False where this chat has told so lately."""
        place = Place(slug=slug, office=office, channel=channel, subject=letter)
        return await self._count(who, place, answer, now)

    async def letters(self, slug: str) -> list[LetterCount]:
        """Everything counted of a campaign's letters, the oldest week first."""
        return [
            LetterCount(**{name: row[name] for name in LetterCount.__dataclass_fields__})
            async for row in self.sql.letters(self.db, slug=slug)
        ]

    async def letters_sent(self, slug: str) -> int:
        """How many letters were sent in all, to whichever office."""
        return int(await self.sql.all_letters(self.db, slug=slug) or 0)

    async def witness(self, who: str, what: str, place: Place) -> Row | None:
        """What a chat told of a place last."""
        found: Row | None = await self.sql.witness(self.db, who=who, what=what, **asdict(place))
        return found

    async def remember(
        self,
        who: str,
        what: str,
        place: Place,
        outcome: str,
        at: datetime,
        *,
        week: str,
        weekday: int = 0,
        hour: int = 0,
    ) -> None:
        await self.sql.remember(
            self.db,
            who=who,
            what=what,
            outcome=outcome,
            week=week,
            weekday=weekday,
            hour=hour,
            at=stored(at),
            **asdict(place),
        )

    async def _count(self, who: str, place: Place, outcome: LetterEnd, now: datetime) -> bool:
        row = await self.witness(who, outcome, place)
        if row is not None and now - read(row["at"]) < WITNESS_KEPT:
            return False
        week = week_of(now.astimezone(UTC))
        facts = asdict(place)
        letter = facts.pop("subject")
        await self.sql.count_letter(self.db, **facts, letter=letter, outcome=outcome, week=week)
        await self.remember(who, outcome, place, outcome, now, week=week)
        return True
