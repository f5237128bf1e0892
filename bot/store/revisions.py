"""Campaigns as chains of revisions."""

from __future__ import annotations

from datetime import datetime

from .moments import read, stored
from .records import Revision
from .subject import Subject


class Revisions(Subject):
    """Every version of every campaign."""

    name = "revisions"

    async def latest(self, slug: str) -> Revision | None:
        row = await self.sql.latest(self.db, slug=slug)
        if row is None:
            return None
        return Revision(
            slug=row["slug"],
            number=row["number"],
            document=row["document"],
            letters=row["letters"],
            digest=row["digest"],
            author=row["author"],
            created=read(row["created"]),
        )

    async def add(
        self,
        slug: str,
        document: str,
        letters: str,
        digest: str,
        author: str,
        now: datetime,
    ) -> int:
        """Add the next revision of a campaign; gives its number."""
        number = await self.sql.add(
            self.db,
            slug=slug,
            document=document,
            letters=letters,
            digest=digest,
            author=author,
            created=stored(now),
        )
        return int(number)

    async def numbers(self) -> dict[str, int]:
        """The number of every campaign's latest revision, by slug in alphabetical order."""
        return {row["slug"]: row["number"] async for row in self.sql.numbers(self.db)}
