"""Conversations of several steps, and the single-use tokens of dangerous buttons."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from .engine import Row
from .moments import stored
from .records import Dialogue
from .subject import Subject

TOKEN_BYTES = 12
"""96 bits: sixteen characters in a button."""


def dialogue(row: Row) -> Dialogue | None:
    """The dialogue that a row tells of; None where it tells of none."""
    if row["command"] is None:
        return None
    return Dialogue(command=row["command"], step=row["step"], data=json.loads(row["data"]))


class Dialogues(Subject):
    """At most one open dialogue per chat and person."""

    name = "dialogues"

    async def put(
        self,
        chat_id: int,
        user_id: int,
        command: str,
        step: str,
        data: dict[str, Any],
        expires: datetime,
    ) -> None:
        """Begin a dialogue, or go on to another step; one that was open is replaced."""
        await self.sql.put(
            self.db,
            chat_id=chat_id,
            user_id=user_id,
            command=command,
            step=step,
            data=json.dumps(data, ensure_ascii=False),
            expires=stored(expires),
        )

    async def end(self, chat_id: int, user_id: int) -> None:
        await self.sql.end(self.db, chat_id=chat_id, user_id=user_id)

    async def purge(self, now: datetime) -> int:
        return int(await self.sql.purge(self.db, now=stored(now)))


class Tokens(Subject):
    """What a dangerous button stands for: kept here, never in the button."""

    name = "tokens"

    async def issue(
        self,
        action: str,
        user_id: int,
        chat_id: int,
        payload: dict[str, Any],
        expires: datetime,
    ) -> str:
        """A new token that only this person can use, once."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self.sql.issue(
            self.db,
            token=token,
            action=action,
            user_id=user_id,
            chat_id=chat_id,
            payload=json.dumps(payload, ensure_ascii=False),
            expires=stored(expires),
        )
        return token

    async def take(
        self, token: str, user_id: int, now: datetime, action: str | None = None
    ) -> dict[str, Any] | None:
        """Use a token up; None if it is used, expired, another person's or for another action."""
        payload = await self.sql.take(
            self.db, token=token, user_id=user_id, now=stored(now), action=action or ""
        )
        return None if payload is None else dict(json.loads(payload))

    async def of(self, action: str, user_id: int) -> dict[str, dict[str, Any]]:
        """What stands behind a person's unused tokens for an action, by token."""
        rows = self.sql.of(self.db, user_id=user_id, action=action)
        return {row["token"]: json.loads(row["payload"]) async for row in rows}

    async def leave(
        self, token: str, user_id: int, chat_id: int, fate: str, until: datetime
    ) -> None:
        """Remember what became of a token, which cannot be used any more."""
        await self.sql.leave(
            self.db,
            token=token,
            user_id=user_id,
            chat_id=chat_id,
            payload=json.dumps(fate),
            expires=stored(until),
        )

    async def fate(self, token: str, user_id: int) -> str | None:
        """What became of this person's token; None where that is not known."""
        fate = await self.sql.past(self.db, token=token, user_id=user_id)
        return None if fate is None else str(json.loads(fate))

    async def purge(self, now: datetime) -> int:
        return int(await self.sql.purge(self.db, now=stored(now)))
