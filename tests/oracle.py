"""Compares what was queued, what the emulated Telegram delivered, and how the rows ended."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.core.delivery import ALERT, FINAL, POLICIES, Act, State
from bot.demo.bot_api import BotApi
from bot.demo.chats import Chat, Message

MOST_COPIES = 1 + len(ALERT.resend_after)
EXCUSED = FINAL - {State.SENT}
"""Ends that say that nothing, or perhaps nothing, arrived."""
MARK = re.compile(r"alert (\d+)")
Key = tuple[int, int]
"""An alert and a chat."""


class Row(NamedTuple):
    """One row of the outbox."""

    alert: int
    chat: int
    state: State
    message: int | None


class Kind(NamedTuple):
    """What the oracle has to know of an alert."""

    act: Act
    target: int | None
    policy: str


def words(alert_id: int, *, corrected: bool = False) -> str:
    """A text by which its alert is known."""
    return f"This is alert {alert_id}" + (", put right." if corrected else ".")


class Witness:
    """Notes every message of the bot, as it was when it arrived. Begins when it is made."""

    def __init__(self, api: BotApi) -> None:
        self.copies: list[tuple[int, int, int]] = []
        """Alert, chat and message, in the order of arrival."""
        self._api = api
        self._post = api.world.post_by_bot
        api.world.post_by_bot = self._note  # type: ignore[method-assign]  # nobody else asks

    def _note(self, chat: Chat, content: dict[str, Any], *, method: str, silent: bool) -> Message:
        message = self._post(chat, content, method=method, silent=silent)
        marked = MARK.search(str(content.get("text", "")))
        if marked:
            self.copies.append((int(marked[1]), chat.id, message.id))
        return message

    def at(self, chat_id: int) -> int:
        """Where a chat is now: a group may have moved."""
        chat = self._api.world.chats.get(chat_id)
        moved = chat.migrated_to if chat else None
        return chat_id if moved is None else moved

    def text(self, chat_id: int, message_id: int) -> str | None:
        """What stands in a message now; None where it is gone."""
        message = self._api.world.chats[chat_id].messages.get(message_id)
        return None if message is None else str(message.json.get("text"))


@dataclass(kw_only=True)
class Verdict:
    """Each list is empty where all is well."""

    rows: int
    states: dict[str, int]
    copies: int
    lost: list[Key] = field(default_factory=list)
    """Of a class that must not be lost: no copy, and a row that does not say so."""
    repeated: dict[Key, int] = field(default_factory=dict)
    """How many copies too many."""
    too_many: list[Key] = field(default_factory=list)
    """More copies than the class may have."""
    untrue: list[Key] = field(default_factory=list)
    """SENT, but there is no copy, or none with that number."""
    open: list[Key] = field(default_factory=list)
    strangers: list[Key] = field(default_factory=list)
    """A copy or a row for whom none was queued."""
    missing: list[Key] = field(default_factory=list)
    """Queued, and there is no row."""
    doubled: int = 0
    """Rows of a group that has another row under its other number."""
    unchanged: list[Key] = field(default_factory=list)
    """Its edit or deletion is SENT, but the copy is as it was; or it has none."""

    @property
    def repeats(self) -> int:
        return sum(self.repeated.values())

    @property
    def wrong(self) -> dict[str, list[Key]]:
        """What must not be at all; repeats are judged by who knows how many kills there were."""
        names = ("lost", "too_many", "untrue", "open", "strangers", "missing", "unchanged")
        found = {name: getattr(self, name)[:9] for name in names if getattr(self, name)}
        return found | ({"doubled": []} if self.doubled else {})

    def __str__(self) -> str:
        most = max(self.repeated.values(), default=0) + 1
        return (
            f"{self.rows} rows {self.states}, {self.copies} copies, {self.repeats} repeats"
            f" (at most {most} in a chat), wrong: {self.wrong or 'nothing'}"
        )


def judge(database: Path, witness: Witness, queued: Mapping[int, Collection[int]]) -> Verdict:
    """``queued``: the chats of each alert that goes to subscribers, by its number."""
    rows, kinds = read(database)
    by_key = {(row.alert, witness.at(row.chat)): row for row in rows}
    wanted = {(alert, witness.at(chat)) for alert, chats in queued.items() for chat in chats}
    copies = Counter((alert, witness.at(chat)) for alert, chat, _ in witness.copies)
    numbers = {(alert, chat, message) for alert, chat, message in witness.copies}
    verdict = Verdict(
        rows=len(rows),
        states={state.name: count for state, count in Counter(row.state for row in rows).items()},
        copies=sum(copies.values()),
        repeated={key: count - 1 for key, count in copies.items() if count > 1},
        open=[key for key, row in by_key.items() if row.state not in FINAL],
        missing=sorted(wanted - by_key.keys()),
        doubled=len(rows) - len(by_key),
        strangers=sorted(copies.keys() - wanted),
    )
    for key, count in copies.items():
        waits = POLICIES[kinds[key[0]].policy].resend_after
        if count > min(MOST_COPIES, 1 + len(waits)):
            verdict.too_many.append(key)
    for key, row in by_key.items():
        kind = kinds[row.alert]
        if kind.target is not None:
            continue
        if key not in wanted:
            verdict.strangers.append(key)
        if row.state is State.SENT and (
            not copies[key] or (row.message and (*row[:2], row.message) not in numbers)
        ):
            verdict.untrue.append(key)
        if not copies[key] and POLICIES[kind.policy].resend_after and row.state not in EXCUSED:
            verdict.lost.append(key)
    verdict.unchanged += _unchanged(by_key, kinds, witness)
    return verdict


def read(database: Path) -> tuple[list[Row], dict[int, Kind]]:
    """All rows and alerts, from outside."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        rows = [
            Row(alert, chat, State(state), message)
            for alert, chat, state, message in db.execute(
                "SELECT alert_id, chat_id, state, message_id FROM outbox"
            )
        ]
        kinds = {
            id: Kind(Act(act), target, policy)
            for id, act, target, policy in db.execute("SELECT id, act, target, policy FROM alerts")
        }
    return rows, kinds


def _unchanged(rows: Mapping[Key, Row], kinds: Mapping[int, Kind], witness: Witness) -> list[Key]:
    """Every known copy of an alert that is followed is as its edit or deletion has it."""
    found = []
    for follower, kind in kinds.items():
        if kind.target is None or kind.act is Act.SEND:
            continue
        expected = None if kind.act is Act.DELETE else words(kind.target, corrected=True)
        for (_, chat), row in rows.items():
            change = rows.get((follower, chat))
            is_excused = change is not None and change.state in EXCUSED
            if row.alert != kind.target or row.state is not State.SENT or row.message is None:
                continue
            if not is_excused and witness.text(row.chat, row.message) != expected:
                found.append((follower, row.chat))
    return found
