from __future__ import annotations

from datetime import timedelta

from bot.store import Revision, Store
from tests.store.builders import NOW, SLUG


async def test_revisions_are_numbered_per_campaign_and_the_newest_counts(store: Store) -> None:
    later = NOW + timedelta(microseconds=1)
    async with store.transaction() as tx:
        assert await tx.revisions.latest(SLUG) is None
        assert await tx.revisions.add(SLUG, "{}", "{}", "aa", "file", NOW) == 1
        assert await tx.revisions.add("metallist-2000", "{}", "{}", "bb", "file", NOW) == 1
        assert await tx.revisions.add(SLUG, '{"a":1}', "{}", "cc", "file", later) == 2
        assert await tx.revisions.numbers() == {SLUG: 2, "metallist-2000": 1}
        assert await tx.revisions.latest(SLUG) == Revision(
            slug=SLUG,
            number=2,
            document='{"a":1}',
            letters="{}",
            digest="cc",
            author="file",
            created=later,
        )
