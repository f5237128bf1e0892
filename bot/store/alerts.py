"""Alerts: what is to be said, rendered once per audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from bot.core.chats import Audience
from bot.core.delivery import CHANGED, POLICIES, Act, Hold, State

from .engine import Connection, Row
from .moments import read, stored
from .records import Alert, Copies, NewAlert
from .subject import Subject

SLICE = 2000
"""Rows made or ended in one transaction: about 5 ms of the one writer."""
BEFORE_ALL = -(2**63)
"""Comes before the number of every chat."""


def alert_of(row: Row) -> Alert:
    """An alert from its row."""
    return Alert(
        id=row["id"],
        key=row["key"],
        kind=row["kind"],
        campaign=row["campaign"],
        subject=row["subject"],
        policy=POLICIES[row["policy"]],
        created=read(row["created"]),
        expires=read(row["expires"]),
        cancelled=bool(row["cancelled"]),
        act=Act(row["act"]),
        target=row["target"],
        held=Hold(row["held"]),
        filled=bool(row["filled"]),
        reached=row["reached"],
        news=row["news"],
    )


def keys(values: Iterable[int | str]) -> str:
    """A JSON object with these keys: both engines can read a list of any length from that."""
    return orjson.dumps(dict.fromkeys(map(str, values), 0)).decode()


async def numbers(db: Connection, sql: Any, alert_id: int) -> tuple[dict[State, int], int]:
    """How many rows of an alert stand in which state, folded ones too; and when the last of those
    that wait is due, 0 where none waits for a moment.
    """
    row = await sql.counts(db, alert_id=alert_id)
    found = {state: int(row[state.name.lower()]) for state in State}
    async for folded in sql.folded(db, alert_id=alert_id):
        found[State(folded["state"])] += folded["number"]
    return {state: number for state, number in found.items() if number}, row["due"] or 0


class Alerts(Subject):
    """Every alert ever queued, by a number that never goes back."""

    name = "alerts"

    async def add(self, alert: NewAlert) -> int | None:
        """Add an alert with its texts; gives its number, or None where the key is there already."""
        if await self.known(alert.key) is not None:
            return None
        alert_id = int(await self.sql.next_id(self.db))
        await self.sql.add(
            self.db,
            id=alert_id,
            key=alert.key,
            kind=alert.kind,
            campaign=alert.campaign,
            subject=alert.subject,
            policy=alert.policy.name,
            priority=alert.policy.priority,
            created=stored(alert.created),
            expires=stored(alert.expires),
            act=alert.act.value,
            target=alert.target,
            news=alert.news,
        )
        await self.add_texts(alert_id, alert.texts)
        return alert_id

    async def known(self, key: str) -> int | None:
        """The number of the alert with this key, if there ever was one."""
        known = await self.sql.known(self.db, key=key)
        return None if known is None else int(known)

    async def add_texts(
        self,
        alert_id: int,
        texts: Mapping[Audience, str],
        numbers: Mapping[Audience, int] | None = None,
    ) -> None:
        """Add texts for further audiences; one that has its text already keeps it.

        ``numbers``: those of the texts of another alert, whose rows this one follows.
        """
        last = int(await self.sql.last_variant(self.db, alert_id=alert_id))
        counted = {audience: place for place, audience in enumerate(texts, last + 1)}
        numbers = numbers or counted
        await self.sql.add_texts(
            self.db,
            [
                {
                    "alert_id": alert_id,
                    "variant": numbers[audience],
                    "language": audience.language,
                    "zone": audience.zone or "",
                    "kind": audience.kind,
                    "body": body,
                }
                for audience, body in texts.items()
            ],
        )

    async def texts(self, alert_id: int) -> dict[int, str]:
        """The texts of an alert by variant."""
        rows = self.sql.texts(self.db, alert_id=alert_id)
        return {row["variant"]: row["body"] async for row in rows}

    async def text(self, alert_id: int, variant: int) -> str | None:
        """One text of an alert."""
        body = await self.sql.text(self.db, alert_id=alert_id, variant=variant)
        return None if body is None else str(body)

    async def audiences(self, alert_id: int) -> dict[Audience, int]:
        """For whom an alert has a text, and the number of that text."""
        return {
            Audience(language=row["language"], zone=row["zone"] or None, kind=row["kind"]): int(
                row["variant"]
            )
            async for row in self.sql.audiences(self.db, alert_id=alert_id)
        }

    async def reword(
        self, alert_id: int, bodies: Mapping[int, str], news: str | None = None
    ) -> None:
        """Other words for whoever has not got it yet, by the number of the text.

        ``news``: what it is about from now on, for audiences that have no text yet.
        """
        await self.sql.reword(
            self.db,
            [
                {"alert_id": alert_id, "variant": variant, "body": body}
                for variant, body in bodies.items()
            ],
        )
        await self.sql.next_version(self.db, alert_id=alert_id, news=news)

    async def hold(self, alert_id: int, held: Hold) -> None:
        """Claim nothing of an alert until a host has looked; or let it go on."""
        await self.sql.hold(self.db, alert_id=alert_id, held=int(held))

    async def corrections(self, alert_id: int) -> list[Alert]:
        """What follows an alert: edits and deletions of its copies, and messages to who got one;
        oldest first.
        """
        return [alert_of(row) async for row in self.sql.corrections(self.db, target=alert_id)]

    async def get(self, alert_id: int) -> Alert | None:
        row = await self.sql.get(self.db, alert_id=alert_id)
        return None if row is None else alert_of(row)

    async def counts(self, alert_id: int) -> dict[State, int]:
        """How many chats stand in which state; their sum is how many were queued."""
        return (await numbers(self.db, self.sql, alert_id))[0]

    async def copies(self, alert_id: int) -> Copies:
        """What is known of the messages that this alert has left in chats, or changed there."""
        row = await self.sql.copies(self.db, alert_id=alert_id, reason=CHANGED)
        return Copies(
            known=row["known"], doubtful=row["doubtful"], changed=row["changed"], rows=row["number"]
        )

    async def newest(self, kinds: Iterable[str], number: int) -> list[Alert]:
        """The newest alerts of all campaigns that are of these kinds and follow no other one."""
        rows = self.sql.newest(self.db, kinds=keys(kinds), number=number)
        return [alert_of(row) async for row in rows]

    async def latest(self, slug: str, number: int) -> list[Alert]:
        """The newest alerts of a campaign, newest first."""
        rows = self.sql.latest(self.db, slug=slug, number=number)
        return [alert_of(row) async for row in rows]

    async def open_of(self, slug: str) -> list[Alert]:
        """Alerts of a campaign that are neither over nor cancelled, oldest first."""
        return [alert_of(row) async for row in self.sql.open_of(self.db, slug=slug)]

    async def unfinished(self) -> list[Alert]:
        """Alerts that still have something to send or to learn, oldest first."""
        return [alert_of(row) async for row in self.sql.unfinished(self.db)]

    async def cancel(self, alert_id: int) -> int:
        """Send nothing more of this alert; gives how many chats it will not reach.

        A message in flight that turns out not to have been sent is not tried again. Of very many
        rows only the first are ended at once, the others by ``Outbox.end``.
        """
        outbox = self.queries["outbox"]
        waiting = int(await outbox.waiting_of(self.db, alert_id=alert_id))
        await self.sql.cancel(self.db, alert_id=alert_id)
        until = await outbox.last_row(self.db, alert_id=alert_id, after=BEFORE_ALL, skip=SLICE - 1)
        if until is not None:
            await outbox.end_slice(
                self.db,
                alert_id=alert_id,
                after=BEFORE_ALL,
                until=until,
                ended=int(State.CANCELLED),
            )
        return waiting

    async def cancel_subject(
        self, campaign: str, subject: str, except_id: int | None = None
    ) -> int:
        """Cancel the other open alerts about a subject; gives how many chats they will miss."""
        rows = self.sql.about(self.db, campaign=campaign, subject=subject, except_id=except_id or 0)
        return sum([await self.cancel(row["id"]) for row in [row async for row in rows]])

    async def foldable(self, before: datetime) -> list[int]:
        """Alerts queued before a moment of which something is left to fold.

        Looks at every row of theirs that waits, so ask a reader.
        """
        rows = self.sql.foldable(self.db, before=stored(before))
        return [row["id"] async for row in rows]

    async def fold(self, alert_id: int, after: int | None = None, limit: int = SLICE) -> int | None:
        """Of a slice of chats keep only how many ended how; gives where the next slice begins,
        None after the last.

        Of alerts queued before a moment: that is never later than the sending, so who was sent what
        is forgotten in time, however long the alert itself goes on. What may still be sent stays.
        """
        after = BEFORE_ALL if after is None else after
        until = await self.queries["outbox"].last_row(
            self.db, alert_id=alert_id, after=after, skip=limit - 1
        )
        if until is None:
            await self.sql.delete_turns(self.db, alert_id=alert_id)
            await self.sql.delete_texts(self.db, alert_id=alert_id)
            return None
        for step in (self.sql.fold, self.sql.delete_rows):
            await step(self.db, alert_id=alert_id, after=after, until=int(until))
        return int(until)
